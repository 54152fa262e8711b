"""Targets other than raw."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import fingerprints, stages
from bench.contenders import Contender
from bench.stages import Stage, Unavailable
from bench.workload import Workload
from bench.workloads.chains import FRUGAL, newest

#: What we call a format, and what qemu does.
FORMATS = {"vhd": "vpc", "qcow2": "qcow2", "vmdk": "vmdk"}


def workloads(size: int) -> list[Workload]:
    return [
        Workload(
            f"i{number}",
            f"monolithicSparse to {format}",
            partial(stages.cached, "sparse", size),
            partial(_field, format),
            FRUGAL,
            rounds=3,
            quick=format == "vmdk",
        )
        for number, format in enumerate(FORMATS, 1)
    ]


def _field(format: str, stage: Stage) -> list[Contender]:
    if format not in who.formats():
        raise Unavailable(f"this vmx2xen does not write {format}")
    disk, name = newest(stage), FORMATS[format]
    check = fingerprints.same_as(disk, who.OUT, name)
    converted = fingerprints.same_as(disk, f"{disk.stem}.{format}", name)
    return [
        *who.qemu_imgs(disk, name, check=check),
        *who.compared(disk, name, check=check),
        *who.copies(disk, check, format),
        who.whole("flatten", disk, check)
        if format == "vmdk"
        else who.convert(disk, converted, format),
    ]
