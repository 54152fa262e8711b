"""Whole machines: looked into before anything is copied, and turned into Xen machines."""

from __future__ import annotations

from functools import partial

from bench import contenders as who
from bench import libguestfs, stages
from bench.contenders import Contender, Role
from bench.sizes import TIB, huge_size
from bench.stages import Stage
from bench.workload import Workload, at_least, at_most


def workloads(size: int) -> list[Workload]:
    huge = partial(stages.cached, "windows-huge", size)
    small = partial(stages.cached, "windows", size)
    title = f"inspect a Windows on {huge_size(size) / TIB:.3g} TiB with 4 snapshots"
    whole = "whole machine: .vmx to a fitted raw image and configuration"
    memory = at_most("peak MiB", 128)
    return [
        Workload("k", title, huge, _inspected, (at_least("whole", 19.8), memory), rounds=1),
        Workload("l", whole, small, _converted, (at_least("whole", 17.1), memory), rounds=1),
    ]


def _inspected(stage: Stage) -> list[Contender]:
    environment = libguestfs.environment()
    disk, machine = stage.source / "vm-000004.vmdk", stage.source / "vm.vmx"
    inspector: who.Words = ["virt-inspector", "--no-applications", "--no-icon", "-a", disk]
    name = f"virt-inspector ({libguestfs.accelerator()})"
    peer = Contender(name, Role.PEER, lambda at: [*environment, *inspector])
    return [peer, who.ours("inspect", machine)]


def _converted(stage: Stage) -> list[Contender]:
    """virt-v2v's images are for KVM, ours for Xen: what they hold is not to be the same."""
    machine = stage.source / "vm.vmx"
    environment = libguestfs.environment()
    words: who.Words = [*environment, "virt-v2v", "-i", "vmx", machine, "-o", "local"]
    peer = Contender(
        f"virt-v2v ({libguestfs.accelerator()})",
        Role.PEER,
        lambda at: [*words, "-of", "raw", "-os", at],
    )
    return [peer, who.convert(machine, None, "raw")]
