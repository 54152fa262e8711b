"""A Linux whose /boot is on FAT, as Arch has it: it is read, and told what to type."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path, PurePosixPath

from fixtures import linux as made
from fixtures import partitioned
from fixtures.linux import UUID
from fixtures.ntfs import File
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk

from engine.guest.inspect import Guest, look

MIB = 1 << 20
VERSION = "6.12.1-arch1-1"
ESP = "1234-5678"
FSTAB = f"UUID={UUID} / ext4 rw 0 1\nUUID={ESP} /boot vfat rw 0 2\n"
MODULES = "kernel/drivers/block/xen-blkfront.ko.zst:\nkernel/drivers/ata/ata_piix.ko.zst:\n"
BOOT = {
    "vmlinuz-linux": b"kernel",
    "initramfs-linux.img": made.start_up_image(
        ["usr/lib/systemd/systemd-udevd", f"usr/lib/modules/{VERSION}/vmw_pvscsi.ko"],
        gzip.compress,
    ),
    "loader/loader.conf": b"default arch.conf\n",
    "loader/entries/arch.conf": b"linux /vmlinuz-linux\noptions root=/dev/sda2 rw\n",
}


def guest(folder: Path, *, damaged: bool = False) -> Guest:
    files = [File(PurePosixPath(name), content) for name, content in BOOT.items()]
    boot = partitioned.fat_volume(folder / "esp", files, serial=int(ESP.replace("-", ""), 16))
    if damaged:
        with boot.open("r+b") as file:
            file.seek(32 * 512)  # the tables, as mkfs.fat places them
            file.write(bytes(2 * MIB))
    more = {"etc/mkinitcpio.conf": "MODULES=()\n",
            f"usr/lib/modules/{VERSION}/modules.dep": MODULES}  # fmt: skip
    root = made.tree(folder / "tree", fstab=FSTAB, more=more)
    shutil.rmtree(root / "etc/initramfs-tools")
    shutil.rmtree(root / "boot")
    volume = made.ext4(folder / "root", root, 32 * MIB)
    parts = [Part(40 * MIB, "ef", boot), Part(32 * MIB, "83", volume)]
    partitioned.build(folder / "disk", parts)
    return look(RawDisk(folder / "disk"))


def test_what_is_to_be_typed(tmp_path: Path) -> None:
    [found] = guest(tmp_path).linux
    assert found.boot_loader == "systemd-boot"
    [kernel] = found.kernels
    assert (kernel.path, kernel.initramfs) == ("/boot/vmlinuz-linux", "/boot/initramfs-linux.img")
    assert kernel.missing == ("ide", "ahci", "pv")
    assert not kernel.is_mendable
    [image] = [each for each in found.commands if "mkinitcpio" in each]
    assert "xen-blkfront" in image
    assert "ata_piix" in image
    [renamed] = found.renamed
    assert (renamed.path, renamed.lasting) == ("/boot/loader/entries/arch.conf", f"UUID={UUID}")


def test_one_that_is_damaged_leaves_the_root(tmp_path: Path) -> None:
    seen = guest(tmp_path, damaged=True)
    [found] = seen.linux
    assert found.kernels == ()
    assert found.device == "2"
