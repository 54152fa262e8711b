"""Whole machines with a Windows: what is looked into, and what becomes a Xen machine."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from fixtures import machine, vmx, windows2003
from fixtures.layouts import LAYOUTS, Disk
from fixtures.tools import run

from bench import pattern
from bench.sizes import MIB

NAME = "vm"
MANY, SMALL = 20, 200 * MIB


def windows(folder: Path, partition: int, size: int, *, snapshots: int) -> Path:
    """A machine with a synthetic Windows Server 2003; its .vmx.

    Its disk is `size` bytes long, of which the first `partition` are the partition.
    """
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        image = Path(scratch) / "guest.raw"
        windows2003.build(image, size=partition)
        with image.open("r+b") as file:
            file.truncate(size)
        vm = Path(scratch) / NAME
        machine.build(vm, image=image, snapshots=snapshots, name=NAME)
        for path in vm.iterdir():
            path.rename(folder / path.name)
    return folder / f"{NAME}.vmx"


def twenty(folder: Path) -> None:
    """Machines of 200 MiB, each in a folder of its own and with content of its own."""
    for number in range(1, MANY + 1):
        name = f"vm{number:02d}"
        (own := folder / name).mkdir()
        layer = pattern.first(SMALL, number).layer()
        LAYOUTS["monolithicSparse"].base(Disk(own, "disk", layer, cid=number, order="runs"))
        hardware = vmx.Hardware(name, "disk.vmdk", seed=number)
        (own / f"{name}.vmx").write_bytes(hardware.encode())


def aged(folder: Path, size: int) -> None:
    """A machine whose ext4 was filled, and two of three of its files were deleted."""
    choose = random.Random(size)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        image, files = Path(scratch) / "guest.raw", Path(scratch) / "files"
        files.mkdir()
        for number in range(size * 3 // 4 // MIB):
            (files / f"file{number}").write_bytes(choose.randbytes(MIB))
        with image.open("wb") as file:
            file.truncate(size)
        run("mkfs.ext4", "-q", "-F", "-d", str(files), str(image))
        deleted = (f"rm file{number}" for number in range(size * 3 // 4 // MIB) if number % 3)
        (script := Path(scratch) / "script").write_text("\n".join(deleted))
        run("debugfs", "-w", "-f", str(script), str(image))
        vm = Path(scratch) / NAME
        machine.build(vm, image=image, snapshots=0, name=NAME, guest_os="otherlinux-64")
        for path in vm.iterdir():
            path.rename(folder / path.name)
