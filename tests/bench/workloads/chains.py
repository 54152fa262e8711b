"""Disks and chains of each format to raw."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench import contenders as who
from bench import fingerprints, stages
from bench.contenders import OURS, Contender, Role
from bench.stages import Stage
from bench.workload import Goal, Workload, at_least, at_most

#: Nothing may take more of the computer than the best peer does.
FRUGAL = (
    at_most("CPU, copy", 1),
    at_most("CPU, whole compared", 1),
    at_most("peak MiB", 128),
)
#: How much is added to a durable copy by reading it back.
VERIFIED = at_most("whole, of our copy", 1.15)


def workloads(size: int) -> list[Workload]:
    """Some disks are smaller than `size`, so that the cache takes about 14 GiB at 4 GiB."""
    half = size // 2
    usual = _whole(2.5, 1.0)

    def row(
        key: str, title: str, name: str, goals: tuple[Goal, ...] = usual, size: int = size
    ) -> Workload:
        quick = key in ("a", "b4", "c")
        plain = "sparse" if name == "stream" else ""
        stage = partial(stages.cached, name, size, plain)
        return Workload(key, title, stage, to_raw, goals, quick=quick)

    def older(key: str, title: str, name: str, copy: float, whole: float, size: int) -> Workload:
        """One where peers take minutes: as it was, or better."""
        goals = (at_least("copy", copy), at_least("whole", whole), at_most("peak MiB", 128))
        stage = partial(stages.cached, name, size)
        return Workload(key, title, stage, unchecked, goals, rounds=1, quick=key == "h1")

    return [
        row("a", "monolithicSparse", "sparse"),
        row("b4", "base + 4 snapshots", "snapshots-4"),
        row("b31", "base + 31 snapshots", "snapshots-31"),
        row("c", "streamOptimized", "stream", _whole(4, 2)),
        row("d", "split sparse", "split", size=half),
        row("e", "flat", "flat", (at_least("copy, neither synced", 1), *_whole(1.2)), half),
        row("g", "grains in random order", "random", size=half),
        older("h1", "flat + 2 COWD", "cowd", 64, 30, half),
        older("h2", "COWD, grains of 512 bytes in short runs", "cowd-sectors", 27, 17, size // 8),
        older("h3", "flat + 2 seSparse", "sesparse", 8.5, 4.2, half),
    ]


def _whole(compared: float, on_disk: float | None = None) -> tuple[Goal, ...]:
    """Goals of the whole command, against peers that promise as much, and less."""
    unverified = () if on_disk is None else (at_least("whole, both on disk", on_disk),)
    return (at_least("whole, both compared", compared), *unverified, VERIFIED, *FRUGAL)


def newest(stage: Stage) -> Path:
    """The newest disk of a chain: the descriptor with the last number."""
    found = [path for path in stage.files if path.stem.removeprefix("disk-").isdigit()]
    return max(found, default=stage.source / "disk.vmdk")


def to_raw(stage: Stage) -> list[Contender]:
    """All who can make a raw image of a chain. The limit is a plain copy."""
    disk, check = newest(stage), fingerprints.raw_content(who.OUT)
    return [
        *who.qemu_imgs(disk, check=check),
        *who.compared(disk, check=check),
        who.nbdcopy(disk, check),
        who.plain_copy(stage.plain_files, "--sparse=always"),
        *who.copies(disk, check),
        who.whole("raw", disk, check),
    ]


def unchecked(stage: Stage) -> list[Contender]:
    """Every qemu-img and we: without comparing, and without the limit."""
    return [each for each in to_raw(stage) if each.role in (Role.PEER, *OURS)]
