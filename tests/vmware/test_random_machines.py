"""Right or refused: of random machines no two slots share a file, and every disk is its truth.

CI looks at some; ``VMX2XEN_MACHINES=10000`` says how many there are to be.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from vmware.random_machines import Built, Recipe, build, recipes
from vmware.reading import content

from engine.choices import Choices
from engine.findings import blocking
from engine.job import work
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob
from engine.vmware import machine
from engine.vmware.model import Disk, VirtualMachine

MACHINES = int(os.environ.get("VMX2XEN_MACHINES", "60"))
#: One of so many is converted; of the others the chains are read.
CONVERTED = 20
outcomes: Counter[str] = Counter()


def files_of(disk: Disk) -> set[tuple[int, int]]:
    """What tells the files that a disk is read from."""
    found = [path.stat() for layer in disk.layers for path in layer.files]
    return {(each.st_dev, each.st_ino) for each in found}


def check(found: VirtualMachine, built: Built) -> None:
    """No two slots share a file; and what could be opened is what it must be."""
    seen: dict[tuple[int, int], str] = {}
    for disk in found.disks:
        for file in files_of(disk):
            owner = seen.setdefault(file, str(disk.slot))
            assert owner == str(disk.slot) or blocking(found.all_findings)
        if disk.chain is not None and built.recipe.wrong is None:
            assert content(disk.chain) == built.truths[str(disk.slot)], disk.found


def convert(built: Built, out: Path) -> None:
    """The same for the images of a conversion."""
    settings = {f"locate.{key}": str(at) for key, at in built.placed.items()}
    without = tuple(sorted(built.recipe.without))
    choices = Choices(settings=settings, trusted=built.recipe.trusted, without=without)
    found = machine.read(built.vmx, trusted=choices.trusted, placed=choices.placed)
    made = plans.make(found, out, choices)
    ended = work.run(ConversionJob(made), lambda event: None, threading.Event())
    assert ended.outcome == ("refused" if made.blocking else "done")
    if made.blocking:
        assert not list(out.glob("*.img"))
        return
    for task, disk in zip(made.disks, made.machine.disks, strict=True):
        assert task.target.read_bytes() == built.truths[str(disk.slot)]
    assert len(list(out.glob("*.img"))) == len(built.truths) - len(built.recipe.without)
    outcomes["converted"] += 1


@settings(max_examples=MACHINES, deadline=None, suppress_health_check=list(HealthCheck))
@given(recipe=recipes())
def look(factory: pytest.TempPathFactory, recipe: Recipe) -> None:
    root = factory.mktemp("machine")
    try:
        built = build(root, recipe)
        found = machine.read(built.vmx, trusted=recipe.trusted, placed=built.placed)
        check(found, built)
        left = machine.leave_out(found, recipe.without)
        check(left, built)
        outcomes["refused" if blocking(left.all_findings) else "right"] += 1
        outcomes["guessed"] += any(each.code == "W105" for each in left.all_findings)
        outcomes["all"] += 1
        if recipe.wrong is None and outcomes["all"] % CONVERTED == 0:
            convert(built, root / "out")
    finally:
        shutil.rmtree(root)


def test_random_machines(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Enough of each outcome, so that it means something."""
    outcomes.clear()
    look(tmp_path_factory)
    print(dict(outcomes))
    assert outcomes["right"] >= MACHINES // 10
    assert outcomes["refused"] >= MACHINES // 10
