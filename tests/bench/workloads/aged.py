"""A disk whose files were deleted: what no file system uses is left out."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import fingerprints, stages
from bench.contenders import Contender
from bench.stages import Stage
from bench.workload import Workload, at_least
from bench.workloads.chains import FRUGAL


def workloads(size: int) -> list[Workload]:
    stage = partial(stages.cached, "aged", size // 2)
    title = "ext4, two thirds deleted: --free-blocks skip"
    goals = (at_least("whole, both compared", 3), *FRUGAL[1:])
    return [Workload("u", title, stage, _field, goals)]


def _field(stage: Stage) -> list[Contender]:
    """What was deleted is in the peers' images and not in ours: the files are to be the same."""
    disk, check = stage.source / "vm.vmdk", fingerprints.files_of_ext4
    return [
        *who.qemu_imgs(disk, check=check),
        *who.compared(disk, check=check),
        who.convert(stage.source / "vm.vmx", check, "raw", "--free-blocks", "skip"),
    ]
