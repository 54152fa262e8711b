"""Disks far larger than what they hold: to open, to plan and to convert."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import stages
from bench.contenders import Contender, Role
from bench.sizes import TIB, huge_size
from bench.stages import Stage
from bench.workload import Field, Workload
from bench.workloads.chains import newest, to_raw


def workloads(size: int) -> list[Workload]:
    """2 TiB, and 62 TiB, which no raw file of ext4 can hold: that is opened and planned only."""
    large = huge_size(size)

    def row(key: str, title: str, name: str, field: Field, goal: float | None = None) -> Workload:
        stage = (
            partial(stages.roomy, name, size, needed=large // 64)
            if field is _converted
            else partial(stages.cached, name, size)
        )
        return Workload(key, title, stage, field, goal, rounds=3, quick=key == "f2")

    big, bigger = (f"{bytes / TIB:.3g} TiB" for bytes in (large, 31 * large))
    return [
        row("f1", f"{big}, 1 % scattered: open", "scattered", _opened),
        row("f2", f"{big}, 1 % scattered: plan", "scattered", _planned, 40),
        row("f3", f"{big}, 1 % scattered: convert", "scattered", _converted, 8),
        row("f4", f"{big}, empty: convert", "empty", _converted, 75),
        row("f5", f"{bigger}, 1 % scattered: open", "repeated", _opened),
        row("f6", f"{bigger}, 1 % scattered: plan", "repeated", _planned, 40),
    ]


def _opened(stage: Stage) -> list[Contender]:
    disk = newest(stage)
    info = Contender("qemu-img info", Role.PEER, lambda at: ["qemu-img", "info", disk])
    return [info, who.program("open_chain", "vmx2xen, open", disk)]


def _planned(stage: Stage) -> list[Contender]:
    disk, check = newest(stage), who.printed_lengths
    return [
        Contender("qemu-img map", Role.PEER, lambda at: ["qemu-img", "map", disk], check),
        who.program("plan_copy", "vmx2xen, plan", disk, check),
    ]


def _converted(stage: Stage) -> list[Contender]:
    """Without the limit: a copy of the bytes is hardly any of the work."""
    return [each for each in to_raw(stage) if each.role is not Role.LIMIT]
