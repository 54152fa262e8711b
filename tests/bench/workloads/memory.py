"""Source and target in memory (tmpfs): what is left where no disk is the limit."""

from __future__ import annotations

from functools import partial

from bench import stages
from bench.workload import Workload, at_least
from bench.workloads.chains import FRUGAL, to_raw


def workloads(size: int) -> list[Workload]:
    rows = {
        "sparse": "monolithicSparse",
        "snapshots-4": "base + 4 snapshots",
        "stream": "streamOptimized",
        "random": "random order",
    }
    return [
        Workload(
            f"m{number}",
            f"{title}, source and target in memory",
            partial(stages.in_memory, name, size // 2),
            to_raw,
            (at_least("copy", 2), *FRUGAL),
            quick=number == 1,
        )
        for number, (name, title) in enumerate(rows.items(), 1)
    ]
