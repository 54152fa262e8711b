"""Linux guests that start in VMware only, mended: judged by e2fsck, dissect and libarchive."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import libarchive
import pytest
from dissect.extfs import ExtFS
from fixtures import linux as made
from fixtures import linux_vmware as vmware
from fixtures import lvm, partitioned
from fixtures.linux import UUID
from fixtures.linux_vmware import KERNEL
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk
from fixtures.tools import run

from engine.disk.disk import Disk
from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.fit import Fitting
from engine.guest.helper.linux_mender import Left
from engine.guest.inspect import look
from engine.guest.linux import mend
from engine.guest.linux.linux_system import Linux
from engine.guest.linux.mending import Machine
from engine.guest.linux.network_files import Card
from engine.guest.volumes.volume_stream import Stream
from engine.guest.windows.changes import EntryChange, FileChange

MIB = 1 << 20
START = 1 * MIB
SWAP = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000"
MAC = "00:0c:29:12:34:56"
AROUND = Machine((Card(MAC, 192),))
IMAGE = f"/boot/initrd.img-{KERNEL}"
MODULES = f"usr/lib/modules/{KERNEL}"
LINK = f"[Match]\nMACAddress={MAC}\n\n[Link]\nName=ens192\n"

Files = dict[str, tuple[int, int, bytes]]


def disk_of(tree: Path, folder: Path, kind: str = "ext4", options: str = "") -> RawDisk:
    """A disk with the tree on partition 1 and swap on 5."""
    volume = made.ext4(folder / "volume", tree, kind=kind)
    if options:
        run("sh", "-c", options.replace("VOLUME", str(volume)))
    swap = folder / "swap"
    swap.write_bytes(bytes(4 * MIB))
    run("mkswap", "-q", "-U", SWAP, swap)
    disk = folder / "disk"
    with disk.open("wb") as file:
        file.truncate(96 * MIB)
    script = f"""label: dos
{disk}1: start=2048, size=64MiB, type=83, bootable
{disk}2: start=133120, size=16MiB, type=5
{disk}5: start=135168, size=4MiB, type=82
"""
    run("sfdisk", "-q", "--no-tell-kernel", disk, stdin=script)
    partitioned.place(volume, disk, START)
    partitioned.place(swap, disk, 135168 * 512)
    return RawDisk(disk)


def mended(disk: Disk, around: Machine = AROUND) -> tuple[Overlay, Fitting, tuple[Left, ...]]:
    fitting, left = mend.prepare(disk, around)
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    return overlay, fitting, left


def files(disk: Disk, start: int = START, size: int = 64 * MIB) -> Files:
    """Mode, owner and content of everything that is there, by path."""

    def walk(node: Any, path: str) -> Iterator[tuple[str, tuple[int, int, bytes]]]:
        for name, each in node.listdir().items():
            if name in (".", "..", "lost+found"):
                continue
            content = b""
            if each.filetype == 0o040000:
                yield from walk(each, f"{path}/{name}")
            elif each.filetype == 0o120000:
                content = each.link.encode()
            else:
                content = each.open().read()
            yield f"{path}/{name}", (each.inode.i_mode, each.inode.i_uid, content)

    return dict(walk(ExtFS(Stream(disk, start, size)).root, ""))


def check(disk: Disk, path: Path, start: int = START, size: int = 64 * MIB) -> None:
    path.write_bytes(disk.pread(start, size))
    run("e2fsck", "-fn", path)


def archive(packed: bytes) -> dict[str, bytes]:
    """What an archive holds, read by libarchive; folders have no content."""
    found = {}
    with libarchive.memory_reader(packed, format_name="cpio") as entries:
        for entry in entries:
            found[entry.pathname] = b"".join(entry.get_blocks())
    return found


def paths(fitting: Fitting) -> set[str]:
    """The files that are changed."""
    return {each.path for each in fitting.changes if isinstance(each, FileChange)}


def linux_of(disk: Disk) -> Linux:
    (found,) = look(disk).linux
    return found


@pytest.mark.parametrize("kind", ["ext4", "ext3", "ext2"])
def test_everything_is_mended_and_nothing_else_changed(tmp_path: Path, kind: str) -> None:
    disk = disk_of(vmware.tree(tmp_path / "tree"), tmp_path, kind)
    before, found = files(disk), look(disk)
    assert {each.code for each in found.findings} == {"W660", "W661", "W662", "W663"}
    overlay, fitting, left = mended(disk)
    assert not left
    assert set(fitting.mended) == set(found.findings)
    check(overlay, tmp_path / "after")
    after = files(overlay)
    expected = {
        "/etc/fstab": vmware.FSTAB.replace("/dev/sda1", f"UUID={UUID}").replace(
            "/dev/sda5", f"UUID={SWAP}"
        ),
        "/boot/grub/grub.cfg": f"linux /boot/vmlinuz root=UUID={UUID} ro resume=UUID={SWAP}\n",
        "/etc/initramfs-tools/conf.d/resume": f"RESUME=UUID={SWAP}\n",
        "/etc/initramfs-tools/modules": "# one a line\nvmw_pvscsi\nata_piix\nahci\n"
        "xen-blkfront\nsd_mod\nxen-netfront\n",
    }
    for path, text in expected.items():
        assert after.pop(path) == (*before.pop(path)[:2], text.encode())
    assert after.pop("/etc/systemd/network/10-ens192.link") == (0o100644, 0, LINK.encode())
    mask = after.pop("/etc/systemd/system/open-vm-tools.service")
    assert mask == (0o120777, 0, b"/dev/null")
    assert after.pop("/etc/X11/xorg.conf.vmware") == before.pop("/etc/X11/xorg.conf")
    *kept, image = after.pop(IMAGE)
    *owner, old = before.pop(IMAGE)
    assert kept == owner
    assert image.startswith(old)
    assert after == before
    more = archive(image[len(old) :].lstrip(b"\0"))
    assert {name: data for name, data in more.items() if data} == {
        **{
            f"{MODULES}/kernel/{name}.ko": f"module {name} of {KERNEL}".encode()
            for name in vmware.MODULES
            if name not in vmware.HELD and not name.endswith("/e1000")
        },
        f"{MODULES}/modules.dep": vmware.modules(KERNEL)[
            f"lib/modules/{KERNEL}/modules.dep"
        ].encode(),
        f"{MODULES}/modules.dep.bin": b"all dependencies",
        f"{MODULES}/modules.alias.bin": b"all aliases",
        f"{MODULES}/modules.builtin": b"kernel/fs/ext4/ext4.ko\n",
        "etc/systemd/network/10-ens192.link": LINK.encode(),
        "conf/conf.d/resume": f"RESUME=UUID={SWAP}\n".encode(),
    }
    # A folder that the image has, and above all the link /lib, must not be replaced.
    assert not {"lib", "usr/lib/modules"} & more.keys() - {"usr/lib/modules"}
    assert look(overlay).findings == ()
    assert linux_of(overlay).needs_mending is False
    again, _ = mend.prepare(overlay, AROUND)
    assert (again.changes, again.edit.pages) == ((), {})


PARTS = {
    "images": {IMAGE, "/etc/initramfs-tools/modules"},
    "names": {"/etc/fstab", "/boot/grub/grub.cfg", "/etc/initramfs-tools/conf.d/resume"},
    "cards": {"/etc/systemd/network/10-ens192.link"},
    "tools": {"/etc/systemd/system/open-vm-tools.service", "/etc/X11/xorg.conf"},
}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_left(tmp_path: Path, part: str) -> None:
    disk = disk_of(vmware.tree(tmp_path / "tree"), tmp_path)
    fitting, left = mend.prepare(disk, replace(AROUND, keep=(part,)))
    entries = {each.path for each in fitting.changes if isinstance(each, EntryChange)}
    whole = set().union(*PARTS.values())
    assert paths(fitting) | entries == whole - PARTS[part]
    assert bool(left) is (part != "tools")


def test_every_kernel_and_the_rescue_entry(tmp_path: Path) -> None:
    kernels = (KERNEL, "5.10.0-7-amd64")
    tree = vmware.tree(tmp_path / "tree", kernels=kernels)
    rescue = "0-rescue-0123456789abcdef"
    (tree / f"boot/vmlinuz-{rescue}").write_text("kernel")
    image = vmware.image(kernels[1], gzip.compress)
    (tree / f"boot/initramfs-{rescue}.img").write_bytes(image)
    overlay, _, _ = mended(disk_of(tree, tmp_path))
    found = linux_of(overlay).kernels
    assert [each.version for each in found] == [*kernels, rescue]
    assert all(set(each.drivers) == {"ide", "ahci", "pv"} for each in found)


@pytest.mark.parametrize(
    "pack", [made.xz, made.zstd, bytes, made.lz4], ids=["xz", "zstd", "plain", "lz4"]
)
def test_images_of_other_compressions(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    overlay, _, _ = mended(disk_of(vmware.tree(tmp_path / "tree", pack=pack), tmp_path))
    assert linux_of(overlay).kernels[0].missing == ()
    image = files(overlay)[IMAGE][2]
    assert (b"\x02\x21\x4c\x18" in image) is False  # what follows lz4 is not read


@pytest.mark.parametrize("left", [False, True], ids=["alone", "after initramfs-tools"])
def test_dracut(tmp_path: Path, left: bool) -> None:
    tree = vmware.tree(tmp_path / "tree", more={"usr/lib/dracut/x": "", "etc/dracut.conf.d/x": ""})
    if not left:
        shutil.rmtree(tree / "etc/initramfs-tools")
    overlay, _, _ = mended(disk_of(tree, tmp_path))
    kept = files(overlay)["/etc/dracut.conf.d/xen.conf"][2]
    assert kept == b'add_drivers+=" ata_piix ahci xen-blkfront sd_mod xen-netfront "\n'


def test_kernel_that_does_not_unpack_gzip(tmp_path: Path) -> None:
    config = "CONFIG_XEN_PVHVM=y\nCONFIG_XEN_BLKDEV_FRONTEND=m\n# CONFIG_RD_GZIP is not set\n"
    tree = vmware.tree(tmp_path / "tree", pack=made.xz, more={f"boot/config-{KERNEL}": config})
    disk = disk_of(tree, tmp_path)
    old = files(disk)[IMAGE][2]
    overlay, _, _ = mended(disk)
    more = files(overlay)[IMAGE][2][len(old) :].lstrip(b"\0")
    assert more.startswith(b"070701")


def test_selinux_label_goes_with_what_is_new(tmp_path: Path) -> None:
    label = "system_u:object_r:net_conf_t:s0"
    set_label = f"ea_set /etc/systemd/network/99-other.network security.selinux {label}"
    options = f"debugfs -w -R '{set_label}' VOLUME"
    disk = disk_of(vmware.tree(tmp_path / "tree"), tmp_path, options=options)
    overlay, _, _ = mended(disk)
    check(overlay, tmp_path / "after")
    path = "/etc/systemd/network/10-ens192.link"
    shown = run("debugfs", "-R", f"ea_get {path} security.selinux", tmp_path / "after")
    assert label in shown


def test_old_udev_gets_a_rule(tmp_path: Path) -> None:
    tree = vmware.tree(tmp_path / "tree", more={"etc/udev/rules.d/70-persistent-net.rules": "# x"})
    (tree / "lib/systemd/network/99-default.link").unlink()
    overlay, _, _ = mended(disk_of(tree, tmp_path))
    rules = files(overlay)["/etc/udev/rules.d/70-persistent-net.rules"][2].decode()
    first, rule = rules.splitlines()
    assert first == "# x"
    assert f'ATTR{{address}}=="{MAC}"' in rule
    assert 'NAME="ens192"' in rule
    assert [each.by_address for each in linux_of(overlay).nics] == [True]


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ((Card(MAC, 160), Card("00:0c:29:00:00:01", 192)), "00:0c:29:00:00:01"),
        ((Card(MAC, None),), MAC),
        ((Card(MAC, 160), Card("00:0c:29:00:00:01", 224)), ""),
        ((), ""),
    ],
    ids=["slot", "the only one", "uncertain", "none"],
)
def test_which_card_a_name_means(tmp_path: Path, cards: tuple[Card, ...], expected: str) -> None:
    disk = disk_of(vmware.tree(tmp_path / "tree"), tmp_path)
    overlay, fitting, left = mended(disk, Machine(cards))
    link = files(overlay).get("/etc/systemd/network/10-ens192.link", (0, 0, b""))[2].decode()
    assert (f"MACAddress={expected}\n" in link) is bool(expected)
    assert bool(left) is not bool(expected)
    assert [each.code for each in fitting.findings] == ([] if expected else ["W670"])
    if left:
        (command,) = left[0].commands
        assert "ens192" in command


def test_names_on_other_disks(tmp_path: Path) -> None:
    fstab = "/dev/sda1 / ext4 defaults 0 1\n/dev/sdb1 /data ext4 defaults 0 2\n"
    disk = disk_of(vmware.tree(tmp_path / "tree", more={"etc/fstab": fstab}), tmp_path)
    other = "12345678-1234-4234-8234-123456789abc"
    around = Machine(AROUND.cards, ({"1": UUID, "5": SWAP}, {"1": other}))
    overlay, _, left = mended(disk, around)
    assert files(overlay)["/etc/fstab"][2].decode() == (
        f"UUID={UUID} / ext4 defaults 0 1\nUUID={other} /data ext4 defaults 0 2\n"
    )
    assert not left
    alone, _, left = mended(disk)
    assert b"/dev/sdb1 /data" in files(alone)["/etc/fstab"][2]
    assert ["/dev/sdb1" in each.commands[0] for each in left] == [True]


def test_lvm_with_boot_beside(tmp_path: Path) -> None:
    fstab = f"/dev/mapper/vg-root / ext4 defaults 0 1\nUUID={UUID} /boot ext2 defaults 0 2\n"
    tree = vmware.tree(tmp_path / "tree", more={"etc/fstab": fstab})
    (tree / "boot").rename(tmp_path / "boot")
    (tree / "boot").mkdir()
    root = made.ext4(tmp_path / "root", tree, size=48 * MIB)
    run("tune2fs", "-f", "-U", SWAP, root)
    boot = made.ext4(tmp_path / "boot.img", tmp_path / "boot", size=8 * MIB, kind="ext2")
    volumes = [tmp_path / "pv0", tmp_path / "pv1"]
    segments = [(0, 2, 5), (1, 1, 6), (0, 0, 1)]  # 48 MiB over both, not in order
    lvm.build(volumes, [8, 8], "vg", {"root": segments})
    lvm.write(volumes, segments, root)
    parts = [Part(8 * MIB, "83", boot, active=True)]
    parts += [Part(33 * MIB, "8e", volume) for volume in volumes]
    [start, *_] = partitioned.build(tmp_path / "disk", parts)
    disk = RawDisk(tmp_path / "disk")
    overlay, fitting, _ = mended(disk)
    assert paths(fitting) >= {IMAGE, "/etc/systemd/network/10-ens192.link"}
    assert linux_of(overlay).kernels[0].missing == ()
    check(overlay, tmp_path / "boot.after", start, 8 * MIB)
    path = tmp_path / "root.after"
    path.write_bytes(logical(overlay, [start_of(each) for each in (1, 2)], segments))
    run("e2fsck", "-fn", path)
    assert b"MACAddress" in path.read_bytes()


def start_of(number: int) -> int:
    """Where the partitions of the test above begin: one after another, each at a whole MiB."""
    return START + (0, 8, 41)[number] * MIB


def logical(disk: Disk, places: list[int], segments: list[lvm.Segment]) -> bytes:
    """A logical volume, put together by the test."""
    return b"".join(
        disk.pread(places[number] + (1 << 20) + first * lvm.EXTENT, count * lvm.EXTENT)
        for number, first, count in segments
    )


def test_boot_on_ext4_and_root_on_xfs(tmp_path: Path) -> None:
    """The image is mended, and gives the card its name; what is on XFS is told."""
    fstab = f"/dev/sda2 / xfs defaults 0 1\nUUID={UUID} /boot ext4 defaults 0 2\n"
    tree = vmware.tree(tmp_path / "tree", more={"etc/fstab": fstab})
    (tree / "boot").rename(tmp_path / "boot")
    (tree / "boot").mkdir()
    root = made.xfs(tmp_path / "root", tree)
    run("xfs_admin", "-U", SWAP, root)
    boot = made.ext4(tmp_path / "boot.img", tmp_path / "boot", size=16 * MIB)
    parts = [Part(16 * MIB, "83", boot, active=True), Part(320 * MIB, "83", root)]
    partitioned.build(tmp_path / "disk", parts)
    disk = RawDisk(tmp_path / "disk")
    overlay, fitting, left = mended(disk)
    linux = linux_of(overlay)
    assert linux.kernels[0].missing == ()
    assert [each.by_address for each in linux.nics] == [True]
    assert {each.device for each in linux.renamed} == {"/dev/sda2", "/dev/sda5"}
    (rest,) = left
    assert (rest.kind, len(rest.commands)) == ("xfs", 3)
    assert [each.code for each in fitting.findings] == ["W670"]
    assert paths(fitting) == {IMAGE, "/boot/grub/grub.cfg"}
    check(overlay, tmp_path / "after", START, 16 * MIB)


@pytest.mark.parametrize(
    ("state", "code"), [("feature needs_recovery", "E660"), ("feature quota", "E661")]
)
def test_unsound_volumes_are_refused(tmp_path: Path, state: str, code: str) -> None:
    options = f"debugfs -w -R '{state}' VOLUME"
    disk = disk_of(vmware.tree(tmp_path / "tree"), tmp_path, options=options)
    with pytest.raises(Refusal) as refused:
        mend.prepare(disk, AROUND)
    assert [each.code for each in refused.value.findings] == [code]


def test_volume_without_room(tmp_path: Path) -> None:
    fstab = f"UUID={SWAP} / ext4 defaults 0 1\nUUID={UUID} /boot ext4 defaults 0 2\n"
    tree = vmware.tree(tmp_path / "tree", more={"etc/fstab": fstab})
    large = f"lib/modules/{KERNEL}/kernel/drivers/ata/ata_piix.ko"
    (tree / large).write_bytes(os.urandom(9 * MIB))
    (tree / "boot").rename(tmp_path / "boot")
    (tree / "boot").mkdir()
    root = made.ext4(tmp_path / "root", tree)
    run("tune2fs", "-f", "-U", SWAP, root)
    boot = made.ext4(tmp_path / "boot.img", tmp_path / "boot", size=8 * MIB)
    parts = [Part(8 * MIB, "83", boot, active=True), Part(64 * MIB, "83", root)]
    partitioned.build(tmp_path / "disk", parts)
    with pytest.raises(Refusal) as refused:
        mend.prepare(RawDisk(tmp_path / "disk"), AROUND)
    assert [each.code for each in refused.value.findings] == ["E613"]


def test_guest_without_udev_in_its_image_is_told(tmp_path: Path) -> None:
    tree = vmware.tree(tmp_path / "tree")
    image = made.start_up_image([f"{MODULES}/kernel/vmw_pvscsi.ko"], gzip.compress)
    (tree / IMAGE[1:]).write_bytes(image)
    disk = disk_of(tree, tmp_path)
    overlay, _, (rest,) = mended(disk)
    assert linux_of(overlay).kernels[0].missing == ("ide", "ahci", "pv")
    assert any("update-initramfs" in each for each in rest.commands)


TO_SDA1, TO_SWAP = f"UUID={UUID}", f"UUID={SWAP}"
#: Files that name disks, before and after.
NAMING = {
    "etc/fstab": (
        "/dev/sda1 / ext4 defaults 0 1\nLABEL=swap none swap sw 0 0\nPARTUUID=4f3c2b1a-05 none\n"
        "/swapfile none swap sw 0 0\n#/dev/sda5 none swap sw 0 0\n",
        f"{TO_SDA1} / ext4 defaults 0 1\nLABEL=swap none swap sw 0 0\nPARTUUID=4f3c2b1a-05 none\n"
        "/swapfile none swap sw 0 0\n#/dev/sda5 none swap sw 0 0\n",
    ),
    "etc/default/grub.d/suse.cfg": (
        'GRUB_CMDLINE_LINUX="root=/dev/disk/by-id/dm-name-vg-root"\n',
        'GRUB_CMDLINE_LINUX="root=/dev/disk/by-id/dm-name-vg-root"\n',
    ),
    "etc/crypttab": (
        "one UUID=0a0b /key\ntwo /dev/sda5 /dev/urandom swap\n",
        f"one UUID=0a0b /key\ntwo {TO_SWAP} /dev/urandom swap\n",
    ),
    "etc/default/grub": (
        'GRUB_CMDLINE_LINUX="root=/dev/sda1 resume=/dev/sda5 quiet"\n',
        f'GRUB_CMDLINE_LINUX="root={TO_SDA1} resume={TO_SWAP} quiet"\n',
    ),
    "boot/grub/grub.cfg": (
        "linux /vmlinuz root=PARTUUID=4f3c2b1a-01 resume=/dev/sda1 resume_offset=34816\n",
        f"linux /vmlinuz root=PARTUUID=4f3c2b1a-01 resume={TO_SDA1} resume_offset=34816\n",
    ),
    "boot/grub/menu.lst": (
        "splashimage=(hd0,0)/grub/s.xpm.gz\nroot (hd0,0)\nkernel /vmlinuz ro root=/dev/sda1\n",
        f"splashimage=(hd0,0)/grub/s.xpm.gz\nroot (hd0,0)\nkernel /vmlinuz ro root={TO_SDA1}\n",
    ),
    "boot/extlinux/extlinux.conf": (
        "append initrd=/initrd.img root=/dev/sda1 ro\n",
        f"append initrd=/initrd.img root={TO_SDA1} ro\n",
    ),
    "boot/loader/entries/0123-5.14.0.conf": (
        "title RHEL\noptions root=/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0-part1 ro\n",
        f"title RHEL\noptions root={TO_SDA1} ro\n",
    ),
    "boot/grub2/grubenv": (
        "# GRUB Environment Block\nkernelopts=root=/dev/sda1 ro\n".ljust(1024, "#"),
        f"# GRUB Environment Block\nkernelopts=root={TO_SDA1} ro\n".ljust(1024, "#"),
    ),
}  # fmt: skip


def test_every_file_that_names_disks(tmp_path: Path) -> None:
    more = {path: before for path, (before, _) in NAMING.items()}
    overlay, _, left = mended(disk_of(vmware.tree(tmp_path / "tree", more=more), tmp_path))
    after = files(overlay)
    assert {path: after[f"/{path}"][2].decode() for path in NAMING} == {
        path: expected for path, (_, expected) in NAMING.items()
    }
    assert not left


def test_names_in_the_start_up_image(tmp_path: Path) -> None:
    """What initramfs-tools and dracut wrote down there counts before the root is mounted."""
    tree = vmware.tree(tmp_path / "tree")
    noted = {
        "cryptroot/crypttab": b"swap /dev/sda5 none luks\n",
        "etc/cmdline.d/95resume.conf": b"resume=/dev/sda5\n",
        "etc/crypttab": b"swap UUID=0a0b none\n",
    }
    with (tree / IMAGE[1:]).open("ab") as image:
        image.write(made.cpio(noted))
    disk = disk_of(tree, tmp_path)
    old = files(disk)[IMAGE][2]
    overlay, _, _ = mended(disk)
    more = archive(files(overlay)[IMAGE][2][len(old) :].lstrip(b"\0"))
    assert more["cryptroot/crypttab"] == f"swap {TO_SWAP} none luks\n".encode()
    assert more["etc/cmdline.d/95resume.conf"] == f"resume={TO_SWAP}\n".encode()
    assert "etc/crypttab" not in more


def test_kernel_that_is_named_for_its_flavour(tmp_path: Path) -> None:
    """Arch's: its file says nothing of the version, its start-up image does."""
    tree = vmware.tree(tmp_path / "tree")
    boot = tree / "boot"
    (boot / f"config-{KERNEL}").unlink()
    (boot / f"vmlinuz-{KERNEL}").rename(boot / "vmlinuz-linux")
    (boot / f"initrd.img-{KERNEL}").rename(boot / "initramfs-linux.img")
    overlay, _, left = mended(disk_of(tree, tmp_path))
    assert not left
    [kernel] = linux_of(overlay).kernels
    assert (kernel.version, kernel.missing) == ("linux", ())


@pytest.mark.parametrize(
    "options",
    [
        "tune2fs -O orphan_file VOLUME",
        "tune2fs -O metadata_csum_seed,large_dir,ea_inode,verity VOLUME",
        "tune2fs -O fast_commit,stable_inodes,encrypt VOLUME",
    ],
)
def test_what_newer_volumes_have(tmp_path: Path, options: str) -> None:
    """Features that mke2fs gives by now, or that are on without a file that uses them."""
    disk = disk_of(vmware.tree(tmp_path / "tree"), tmp_path, options=options)
    overlay, _, left = mended(disk)
    check(overlay, tmp_path / "after")
    assert not left
    assert linux_of(overlay).needs_mending is False
