"""Linux guests made by mke2fs, mkfs.btrfs and mkfs.xfs: what is found, and what they are told."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import linux as made
from fixtures import lvm, partitioned
from fixtures.linux import KERNEL, UUID
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk
from fixtures.tools import run
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guest.inspect import Guest, look
from engine.guest.linux.linux_system import Linux

MIB = 1 << 20
SWAP = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000"


def codes(guest: Guest) -> list[str]:
    return [each.code for each in guest.findings]


def command(guest: Guest, code: str) -> list[str]:
    """The commands that the findings with `code` print."""
    return [each.remedy for each in guest.findings if each.code == code]


def one(guest: Guest) -> Linux:
    (found,) = guest.linux
    return found


Maker = Callable[..., Guest]


@pytest.fixture
def guest(tmp_path: Path) -> Maker:
    """Makes a Linux on ext4, alone on its disk, and looks into it."""

    def make(**choices: object) -> Guest:
        folder = made.tree(tmp_path / "tree", **choices)  # type: ignore[arg-type]
        return look(RawDisk(made.ext4(tmp_path / "disk", folder)))

    return make


@pytest.fixture(scope="module")
def partitions(tmp_path_factory: pytest.TempPathFactory) -> Guest:
    """Root on ext4, and swap as a logical drive."""
    folder = tmp_path_factory.mktemp("linux")
    volume = made.ext4(folder / "volume", made.tree(folder / "tree"))
    swap = folder / "swap"
    with swap.open("wb") as file:
        file.truncate(4 * MIB)
    run("mkswap", "-U", SWAP, swap)
    disk = folder / "disk"
    with disk.open("wb") as file:
        file.truncate(96 * MIB)
    script = f"""label: dos
{disk}1: start=2048, size=64MiB, type=83, bootable
{disk}2: start=133120, size=16MiB, type=5
{disk}5: start=135168, size=4MiB, type=82
"""
    run("sfdisk", "-q", "--no-tell-kernel", disk, stdin=script)
    partitioned.place(volume, disk, 2048 * 512)
    partitioned.place(swap, disk, 135168 * 512)
    return look(RawDisk(disk))


def test_what_is_found(partitions: Guest) -> None:
    found = one(partitions)
    assert (found.device, found.file_system) == ("1", "ext4")
    assert found.distribution == "Debian GNU/Linux 11 (bullseye)"
    assert (found.boot_loader, found.fstab) == ("grub2", "lvm, name, uuid")
    assert [each.version for each in found.kernels] == [KERNEL, "2.6.8-2-686"]
    newest = found.kernels[0]
    assert (newest.initramfs, newest.is_newest) == (f"/boot/initrd.img-{KERNEL}", True)
    assert newest.has_pv_drivers
    assert newest.drivers == {"ide": "ata_piix", "ahci": "ahci"}
    assert newest.missing == ("pv",)


def test_what_it_is_told(partitions: Guest) -> None:
    assert sorted(codes(partitions)) == ["W661", "W662", "W662", "W663", "W664"]
    (image,) = command(partitions, "W661")
    assert image.endswith(
        "printf '%s\\n' ata_piix ahci xen-blkfront >> /etc/initramfs-tools/modules && "
        "update-initramfs -u -k all"
    )
    assert [(each.path, each.device, each.lasting) for each in one(partitions).renamed] == [
        ("/etc/fstab", "/dev/sda5", f"UUID={SWAP}"),
        ("/boot/grub/grub.cfg", "/dev/sda1", f"UUID={UUID}"),
    ]
    (elsewhere,) = [each.message for each in partitions.findings if each.code == "W664"]
    assert "/home (/dev/mapper/vg-home)" in elsewhere
    said = "\n".join(each.remedy for each in partitions.findings)
    assert all(each in said for each in one(partitions).commands)


def test_the_commands_do_what_they_say(partitions: Guest, tmp_path: Path) -> None:
    """The edits of fstab and grub.cfg are run, on copies."""
    for name in one(partitions).renamed:
        (text,) = [each for each in one(partitions).commands if f" {name.path}" in each]
        copy = tmp_path / Path(name.path).name
        copy.write_text(f"x {name.device} y\n{name.device}5 stays\n")
        subprocess.run(["sh", "-c", text.replace(name.path, str(copy))], check=True)
        assert copy.read_text() == f"x {name.lasting} y\n{name.device}5 stays\n"
    (pin,) = [each for each in one(partitions).commands if "MACAddress" in each]
    address = tmp_path / "address"
    address.write_text("00:0c:29:01:02:03\n")
    here = pin.replace("/sys/class/net/ens33/address", str(address))
    link = tmp_path / "10-ens33.link"
    subprocess.run(["sh", "-c", re.sub(r"> \S+$", f"> {link}", here)], check=True)
    assert link.read_text() == "[Match]\nMACAddress=00:0c:29:01:02:03\n[Link]\nName=ens33\n"


def test_nothing_is_said_where_all_is_well(guest: Maker) -> None:
    quiet = guest(
        fstab=f"UUID={UUID} / ext4 defaults 0 1\n",
        modules=["ata_piix", "ahci"],
        builtin=["xen-blkfront"],
        more={
            "boot/grub/grub.cfg": f"linux /boot/vmlinuz root=UUID={UUID} ro\n",
            "etc/network/interfaces": "iface eth0 inet dhcp\n",
        },
    )
    assert codes(quiet) == []
    assert one(quiet).kernels[0].drivers["pv"] == "xen-blkfront (built in)"
    assert one(quiet).commands == ()


def test_kernel_without_pv_drivers_needs_the_ide_driver(guest: Maker) -> None:
    found = guest(
        kernel="2.6.18-8.el5",
        modules=["mptspi"],
        pv_drivers=False,
        more={"etc/initramfs-tools/modules": "", "etc/redhat-release": "Red Hat\n"},
    )
    (image,) = command(found, "W660")
    assert "ata_piix" in image
    assert "W661" not in codes(found)
    # The IDE disks keep their names with libata, so only their absence is spoken of.
    assert one(found).renamed == ()


def test_old_ide_driver_names_disks_otherwise(guest: Maker) -> None:
    found = one(guest(kernel="2.6.18-8.el5", modules=["piix"], pv_drivers=False))
    assert [each.device for each in found.renamed] == ["/dev/sda5", "/dev/sda1"]


IMAGE = f"/boot/initrd.img-{KERNEL} {KERNEL}"
ALL = "ata_piix ahci xen-blkfront"
SUSE = f"sed -i 's/^INITRD_MODULES=\"/&{ALL} /' /etc/sysconfig/kernel && mkinitrd"
ARCH = f"sed -i 's/^MODULES=(/&{ALL} /' /etc/mkinitcpio.conf && mkinitcpio -P"
KEPT = f"echo 'add_drivers+=\" {ALL} \"' > /etc/dracut.conf.d/xen.conf"
WITH = "--with=ata_piix --with=ahci --with=xen-blkfront"
TOOLS = {
    "dracut": (["usr/lib/dracut/x"], f"{KEPT} && dracut -f {IMAGE}"),
    "mkinitcpio": (["etc/mkinitcpio.conf"], ARCH),
    "suse": (["etc/sysconfig/kernel", "etc/SuSE-release"], SUSE),
    "mkinitrd": (["sbin/mkinitrd"], f"mkinitrd -f {WITH} {IMAGE}"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_command_of_each_distribution(tmp_path: Path, tool: str) -> None:
    files, expected = TOOLS[tool]
    folder = made.tree(tmp_path / "tree", more=dict.fromkeys(files, ""))
    (folder / "etc/initramfs-tools/modules").unlink()
    (folder / "etc/initramfs-tools").rmdir()
    found = one(look(RawDisk(made.ext4(tmp_path / "disk", folder))))
    assert found.commands[-1] == expected


@pytest.mark.parametrize("kind", ["ext2", "ext3", "btrfs", "xfs"])
def test_other_file_systems(tmp_path: Path, kind: str) -> None:
    folder = made.tree(tmp_path / "tree")
    path = tmp_path / "disk"
    if kind == "btrfs":
        made.btrfs(path, folder)
    elif kind == "xfs":
        made.xfs(path, folder)
    else:
        made.ext4(path, folder, kind=kind)
    found = one(look(RawDisk(path)))
    assert (found.file_system, found.distribution) == (kind, "Debian GNU/Linux 11 (bullseye)")
    assert found.kernels[0].missing == ("pv",)


def test_btrfs_whose_root_is_a_subfolder(tmp_path: Path) -> None:
    made.tree(tmp_path / "tree" / "@")
    found = one(look(RawDisk(made.btrfs(tmp_path / "disk", tmp_path / "tree"))))
    assert found.distribution == "Debian GNU/Linux 11 (bullseye)"


def test_lvm_over_two_partitions_and_boot_on_a_third(tmp_path: Path) -> None:
    fstab = f"""/dev/disk/by-id/dm-name-vg--1-root--a / ext4 defaults 0 1
