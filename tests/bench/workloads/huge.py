"""Disks far larger than what they hold: to open, to plan and to convert."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import fingerprints, stages
from bench.contenders import OURS, Contender, Role
from bench.sizes import PARTS, TIB, huge_size
from bench.stages import Stage
from bench.workload import Field, Goal, Workload, at_least, at_most
from bench.workloads.chains import newest, to_raw

_MEMORY = at_most("peak MiB", 128)


def workloads(size: int) -> list[Workload]:
    """One round, where the peers take minutes; goals are what was reached before."""
    large = huge_size(size)

    def row(
        key: str, title: str, name: str, field: Field, *goals: Goal, rounds: int = 1
    ) -> Workload:
        stage = (
            partial(stages.roomy, name, size, needed=large // 64)
            if field is _converted
            else partial(stages.cached, name, size)
        )
        return Workload(key, title, stage, field, (*goals, _MEMORY), rounds, quick=key == "f2")

    big, bigger = (f"{bytes / TIB:.3g} TiB" for bytes in (large, PARTS * large))
    return [
        row("f1", f"{big}, 1 % scattered: open", "scattered", _opened, rounds=3),
        row("f2", f"{big}, 1 % scattered: plan", "scattered", _planned, at_least("copy", 24),
            rounds=3),
        row("f3", f"{big}, 1 % scattered: convert", "scattered", _converted, at_least("copy", 3),
            at_least("whole", 1.6)),
        row("f4", f"{big}, empty: convert", "empty", _converted, at_least("copy", 38)),
        row("f5", f"{bigger}, 1 % in use: open", "in-use-parts", _opened, rounds=3),
        row("f6", f"{bigger}, 1 % in use: plan", "in-use-parts", _planned, at_least("copy", 24)),
        row("f7", f"{bigger}, 1 % in use: convert", "in-use-parts", _converted,
            at_least("copy", 3), at_least("whole", 1.6)),
    ]  # fmt: skip


def _opened(stage: Stage) -> list[Contender]:
    disk = newest(stage)
    info = Contender("qemu-img info", Role.PEER, lambda at: ["qemu-img", "info", disk])
    return [info, who.program("open_chain", "vmx2xen, open", disk)]


def _planned(stage: Stage) -> list[Contender]:
    disk, check = newest(stage), fingerprints.printed_lengths
    return [
        Contender("qemu-img map", Role.PEER, lambda at: ["qemu-img", "map", disk], check),
        who.program("plan_copy", "vmx2xen, plan", disk, check),
    ]


def _converted(stage: Stage) -> list[Contender]:
    """The newest qemu-img alone, for it takes minutes; its result is not compared."""
    *_, newest_peer = [each for each in to_raw(stage) if each.role is Role.PEER]
    return [newest_peer, *(each for each in to_raw(stage) if each.role in OURS)]
