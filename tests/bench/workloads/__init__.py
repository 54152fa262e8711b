"""What is measured, a file for each kind of work."""

from __future__ import annotations

from bench.workload import Workload
from bench.workloads import aged, chains, huge, machines, many, memory, reflink, start, targets


def all_of(size: int) -> list[Workload]:
    """All workloads with disks of `size` bytes, where that is a choice."""
    parts = (start, chains, memory, many, aged, targets, reflink, machines, huge)
    return [workload for part in parts for workload in part.workloads(size)]
