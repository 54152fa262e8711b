"""Small disks in VMware's formats, each with its descriptor, and changes of their bytes."""

from __future__ import annotations

import random
import struct
from pathlib import Path

from fixtures.vmdk import cowd, hosted_sparse, se_sparse, stream_optimized
from fixtures.vmdk.descriptor import Extent
from fixtures.vmdk.layer import Layer, Region
from vmware.reading import SECTOR, describe

KIB, MIB, TIB = 1 << 10, 1 << 20, 1 << 40
GRAIN = 128 * SECTOR


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def sparse(
    path: Path,
    layer: Layer,
    options: hosted_sparse.Options | None = None,
    parent: str = "",
    sectors: int | None = None,
) -> Path:
    """A KDMV file and the descriptor of its own that names it."""
    extent = path.with_name(f"{path.stem}-s001.vmdk")
    hosted_sparse.write(extent, layer, None, options)
    line = Extent(sectors or layer.size // SECTOR, "SPARSE", extent.name)
    return describe(path, line, create_type="twoGbMaxExtentSparse", parent=parent)


def delta(path: Path, layer: Layer, parent: str = "") -> Path:
    extent = path.with_name(f"{path.stem}-delta.vmdk")
    cowd.write(extent, layer)
    line = Extent(layer.size // SECTOR, "VMFSSPARSE", extent.name)
    return describe(path, line, create_type="vmfsSparse", parent=parent)


def se_delta(
    path: Path, layer: Layer, parent: str = "", options: se_sparse.Options | None = None
) -> Path:
    extent = path.with_name(f"{path.stem}-sesparse.vmdk")
    se_sparse.write(extent, layer, options)
    line = Extent(layer.size // SECTOR, "SESPARSE", extent.name)
    return describe(path, line, create_type="seSparse", parent=parent)


def stream(path: Path, data: bytes, options: stream_optimized.Options | None = None) -> Path:
    text = describe(
        path, Extent(len(data) // SECTOR, "SPARSE", path.name), create_type="streamOptimized"
    ).read_bytes()
    layer = Layer.of_bytes(data, [Region(0, len(data))])
    stream_optimized.write(path, layer, text, options)
    return path


def patch(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def peek(path: Path, offset: int, form: str = "<I") -> int:
    with path.open("rb") as file:
        file.seek(offset)
        return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def extent_of(disk: Path) -> Path:
    return disk.with_name(f"{disk.stem}-s001.vmdk")
