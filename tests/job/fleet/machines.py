"""Folders of small machines, and a plan for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fixtures import machine

SIZE = 1 << 20
#: A plan that names the folder of the machines, and no more.
FLEET = '[fleet]\nmachines = ["vms"]\n'


@dataclass(frozen=True)
class Fleet:
    """A plan and its machines, with what each disk has to read as."""

    plan: Path
    truths: dict[str, Path]  #: by name
    output: Path


def build(folder: Path, count: int, plan: str = "", *, broken: int = 0, size: int = SIZE) -> Fleet:
    """``count`` machines ``vm-000`` on; the disks of the last ``broken`` are cut off."""
    truths = {}
    for number in range(count):
        name = f"vm-{number:03d}"
        made = machine.build(
            folder / "vms" / name, size=size, snapshots=number % 2, seed=number, name=name
        )
        truths[name] = made.truths[machine.CURRENT]
        if number >= count - broken:
            whole = made.disk.read_bytes()
            made.disk.write_bytes(whole[: len(whole) // 3])
    path = folder / "plan.toml"
    path.write_text(f'[fleet]\nmachines = ["vms"]\n{plan}')
    return Fleet(path, truths, folder / "results")
