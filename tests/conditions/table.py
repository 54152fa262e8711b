"""The table of conditions: what was met, where, and what is to be said of it.

A condition is a function that makes files in a folder. It returns a machine to be read, with what
each of its disks must read as (where something blocks, no disk is looked at); or it does itself
what is to be done, looks at what came of it, and returns the codes of what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fixtures.machine import Machine, build
from vmware.reading import codes, content

from engine.findings import Finding, blocking
from engine.vmware import machine

MIB = 1 << 20
Met = tuple[Path, list[bytes]]  #: a machine, and the content of its disks
Meet = Callable[[Path], Met | Sequence[str]]


@dataclass(frozen=True)
class Condition:
    """One line of the table."""

    meet: Meet
    source: str  #: where it was met, or is described
    says: tuple[str, ...]  #: the codes of all findings

    def __str__(self) -> str:
        return f"{self.meet.__module__.rpartition('.')[2]}-{self.meet.__name__}"

    def said(self, folder: Path) -> list[str]:
        """The codes of what is said when it is met in ``folder``; disks are compared."""
        met = self.meet(folder)
        return read(*met) if isinstance(met, tuple) else sorted(met)


CONDITIONS: list[Condition] = []


def condition(source: str, *says: str) -> Callable[[Meet], Meet]:
    """Enters a function into the table."""

    def enter(meet: Meet) -> Meet:
        CONDITIONS.append(Condition(meet, source, says))
        return meet

    return enter


def read(path: Path, truths: list[bytes], **how: object) -> list[str]:
    """The codes of what is said of a machine, whose disks are ``truths`` unless it is refused."""
    found = machine.read(path, **how)  # type: ignore[arg-type]
    assert len(found.disks) == len(truths)
    if not blocking(found.all_findings):
        assert [content(disk.chain) for disk in found.disks if disk.chain] == truths
    return codes(found.all_findings)


def said_of(findings: Sequence[Finding], code: str) -> Finding:
    """The one finding of a code."""
    (found,) = (each for each in findings if each.code == code)
    return found


# -- what machines are made of


def small(folder: Path, *lines: str, snapshots: int = 0, layout: str = "vmfs") -> Machine:
    """A machine ``vm`` of one disk, with more lines in its .vmx."""
    built = build(folder / "vm", name="vm", size=4 * MIB, snapshots=snapshots, layout=layout)
    with built.vmx.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    return built


def whole(built: Machine) -> Met:
    """A machine that is to be read as it runs."""
    return built.vmx, [built.truths["current"].read_bytes()]
