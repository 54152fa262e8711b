"""A Linux on an ext4 file system that fills its disk: its files as the engine has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fixtures import linux
from fixtures.raw_disk import Memory

from engine.guest.linux.installation import Mount, Tree
from engine.guest.linux.linux_files import Device, open_linux
from engine.guest.volumes.extents import Extent
from engine.guest.volumes.file_systems import identify


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files in a folder, by paths below it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def device_of(folder: Path, size: int = 2 << 20, kind: str = "ext4") -> Device:
    """A disk in memory with a file system that holds what is in ``folder``."""
    path = linux.ext4(folder.with_name(f"{folder.name}.image"), folder, size, kind)
    disk = Memory(path.read_bytes())
    found = identify(disk, 0, disk.size)
    return Device("1", disk, 0, disk.size, found, extents=(Extent(0, disk.size),))


def tree_of(folder: Path, files: Mapping[str, str | bytes]) -> Tree:
    """``files`` by their paths, on one file system made of ``folder``."""
    device = device_of(write(folder / "tree", files))
    (view,) = open_linux(device)
    return Tree((Mount("", device, view),))
