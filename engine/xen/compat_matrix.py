"""Every HAL against every machine of Xen's, for a table that people look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.xen.compat import Guest, Verdict, suited, verdict, with_hal
from engine.xen.compat_table import hals
from engine.xen.flags import Flags


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """How one HAL does on each machine; a guest without HALs is one row."""

    hal: str
    computer: str  #: what Device Manager calls such a machine; else the name of the guest
    is_installed: bool
    verdicts: tuple[Verdict, ...]  #: one for each column

    @property
    def runs(self) -> bool:
        """Whether it starts on any of the machines."""
        return any(each.kind != "fails" for each in self.verdicts)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every HAL a guest could have against every machine that makes a difference."""

    columns: tuple[Flags, ...]
    rows: tuple[MatrixRow, ...]


def matrix(guest: Guest, columns: tuple[Flags, ...] = ()) -> Matrix:
    """The verdicts of ``guest`` on ``columns``; by default on those of :func:`machines`.

    A HAL that starts on none of them is shown only if it is installed.
    """
    shown = columns or machines(guest)
    rows = (_row(each, guest, shown) for each in _with_each_hal(guest))
    return Matrix(shown, tuple(row for row in rows if row.is_installed or row.runs))


def _with_each_hal(guest: Guest) -> Iterator[Guest]:
    if not guest.has_hals:
        yield guest
        return
    for name in hals():
        yield guest if name == guest.hal else with_hal(guest, name)


def _row(guest: Guest, installed: Guest, columns: tuple[Flags, ...]) -> MatrixRow:
    hal = hals().get(guest.hal)
    return MatrixRow(
        guest.hal,
        hal.computer if hal else guest.name,
        guest == installed,
        tuple(verdict(guest, flags) for flags in columns),
    )


def machines(guest: Guest, base: Flags | None = None) -> tuple[Flags, ...]:
    """The machines that make a difference: ACPI and APICs on or off, one vCPU or several.

    All else is as it suits ``guest``. With several vCPUs apic=0 would change nothing.
    """
    usual = suited(guest, base or Flags())
    several = max(2, (base or usual).vcpus)
    return tuple(
        replace(usual, acpi=acpi, apic=apic, vcpus=vcpus)
        for vcpus, apics in ((1, (False, True)), (several, (True,)))
        for acpi in (False, True)
        for apic in apics
    )
