"""Source and target on one file system whose files can share blocks."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import fingerprints, stages
from bench.contenders import Contender, Role
from bench.stages import Stage
from bench.workload import Workload, at_most
from bench.workloads.chains import newest, to_raw


def workloads(size: int) -> list[Workload]:
    """On half the size: a copy of the source lies in the new file system."""
    systems = {"btrfs": [], "xfs": ["-m", "reflink=1"]}
    return [
        Workload(
            f"j{number}",
            f"monolithicSparse to raw within one {system}",
            partial(stages.on, system, options, "sparse", size // 2),
            _field,
            (at_most("CPU, copy", 1), at_most("peak MiB", 128)),
            rounds=3,
        )
        for number, (system, options) in enumerate(systems.items(), 1)
    ]


def _field(stage: Stage) -> list[Contender]:
    """With qemu-img -C, which asks the system to copy; only it can share blocks."""
    first, *others = [each for each in to_raw(stage) if each.role is not Role.LIMIT]
    sharing = who.qemu_img(newest(stage), "raw", "-C", check=fingerprints.raw_content(who.OUT))
    return [first, sharing, *others, who.plain_copy(stage.files, "--reflink=always")]
