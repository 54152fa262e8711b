"""``python -m bench.build NAME FOLDER SIZE``: builds the disks NAME for workloads of SIZE bytes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from bench import cache, disks, guests, huge
from bench.sizes import PARTS, huge_size

#: What is written after a snapshot, as a share of the disk.
SHARE_OF_4, SHARE_OF_31, SHARE_OF_2 = 1 / 64, 1 / 512, 1 / 32
#: virt-v2v refuses a Windows with less than 100 MiB free.
GUEST = 512 << 20

Builder = Callable[[Path, int], object]


def _chain(below: str, layout: str, snapshots: int, share: float) -> Builder:
    def build(folder: Path, size: int) -> object:
        return disks.chain(
            folder, cache.made(below, size), layout, size, snapshots=snapshots, share=share
        )

    return build


def _parts(folder: Path, size: int) -> object:
    return huge.repeated(folder, cache.made("in-use", size), huge_size(size), PARTS)


BUILDERS: dict[str, Builder] = {
    "sparse": lambda at, size: disks.base(at, "monolithicSparse", size),
    "snapshots-4": _chain("sparse", "monolithicSparse", 4, SHARE_OF_4),
    "snapshots-31": _chain("sparse", "monolithicSparse", 31, SHARE_OF_31),
    "stream": lambda at, size: disks.base(at, "streamOptimized", size),
    "split": lambda at, size: disks.base(at, "twoGbMaxExtentSparse", size, split=size // 2),
    "flat": lambda at, size: disks.base(at, "vmfs", size),
    "random": lambda at, size: disks.base(at, "monolithicSparse", size, order="random"),
    "cowd": _chain("flat", "vmfs", 2, SHARE_OF_2),
    "cowd-sectors": lambda at, size: disks.sectors(at, size),
    "sesparse": _chain("flat", "vmfsSeSparse", 2, SHARE_OF_2),
    "empty": lambda at, size: huge.empty(at, huge_size(size)),
    "scattered": lambda at, size: huge.scattered(at, huge_size(size)),
    "in-use": lambda at, size: huge.in_use(at, huge_size(size)),
    "in-use-parts": _parts,
    "twenty": lambda at, size: guests.twenty(at),
    "aged": guests.aged,
    "windows": lambda at, size: guests.windows(at, GUEST, GUEST, snapshots=1),
    "windows-huge": lambda at, size: guests.windows(at, GUEST, huge_size(size), snapshots=4),
}


def main() -> None:
    name, folder, size = sys.argv[1:]
    BUILDERS[name](Path(folder), int(size))


if __name__ == "__main__":
    main()
