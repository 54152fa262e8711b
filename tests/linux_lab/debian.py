"""A Debian that starts in VMware only, on a disk with a boot loader: made once, and kept.

Its start-up image has the drivers for VMware's disks alone, disks are named as VMware's are, and
its one card has a static address by the name that VMware's slot gives it. Root is needed, for
chroots and loop devices.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fixtures import linux, lvm, partitioned
from fixtures.partitioned import Part
from fixtures.tools import run
from xen_lab import dom0

from linux_lab import tree

ADDRESS = "192.168.5.10"
CARD = "ens192"
#: What the login says: the address that the card of this name has.
LOGIN = f"ADDRESS {ADDRESS}"

#: Of this lab, not of a guest: an emulated processor takes longer than systemd waits for a disk,
#: and dracut waits less. Debian 12's systemd takes the first by a file alone.
_PATIENCE = "systemd.default_timeout_start_sec=1800 rd.retry=60"
_PATIENT = "etc/systemd/system.conf.d/emulated.conf"
_FOR_DISKS = "[Manager]\nDefaultDeviceTimeoutSec=1800\n"
_BOOT, ROOT_SIZE, _SWAP = 200 << 20, 1400 << 20, 32 << 20
#: What is of no use to a start, and takes an emulated processor minutes.
_MASKED = ("apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer "
           "e2scrub_reap.service fstrim.timer lvm2-monitor.service systemd-timesyncd.service "
           "systemd-update-utmp.service systemd-random-seed.service")  # fmt: skip
#: Where the root lies in its physical volume: after the metadata and one extent.
IN_GROUP = (1 << 20) + lvm.EXTENT
_BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649"
_LINUX_GUID = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
_BOOT_CODE, _SECTOR = 440, 512
#: Where the boot sector and the boot loader's first sector say what is read next.
_NEXT_SECTOR, _BLOCK_LIST = 0x5C, 0x1F4
_HELD = "vmw_pvscsi mptspi sd_mod ext4 xfs dm_mod"
#: What dracut takes along wherever it can, and what a guest of VMware's has no use for.
_OMITTED = "ata_piix ahci ata_generic pata_acpi xen-blkfront virtio_blk virtio_scsi nvme"
_UNUSED = "qemu bcache crypt dmraid mdraid multipath virtiofs nvdimm plymouth network"
#: The packages of a guest's kernel; the newer one of two has its modules compressed.
USUAL = ("linux-image-amd64",)
BOTH = (*USUAL, "linux-image-6.12-amd64")


@dataclass(frozen=True)
class Recipe:
    """What is to be made."""

    tool: str  #: that makes the start-up image: initramfs-tools or dracut
    layout: str  #: what the root is on: plain (ext4), lvm, xfs
    table: str  #: dos or gpt
    kernels: tuple[str, ...] = USUAL

    @property
    def name(self) -> str:
        several = f"-{len(self.kernels)}-kernels" if len(self.kernels) > 1 else ""
        return f"{self.tool}-{self.layout}-{self.table}{several}"

    @property
    def root(self) -> str:
        """How everything names the root."""
        return "/dev/mapper/vg-root" if self.layout == "lvm" else f"/dev/sda{self.first + 1}"

    @property
    def first(self) -> int:
        """The number of the partition for /boot: on GPT the boot loader has one of its own."""
        return 1 if self.table == "dos" else 2


def built(recipe: Recipe) -> Path:
    """A raw disk, from the cache if it was built before."""
    own = tree.built(recipe.tool, recipe.kernels)
    files = (Path(__file__), Path(tree.__file__))
    return dom0.cached(recipe.name, lambda made: _build(recipe, own, made), *files) / "disk"


def _build(recipe: Recipe, packages: Path, made: Path) -> None:
    root, boot = made.with_name("root"), made.with_name("boot")
    run("cp", "-a", packages, root)
    core = _configured(recipe, root)
    (root / "boot").rename(boot)
    (root / "boot").mkdir()
    volumes = made.with_name("volumes")
    volumes.mkdir()
    parts = list(_parts(recipe, root, boot, volumes))
    offsets = partitioned.build(made / "disk", parts, label=recipe.table)
    _install(made / "disk", root, core, offsets[0] if recipe.table == "gpt" else _SECTOR)


def _configured(recipe: Recipe, root: Path) -> bytes:
    """Configure the guest, and make what it boots from; returns GRUB's core image."""
    kernels = sorted((each.name for each in (root / "usr/lib/modules").iterdir()), key=_version)
    kind = "xfs" if recipe.layout == "xfs" else "ext4"
    one, three = f"/dev/sda{recipe.first}", f"/dev/sda{recipe.first + 2}"
    texts = {
        "etc/fstab": f"{recipe.root} / {kind} defaults 0 1\n{one} /boot ext4 defaults 0 2\n"
        f"{three} none swap sw 0 0\n",
        "etc/network/interfaces": f"auto lo\niface lo inet loopback\nauto {CARD}\n"
        f"iface {CARD} inet static\n  address {ADDRESS}/24\n",
        "etc/hostname": "guest-of-vmware\n",
        _PATIENT: _FOR_DISKS,
        "etc/issue": f"ADDRESS \\4{{{CARD}}}\n\\n \\l\n",
        "boot/grub/grub.cfg": _menu(recipe.root, kernels[::-1]),
    }
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for kernel in kernels:
        _start_up_image(recipe.tool, root, kernel)
    for unit in _MASKED.split():
        (root / "etc/systemd/system" / unit).symlink_to("/dev/null")
    disk = "msdos" if recipe.table == "dos" else "gpt"
    modules = f"biosdisk part_{disk} ext2 normal linux configfile serial terminal echo"
    place = ("-p", f"(hd0,{disk}{recipe.first})/grub", "-o", "/core.img")
    run("chroot", root, "grub-mkimage", "-O", "i386-pc", *place, *modules.split())
    core = (root / "core.img").read_bytes()
    (root / "core.img").unlink()
    return core


