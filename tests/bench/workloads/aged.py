"""A disk whose files were deleted: what no file system uses is left out."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import stages
from bench.contenders import Contender
from bench.stages import Stage
from bench.workload import Workload


def workloads(size: int) -> list[Workload]:
    stage = partial(stages.cached, "aged", size // 2)
    return [Workload("u", "ext4, two thirds deleted: --free-blocks skip", stage, _field, goal=3)]


def _field(stage: Stage) -> list[Contender]:
    """What was deleted is in the peers' images and not in ours: they are not to be the same."""
    machine = stage.source / "vm.vmx"
    peers = who.qemu_imgs(stage.source / "vm.vmdk", check=None)
    return [*peers, who.convert(machine, None, "raw", "--free-blocks", "skip")]
