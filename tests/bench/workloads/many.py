"""Twenty machines: by one command of ours, and by qemu-img in a loop."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path

from bench import contenders as who
from bench import fingerprints, stages
from bench.contenders import Contender, Role
from bench.stages import Stage
from bench.workload import Workload, at_least, at_most


def workloads(size: int) -> list[Workload]:
    title = "twenty machines of 200 MiB in one command"
    stage = partial(stages.cached, "twenty", size)
    goals = (
        at_least("whole", 1),
        at_least("whole, both compared", 1),
        at_most("CPU, whole compared", 1),
        at_most("peak MiB", 128),
    )
    return [Workload("p", title, stage, _field, goals)]


def _field(stage: Stage) -> list[Contender]:
    """What all images hold is to be the same, whatever they are called."""
    disks = sorted(stage.source.glob("*/disk.vmdk"))

    def loop(program: str, role: Role) -> Contender:
        def command(at: Path) -> who.Words:
            steps = []
            for each in disks:
                source, made = shlex.quote(str(each)), f"{at}/{each.parent.name}.img"
                steps.append(f"{program} convert -O raw {source} {made}")
                if role is Role.CHECKED:
                    steps.append(f"sync {made}")
                    steps.append(f"{program} compare -f vmdk -F raw {source} {made}")
            return ["sh", "-c", " && ".join(steps)]

        then = ", then compare" if role is Role.CHECKED else ""
        return Contender(f"{program}{then}, in a loop", role, command, check)

    check = fingerprints.raw_contents
    ours: who.Words = [*who.PROGRAM, "convert", "--quiet", stage.source]
    whole = Contender("vmx2xen convert", Role.WHOLE, lambda at: [*ours, "-o", at], check)
    peers = ("qemu-img", *who.others)
    return [*(loop(each, role) for role in (Role.PEER, Role.CHECKED) for each in peers), whole]
