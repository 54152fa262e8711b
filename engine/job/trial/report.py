"""What was tried, as text, as data, and as rows for the table of what fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from engine.findings import Finding, finding
from engine.job.trial.cell import Cell
from engine.job.trial.results import Tried
from engine.xen.compat import Guest

_OF_FLAGS = ("acpi", "apic", "several", "pae", "firmware", "hdtype")


def as_json(cell: Cell, tried: Tried) -> dict[str, Any]:
    """A cell with what became of it, texts in English."""
    return {
        **asdict(tried),
        "settings": cell.flags.settings,
        "derived": cell.derived.kind,
        "reason": cell.derived.reason,
        "agrees": tried.agrees,
    }


def line(cell: Cell, tried: Tried) -> str:
    """What was derived and what was seen, in a line."""
    took = f"{tried.seconds:.0f} s, {tried.accelerator}" if tried.accelerator else "not started"
    what = f"reached ({tried.said})" if tried.reached else f"{tried.code} {tried.message}"
    return f"{cell.name}: derived: {cell.derived.kind}; tried: {what} ({took})"


def disagreements(pairs: Iterable[tuple[Cell, Tried]]) -> tuple[Finding, ...]:
    """W730 for each cell where trying and deriving say different things."""
    return tuple(
        finding("W730", cell=cell.name, kind=cell.derived.kind, seen=tried.summary)
        for cell, tried in pairs
        if tried.agrees is False
    )


def rows(guest: Guest, pairs: Sequence[tuple[Cell, Tried]]) -> str:
    """Rows for resources/xen_compat.toml of what disagrees; no names of machines or users."""
    return "\n".join(_row(guest, cell, tried) for cell, tried in pairs if tried.agrees is False)


def _row(guest: Guest, cell: Cell, tried: Tried) -> str:
    about = [f'generation = "{guest.generation}"', f"bits = {guest.bits}"]
    about += [f'release = "{guest.release}"'] if guest.release else []
    about += [f'hal = "{cell.hal}"'] if cell.hal else []
    flags = ", ".join(f"{name} = {_value(getattr(cell.flags, name))}" for name in _OF_FLAGS)
    seen = tried.code if not tried.reached else "a login"
    return (
        "[[row]]\n"
        f"guest = {{ {', '.join(about)} }}\n"
        f"flags = {{ {flags} }}\n"
        f'verdict = "{"runs" if tried.reached else "fails"}"\n'
        f'reason = "Tried ({tried.accelerator}): {seen} was seen."\n'
        'sources = ["tried"]\n'
    )


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
