"""A small Debian as it is on a VMware machine: a disk with a boot loader, and a serial console.

Its init is sysvinit, as systemd takes many minutes on an emulated processor's virtual machine.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fixtures import linux, partitioned
from fixtures.partitioned import Part
from fixtures.tools import run

from xen_lab import dom0

RELEASE = "bookworm"  # whatever Xen it is started on
HOST = "guest-of-vmware"
LOGIN = f"{HOST} login:"

_PACKAGES = "linux-image-cloud-amd64 initramfs-tools zstd sysvinit-core grub-pc-bin"
_AGENT = "qemu-guest-agent"
_ROOT = 480 << 20
_BOOT_CODE = 440  # the boot loader's part of the first sector
_MODULES = "biosdisk part_msdos ext2 normal linux configfile serial terminal echo"
_MENU = f"""serial --unit=0 --speed=115200
terminal_output serial
set timeout=0
menuentry Debian {{
    linux /vmlinuz root=UUID={linux.UUID} ro console=ttyS0,115200 quiet
    initrd /initrd.img
    echo Starting Linux
}}
"""
_FSTAB = f"UUID={linux.UUID} / ext4 errors=remount-ro 0 1\n"
_GETTY = "S0:23:respawn:/sbin/getty -L ttyS0 115200 vt100\n"


def built(*, with_agent: bool = False) -> Path:
    """A raw disk, from the cache if it was built before. Needs root, for a chroot.

    ``with_agent``: with QEMU's guest agent, and without a login anywhere.
    """
    name = f"debian-{_AGENT}" if with_agent else "debian"
    return dom0.cached(name, partial(_build, with_agent), Path(__file__)) / "disk"


def _build(with_agent: bool, made: Path) -> None:
    root, disk = made.with_name("root"), made / "disk"
    names = f"{_PACKAGES} {_AGENT}" if with_agent else _PACKAGES
    dom0.packages("minbase", names, root, RELEASE)
    (root / "etc/hostname").write_text(f"{HOST}\n")
    (root / "etc/fstab").write_text(_FSTAB)
    inittab = root / "etc/inittab"
    lines = inittab.read_text().splitlines(keepends=True)
    kept = [line for line in lines if "getty" not in line] if with_agent else [*lines, _GETTY]
    inittab.write_text("".join(kept))
    (root / "boot/grub").mkdir(exist_ok=True)
    (root / "boot/grub/grub.cfg").write_text(_MENU)
    place = ("-p", "(hd0,msdos1)/boot/grub", "-o", "/boot/grub/core.img")
    run("chroot", root, "grub-mkimage", "-O", "i386-pc", *place, *_MODULES.split())
    loader = (root / "usr/lib/grub/i386-pc/boot.img").read_bytes()
    core = (root / "boot/grub/core.img").read_bytes()
    volume = linux.ext4(root.with_name("volume"), root, _ROOT)
    [start] = partitioned.build(disk, [Part(_ROOT, "83", volume, active=True)])
    assert partitioned.SECTOR + len(core) <= start
    with disk.open("r+b") as image:
        image.write(loader[:_BOOT_CODE])
        image.seek(partitioned.SECTOR)
        image.write(core)