def _version(kernel: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", kernel))


def _menu(root: str, kernels: Sequence[str]) -> str:
    """GRUB's menu; it starts the first of ``kernels`` at once."""
    entries = "".join(
        f"menuentry 'Debian {kernel}' {{\n  linux /vmlinuz-{kernel} root={root} ro "
        f"console=tty0 console=ttyS0,115200 {_PATIENCE}\n  initrd /initrd.img-{kernel}\n}}\n"
        for kernel in kernels
    )
    console = "serial --unit=0 --speed=115200\nterminal_output serial\n"
    return f"{console}set timeout=0\nset default=0\n{entries}"


def _start_up_image(tool: str, root: Path, kernel: str) -> None:
    """One with the drivers for VMware's disks alone."""
    if tool == "initramfs-tools":
        folder = root / "etc/initramfs-tools"
        (folder / "conf.d/modules").write_text("MODULES=list\n")
        (folder / "modules").write_text("\n".join(_HELD.split()) + "\n")
        run("chroot", root, "update-initramfs", "-c", "-k", kernel)
        return
    options = ("--no-hostonly", "--drivers", _HELD, "--omit-drivers", _OMITTED, "--omit", _UNUSED)
    patient = ("--include", f"/{_PATIENT}", f"/{_PATIENT}")
    place = (f"/boot/initrd.img-{kernel}", kernel)
    run("chroot", root, "env", "--unset=TMPDIR", "dracut", "-f", *options, *patient, *place)


def _parts(recipe: Recipe, root: Path, boot: Path, volumes: Path) -> Iterator[Part]:
    linux_type = "83" if recipe.table == "dos" else _LINUX_GUID
    if recipe.table == "gpt":
        yield Part(1 << 20, _BIOS_BOOT)
    own = _ext4(volumes / "boot", boot, _BOOT)
    yield Part(_BOOT, linux_type, own, active=recipe.table == "dos")
    if recipe.layout == "xfs":
        held = _xfs(volumes / "root", root)
    else:
        held = _ext4(volumes / "root", root, ROOT_SIZE)
    if recipe.layout == "lvm":
        count = ROOT_SIZE // lvm.EXTENT
        lvm.build([volumes / "pv"], [count + 2], "vg", {"root": [(0, 1, count)]})
        lvm.write([volumes / "pv"], [(0, 1, count)], held)
        held = volumes / "pv"
    yield Part(held.stat().st_size, linux_type, held)
    swap = volumes / "swap"
    with swap.open("wb") as file:
        file.truncate(_SWAP)
    run("mkswap", "-q", swap)
    yield Part(_SWAP, linux_type, swap)


def _ext4(path: Path, tree: Path, size: int) -> Path:
    """A volume with a UUID of its own."""
    linux.ext4(path, tree, size)
    run("tune2fs", "-f", "-U", "random", path)
    run("sh", "-c", f"e2fsck -fyD {path} || [ $? = 1 ]")
    return path


def _xfs(path: Path, tree: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(ROOT_SIZE)
    run("mkfs.xfs", "-q", path)
    with mounted(path) as place:
        run("cp", "-a", f"{tree}/.", place)
    return path


def _install(disk: Path, root: Path, core: bytes, place: int) -> None:
    """Put the boot loader into the boot sector and at ``place``."""
    loader = bytearray((root / "usr/lib/grub/i386-pc/boot.img").read_bytes()[:_BOOT_CODE])
    image, first = bytearray(core), place // _SECTOR
    loader[_NEXT_SECTOR : _NEXT_SECTOR + 8] = first.to_bytes(8, "little")
    image[_BLOCK_LIST : _BLOCK_LIST + 8] = (first + 1).to_bytes(8, "little")
    with disk.open("r+b") as file:
        file.write(loader)
        file.seek(place)
        file.write(image)


@contextmanager
def mounted(
    volume: Path, offset: int = 0, size: int = 0, *, options: str = "rw", at: Path | None = None
) -> Iterator[Path]:
    """A volume, mounted by a loop device ``at`` a folder that is there, or at one of its own."""
    place = at or volume.with_name(f"{volume.name}-{offset}.mount")
    place.mkdir(exist_ok=at is not None)
    limit = f",sizelimit={size}" if size else ""
    run("mount", "-o", f"loop,offset={offset}{limit},{options}", volume, place)
    try:
        yield place
    finally:
        run("umount", place)
        if at is None:
            place.rmdir()


def missing() -> str:
    """What keeps the lab from running; empty if it can run."""
    if os.geteuid() or not shutil.which("chroot"):
        return "root"
    return dom0.missing()
