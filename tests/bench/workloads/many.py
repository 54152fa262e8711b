"""Twenty machines: by one command of ours, and by qemu-img in a loop."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path

from bench import contenders as who
from bench import stages
from bench.contenders import Contender, Role
from bench.stages import Stage
from bench.workload import Workload


def workloads(size: int) -> list[Workload]:
    title = "twenty machines of 200 MiB in one command"
    stage = partial(stages.cached, "twenty", size)
    return [Workload("p", title, stage, _field, goal=1, rounds=3)]


def _field(stage: Stage) -> list[Contender]:
    """What all images hold is to be the same, whatever they are called."""
    disks = sorted(stage.source.glob("*/disk.vmdk"))

    def loop(program: str) -> Contender:
        def command(at: Path) -> who.Words:
            steps = [
                f"{program} convert -O raw {shlex.quote(str(each))} {at}/{each.parent.name}.img"
                for each in disks
            ]
            return ["sh", "-c", " && ".join(steps)]

        return Contender(f"{program}, in a loop", Role.PEER, command, who.raw_contents)

    ours: who.Words = [*who.PROGRAM, "convert", "--quiet", stage.source]
    whole = Contender("vmx2xen convert", Role.WHOLE, lambda at: [*ours, "-o", at], who.raw_contents)
    return [*(loop(each) for each in ("qemu-img", *who.others)), whole]
