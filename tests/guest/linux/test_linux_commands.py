"""What is told to be typed, typed: in made-up roots, by two shells, as it was told.

The tools that make start-up images are scripts here that note what they were told; the real ones
run in tests/linux_lab. What appends to an image where there is no tool runs for real.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conditions.command import run
from fixtures import linux as made
from fixtures import linux_vmware as vmware
from fixtures import machine, partitioned
from fixtures.linux_vmware import KERNEL
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk

from engine.guest.inspect import look
from engine.guest.linux import linux_commands
from engine.guest.linux.linux_system import Linux

MAC = "00:0c:29:12:34:56"
MODULES = ["ata_piix", "ahci", "xen-blkfront", "sd_mod", "xen-netfront"]
IMAGE = f"/boot/initrd.img-{KERNEL}"
WITH = [f"--with={each}" for each in MODULES]
#: By what a guest has: the tool that is called, and how.
CALLED = {
    "initramfs-tools": (["etc/initramfs-tools/conf.d/x"], "update-initramfs -u -k all"),
    "dracut": (["usr/lib/dracut/x", "etc/dracut.conf.d/x"], f"dracut -f {IMAGE} {KERNEL}"),
    "mkinitcpio": (["etc/mkinitcpio.conf"], "mkinitcpio -P"),
    "suse": (["etc/sysconfig/kernel", "etc/SuSE-release"], "mkinitrd"),
    "mkinitrd": (["sbin/mkinitrd"], f"mkinitrd -f {' '.join(WITH)} {IMAGE} {KERNEL}"),
    "cpio": ([], ""),
}
#: Where each notes the modules for later images, and how.
NOTED = {
    "initramfs-tools": ("etc/initramfs-tools/modules", "\n".join(MODULES) + "\n"),
    "dracut": ("etc/dracut.conf.d/xen.conf", f'add_drivers+=" {" ".join(MODULES)} "\n'),
    "mkinitcpio": ("etc/mkinitcpio.conf", f"MODULES=({' '.join(MODULES)} )\n"),
    "suse": ("etc/sysconfig/kernel", f'INITRD_MODULES="{" ".join(MODULES)} "\n'),
}
TEXTS = {"etc/mkinitcpio.conf": "MODULES=()\n", "etc/sysconfig/kernel": 'INITRD_MODULES=""\n',
         "etc/fstab": "/dev/sda1 / ext4 defaults 0 1\n/dev/sdb1 /data ext4 defaults 0 2\n",
         "boot/grub/grub.cfg": "linux /vmlinuz root=/dev/sda1 real_root=/dev/sda1\n"}  # fmt: skip
#: Of a disk that only the guest knows.
OTHER = "12345678-1234-4234-8234-123456789abc"
BLKID = f'#!/bin/sh\n[ "$*" = "-o value -s UUID /dev/sdb1" ] && echo {OTHER}\n'
#: What notes that it was called, with what.
NOTING = "#!/bin/sh\necho ${0##*/} $* >> /called\n"


def root(folder: Path, tool: str) -> Path:
    """A root with that tool, or with none."""
    files = dict.fromkeys(CALLED[tool][0], "")
    tree = vmware.tree(
        folder, more={**TEXTS, **files, **{p: TEXTS[p] for p in files if p in TEXTS}}
    )
    for path in set(TEXTS) - {"etc/fstab", "boot/grub/grub.cfg"} - set(files):
        (tree / path).unlink()
    shutil.rmtree(tree / "etc/initramfs-tools")
    if tool == "initramfs-tools":
        (tree / "etc/initramfs-tools").mkdir()
    return tree


def looked_into(tree: Path) -> Linux:
    volume = made.ext4(tree.with_suffix(".volume"), tree)
    partitioned.build(tree.with_suffix(".disk"), [Part(64 << 20, "83", volume)])
    (found,) = look(RawDisk(tree.with_suffix(".disk"))).linux
    return found


def with_programs(tree: Path, shell: str) -> Path:
    """The root with BusyBox's programs, ``shell`` as its shell, and tools that note their calls."""
    for name in ("busybox", "dash"):
        program = shutil.which(name)
        if program is None:
            pytest.skip(f"{name} is not installed")
        _copy(tree, program)
        shown = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
        for library in re.findall(r"(/\S+)", shown.stdout):
            _copy(tree, library)
    (tree / "bin").mkdir(exist_ok=True)
    busybox = shutil.which("busybox")
    for applet in ("sed", "printf", "cat", "grep", "tr", "sort", "cpio", "gzip", "echo"):
        (tree / "bin" / applet).symlink_to(f"{busybox}")
    (tree / "bin/sh").symlink_to(f"{shutil.which(shell)}")
    for each in ("blkid", "update-initramfs", "dracut", "mkinitcpio", "mkinitrd"):
        (tree / "bin" / each).write_text(BLKID if each == "blkid" else NOTING)
        (tree / "bin" / each).chmod(0o755)
    return tree