UUID={UUID} /boot ext2 defaults 0 2
/dev/vg-1/gone /gone ext4 defaults 0 2
"""
    tree = made.tree(tmp_path / "tree", fstab=fstab)
    (tree / "boot").rename(tmp_path / "boot")
    (tree / "boot").mkdir()
    root = made.ext4(tmp_path / "root", tree, size=48 * MIB)
    run("tune2fs", "-f", "-U", SWAP, root)
    boot = made.ext4(tmp_path / "boot.img", tmp_path / "boot", size=8 * MIB, kind="ext2")
    volumes = [tmp_path / "pv0", tmp_path / "pv1"]
    segments = [(0, 2, 5), (1, 1, 6), (0, 0, 1)]  # 48 MiB over both, not in order
    lvm.build(volumes, [8, 8], "vg-1", {"root-a": segments})
    lvm.write(volumes, segments, root)
    parts = [Part(8 * MIB, "83", boot, active=True)]
    parts += [Part(33 * MIB, "8e", volume) for volume in volumes]
    partitioned.build(tmp_path / "disk", parts)
    guest = look(RawDisk(tmp_path / "disk"))
    found = one(guest)
    assert (found.device, found.fstab, found.boot_loader) == ("vg-1/root-a", "lvm, uuid", "grub2")
    assert found.kernels[0].missing == ("pv",)
    assert [each.message for each in guest.findings if each.code == "W664"] == [
        "A part of Linux is on another disk: /gone (/dev/vg-1/gone)."
    ]


def test_volume_group_of_which_a_disk_is_missing(tmp_path: Path) -> None:
    volumes = [tmp_path / "pv0", tmp_path / "pv1"]
    lvm.build(volumes, [2, 2], "vg", {"root": [(0, 0, 1), (1, 0, 1)], "here": [(0, 1, 1)]})
    partitioned.build(tmp_path / "disk", [Part(9 * MIB, "8e", volumes[0])])
    guest = look(RawDisk(tmp_path / "disk"))
    assert codes(guest) == ["W664"]
    assert "the logical volume vg/root" in guest.findings[0].message


NETPLAN = """network:
  version: 2
  ethernets:
    ens224:
      dhcp4: true
    enp3s0:
      match:
        macaddress: 00:0c:29:00:00:02
      set-name: enp3s0
  vlans:
    ens999.1:
      id: 1
