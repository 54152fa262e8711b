"""What a conversion leaves to be typed in a guest, and it carried out literally."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from fixtures.machine import Machine
from fixtures.tools import run

from engine.choices import Choices
from engine.job.convert import plan
from engine.vmware import machine as machines
from linux_lab import debian
from linux_lab.debian import Recipe


def commands(vm: Machine, folder: Path) -> tuple[str, ...]:
    """Those of a machine; ``folder`` is where its conversion would go."""
    made = plan.make(machines.read(vm.vmx), folder / "none", Choices())
    return tuple(each for g in made.guests.values() for own in g.linux for each in own.commands)


def carry_out(recipe: Recipe, disk: Path, lines: Sequence[str]) -> None:
    """Type them on a disk, as from a rescue system."""
    with ExitStack() as stack:
        parts = list(volumes(disk))
        boot, root = parts[recipe.first - 1], parts[recipe.first]
        place = stack.enter_context(debian.mounted(disk, *root))
        stack.enter_context(debian.mounted(disk, *boot, at=place / "boot"))
        for line in lines:
            run("chroot", place, "sh", "-c", line)


def volumes(disk: Path) -> Iterator[tuple[int, int]]:
    """Offset and size of each partition in bytes."""
    for each in json.loads(run("sfdisk", "--json", disk))["partitiontable"]["partitions"]:
        yield each["start"] * 512, each["size"] * 512