def _copy(tree: Path, path: str) -> None:
    place = tree / path.lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, place)


def typed(tree: Path, commands: tuple[str, ...]) -> None:
    """Carry commands out as one block, in the root as its own root."""
    own = () if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user")
    block = " && ".join(commands)
    command = [*own, "chroot", str(tree), "/bin/sh", "-c", f"PATH=/bin\n{block}"]
    search = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    done = subprocess.run(
        command, env={"PATH": search}, capture_output=True, text=True, check=False
    )
    if own and "unshare" in done.stderr:
        pytest.skip(f"no namespaces here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("shell", ["dash", "busybox"])
@pytest.mark.parametrize("tool", CALLED)
def test_the_block_as_it_was_told(tmp_path: Path, tool: str, shell: str) -> None:
    tree = root(tmp_path / "tree", tool)
    found = looked_into(tree)
    commands = linux_commands.with_addresses(found.commands, {"ens192": MAC})
    typed(with_programs(tree, shell), commands)
    after = looked_into(tree)
    assert after.renamed == ()
    assert [each.by_address for each in after.nics] == [True]
    link = (tree / "etc/systemd/network/10-ens192.link").read_text()
    assert link == f"[Match]\nMACAddress={MAC}\n[Link]\nName=ens192\n"
    assert (tree / "boot/grub/grub.cfg").read_text().count(f"=UUID={made.UUID}") == 2
    assert (tree / "etc/fstab").read_text() == (
        f"UUID={made.UUID} / ext4 defaults 0 1\nUUID={OTHER} /data ext4 defaults 0 2\n"
    )
    if tool in NOTED:
        path, text = NOTED[tool]
        assert (tree / path).read_text() == text
    called = (tree / "called").read_text().splitlines() if (tree / "called").exists() else []
    assert called == ([CALLED[tool][1]] if CALLED[tool][1] else [])
    if tool == "cpio":
        assert set(after.kernels[0].drivers) == {"ide", "ahci", "pv"}


def test_a_root_on_xfs_whose_boot_is_on_ext4(tmp_path: Path) -> None:
    """Converted, and then typed what was told: nothing is left to be said."""
    fstab = f"/dev/sda2 / xfs defaults 0 1\nUUID={made.UUID} /boot ext4 defaults 0 2\n"
    more = {"etc/fstab": fstab, "boot/grub/grub.cfg": "linux /vmlinuz root=/dev/sda2 ro\n",
            "etc/default/grub": 'GRUB_CMDLINE_LINUX="root=/dev/sda2"\n'}  # fmt: skip
    tree = vmware.tree(tmp_path / "tree", more=more)
    (tree / "etc/initramfs-tools/conf.d/resume").unlink()
    shutil.move(tree / "boot", tmp_path / "boot")
    (tree / "boot").mkdir()
    boot = made.ext4(tmp_path / "boot.img", tmp_path / "boot", size=16 << 20)
    parts = [Part(16 << 20, "83", boot, active=True),
             Part(320 << 20, "83", on_xfs(tmp_path, tree))]  # fmt: skip
    [_, start] = partitioned.build(tmp_path / "raw", parts)
    vm = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0, name="vm",
                       guest_os="debian10-64")  # fmt: skip
    done = run("convert", vm.vmx, "-o", tmp_path / "out")
    [told] = [each["remedy"] for each in done.told["findings"] if each["code"] == "W670"]
    block = told.split("run in the guest: ", 1)[1]
    assert "update-initramfs" not in block
    typed(with_programs(tree, "dash"), (block,))
    image = tmp_path / "out/vm.img"
    partitioned.place(on_xfs(tmp_path, tree), image, start)
    guest = look(RawDisk(image))
    assert [each.code for each in guest.findings] == []
    (found,) = guest.linux
    assert (found.commands, found.fstab) == ((), "uuid")
    assert set(found.kernels[0].drivers) == {"ide", "ahci", "pv"}


def on_xfs(folder: Path, tree: Path) -> Path:
    """The tree as XFS, with a UUID that ext4 of this test has not."""
    volume = made.xfs(folder / "root.img", tree)
    subprocess.run(["xfs_admin", "-U", OTHER, volume], check=True, capture_output=True)
    return volume
