"""What was tried, as text, as data, and as rows for the table of what fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.findings import Finding, finding, refuse
from engine.job.trial.cell import Cell
from engine.job.trial.results import HERE, Tried
from engine.phrase import Phrase
from engine.xen.compat import Guest

#: What tells a cell, by columns.
HEADS = (Phrase("HAL"), Phrase("Flags"), Phrase("Disk bus"), Phrase("Firmware"))
_COLUMNS = ("hdtype", "firmware")  # settings with columns of their own
_OF_FLAGS = ("acpi", "apic", "several", "pae", "firmware", "hdtype")


def as_json(cell: Cell, tried: Tried) -> dict[str, Any]:
    """A cell with what became of it, texts in English."""
    about = asdict(tried)
    return {
        **about.pop("runner"),
        **about,
        "derived": cell.derived.kind,
        "reason": cell.derived.reason,
        "agrees": tried.agrees,
    }


def columns(hal: str, flags: str, settings: Mapping[str, str]) -> tuple[str, str, str, str]:
    """The HAL, the flags, the disk bus and the firmware of a cell; of HEADS."""
    own = [each for each in flags.split() if each.partition("=")[0] not in _COLUMNS]
    return hal, " ".join(own), settings["hdtype"], settings["firmware"]


def table(rows: Iterable[tuple[Cell, str]]) -> list[str]:
    """Lines of a table of cells for people, each with what is to be said of it in the end."""
    shown = [
        (*columns(cell.hal, str(cell.flags), cell.flags.settings), cell.derived.kind, said)
        for cell, said in rows
    ]
    heads = (*HEADS, "Derived", "")
    whole = [each for each in zip(heads, *shown, strict=True) if any(each[1:])]
    widths = [max(map(len, each)) for each in whole]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in zip(*whole, strict=True)]


def seen(tried: Tried) -> str:
    """What was seen, in a line."""
    took = f"{tried.seconds:.0f} s; {tried.runner}" if tried.seconds else "not started"
    what = f"reached ({tried.said})" if tried.reached else f"{tried.code} {tried.message}"
    return f"{what} ({took})"


def line(cell: Cell, tried: Tried) -> str:
    """What was derived and what was seen, in a line."""
    return f"{cell.name}: derived: {cell.derived.kind}; tried: {seen(tried)}"


def disagreements(pairs: Iterable[tuple[Cell, Tried]]) -> tuple[Finding, ...]:
    """W730 for each cell where trying and deriving say different things."""
    return tuple(
        finding("W730", cell=cell.name, kind=cell.derived.kind, seen=tried.summary)
        for cell, tried in pairs
        if tried.agrees is False
    )


def export(path: Path, guest: Guest, pairs: Sequence[tuple[Cell, Tried]]) -> None:
    """Write :func:`rows` into a file; refuses E403."""
    try:
        path.write_text(rows(guest, pairs), "utf-8")
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None


def rows(guest: Guest, pairs: Sequence[tuple[Cell, Tried]]) -> str:
    """Rows for resources/xen_compat.toml of what disagrees; no names of machines or users."""
    return "\n".join(_row(guest, cell, tried) for cell, tried in pairs if tried.agrees is False)


def _row(guest: Guest, cell: Cell, tried: Tried) -> str:
    about = [f'generation = "{guest.generation}"', f"bits = {guest.bits}"]
    about += [f'release = "{guest.release}"'] if guest.release else []
    about += [f'hal = "{cell.hal}"'] if cell.hal else []
    names = _OF_FLAGS if tried.where == HERE else (*_OF_FLAGS, "xen_platform_pci")
    flags = ", ".join(f"{name} = {_value(getattr(cell.flags, name))}" for name in names)
    seen = tried.code if not tried.reached else "a login"
    return (
        "[[row]]\n"
        f"guest = {{ {', '.join(about)} }}\n"
        f"flags = {{ {flags} }}\n"
        f'verdict = "{"runs" if tried.reached else "fails"}"\n'
        f'reason = "Tried ({tried.runner}): {seen} was seen."\n'
        'sources = ["tried"]\n'
    )


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
