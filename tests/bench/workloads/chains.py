"""Disks and chains of each format to raw."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench import contenders as who
from bench import stages
from bench.contenders import Contender
from bench.stages import Stage
from bench.workload import MANY, Workload


def workloads(size: int) -> list[Workload]:
    """Some disks are smaller than `size`, so that the cache takes about 14 GiB at 4 GiB."""
    half = size // 2

    def row(key: str, title: str, name: str, goal: float | None, size: int = size) -> Workload:
        quick = key in ("a", "b4", "c", "h1")
        plain = "sparse" if name == "stream" else ""
        stage = partial(stages.cached, name, size, plain)
        rounds = 3 if key.startswith("h") else MANY  # some peers take minutes for COWD
        return Workload(key, title, stage, to_raw, goal, rounds=rounds, quick=quick)

    flat = Workload("e", "flat", partial(stages.cached, "flat", half), to_raw, of_limit=1.2)
    return [
        row("a", "monolithicSparse", "sparse", 4),
        row("b4", "base + 4 snapshots", "snapshots-4", 5),
        row("b31", "base + 31 snapshots", "snapshots-31", 5),
        row("c", "streamOptimized", "stream", 4.5),
        row("d", "split sparse", "split", 5, half),
        flat,
        row("g", "grains in random order", "random", 3.5, half),
        row("h1", "flat + 2 COWD", "cowd", 3, half),
        row("h2", "COWD, its grains of 512 bytes in short runs", "cowd-sectors", 50, size // 8),
        row("h3", "flat + 2 seSparse", "sesparse", 3, half),
    ]


def newest(stage: Stage) -> Path:
    """The newest disk of a chain: the descriptor with the last number."""
    found = [path for path in stage.files if path.stem.removeprefix("disk-").isdigit()]
    return max(found, default=stage.source / "disk.vmdk")


def to_raw(stage: Stage) -> list[Contender]:
    """All who can make a raw image of a chain. The limit is a plain copy."""
    disk, check = newest(stage), who.raw_content()
    return [
        *who.qemu_imgs(disk, check=check),
        *who.compared(disk, check=check),
        who.nbdcopy(disk, check),
        who.plain_copy(stage.plain_files, "--sparse=always"),
        *who.copies(disk, check),
        who.whole("raw", disk, check),
    ]