"""
RULE = 'SUBSYSTEM=="net", ATTR{address}=="00:0c:29:00:00:03", NAME="ens225"'
NETWORK = {
    "etc/network/interfaces": "iface lo inet loopback\niface bond0 inet dhcp\n"
    " iface ens160 inet6 auto\n",
    "etc/sysconfig/network-scripts/ifcfg-ens192": "DEVICE=ens192\nONBOOT=yes\n",
    "etc/sysconfig/network-scripts/ifcfg-eno1": "DEVICE=eno1\nHWADDR=00:0c:29:00:00:01\n",
    "usr/lib/udev/rename_device": "",
    "etc/netplan/50.yaml": NETPLAN,
    "etc/NetworkManager/system-connections/x": "[connection]\ninterface-name=ens225\n",
    "etc/systemd/network/20-wired.network": "[Match]\nName=ens256\n",
    "etc/udev/rules.d/70-persistent-net.rules": f"{RULE}\n",
}


def test_network_cards_and_how_they_are_found(guest: Maker) -> None:
    nics = {each.name: each for each in one(guest(more=NETWORK)).nics}
    assert {name for name, nic in nics.items() if nic.changes} == {
        "ens160",
        "ens192",
        "ens224",
        "ens256",
    }
    assert {name for name, nic in nics.items() if nic.by_address} == {"eno1", "enp3s0", "ens225"}
    assert "bond0" in nics
    assert not nics.keys() & {"lo", "ens999.1"}


def test_start_up_image_that_cannot_be_read(guest: Maker) -> None:
    found = guest(pack=lambda data: b"unknown" + data)
    assert "W665" in codes(found)
    assert one(found).kernels[0].missing == ()


def test_damaged_file_systems_are_findings(tmp_path: Path) -> None:
    folder = made.tree(tmp_path / "tree")
    content = bytearray(made.ext4(tmp_path / "disk", folder).read_bytes())
    content[1024 + 0x20 : 1024 + 0x24] = bytes(4)  # blocks per group
    guest = look(Memory(bytes(content)))
    assert guest.linux == ()
    assert codes(guest) == ["W631"]


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["ext4", "btrfs"]),
    changes=st.dictionaries(st.integers(0, 400_000), st.integers(0, 255), min_size=1, max_size=40),
)
def test_any_damage_gives_data(
    tmp_path_factory: pytest.TempPathFactory, kind: str, changes: dict[int, int]
) -> None:
    content = bytearray(sound(tmp_path_factory, kind))
    for at, value in changes.items():
        content[at] = value
    assert isinstance(look(Memory(bytes(content))), Guest)


_SOUND: dict[str, bytes] = {}


def sound(factory: pytest.TempPathFactory, kind: str) -> bytes:
    if kind not in _SOUND:
        folder = factory.mktemp(kind)
        tree = made.tree(folder / "tree")
        if kind == "btrfs":
            _SOUND[kind] = made.btrfs(folder / "disk", tree).read_bytes()
        else:
            _SOUND[kind] = made.ext4(folder / "disk", tree, size=8 * MIB).read_bytes()
    return _SOUND[kind]


CLOUD = {
    "etc/cloud/cloud.cfg": "datasource_list: [ NoCloud ]\n",
    "etc/cloud/cloud.cfg.d/99-vmware.cfg": "datasource_list: [ VMware, OVF, None ]\n",
    "boot/grub/grub.cfg": f"linux /vmlinuz root=UUID={UUID} console=tty0 console=ttyS0,115200\n",
}


def test_what_is_only_told(guest: Maker) -> None:
    said = {each.code: each.message for each in guest(more=CLOUD).findings}
    assert "(VMware, OVF)" in said["W671"]
    assert "ttyS0 (/boot/grub/grub.cfg)" in said["W672"]


def test_cloud_init_that_is_off(guest: Maker) -> None:
    assert "W671" not in codes(guest(more={**CLOUD, "etc/cloud/cloud-init.disabled": ""}))


def test_commands_cannot_be_more_than_they_are(guest: Maker) -> None:
    """Names in the guest are a stranger's."""
    evil = "9; touch owned #"
    fstab = "/dev/disk/by-id/$(reboot) / ext4 defaults 0 1\n"
    found = one(
        guest(
            kernel=evil, fstab=fstab, more={"etc/netplan/1.yaml": "ethernets:\n  en;x:\n    a: b\n"}
        )
    )
    assert any("update-initramfs" in each for each in found.commands)
    for each in found.commands:
        assert "; touch" not in each.replace(f"'{evil}'", "")
        assert "en;x" not in each
        assert "reboot" not in each
