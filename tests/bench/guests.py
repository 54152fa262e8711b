"""Whole machines with a Windows: what is looked into, and what becomes a Xen machine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fixtures import machine, windows2003

NAME = "vm"


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
