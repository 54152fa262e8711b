"""The machines that a plan names: in folders, by patterns, on hosts, in a table (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from engine.findings import Finding
from engine.host_paths import is_url, on_host, path_of, root_of
from engine.job.fleet.plan_file import PlanFile, seen_from, wrong
from engine.job.fleet.rules import RULE_KEYS
from engine.phrase import Phrase
from engine.source.inventory import machines_on
from engine.source.paths import exists, is_folder, listing
from engine.vmware.search import machines_in

_ROWS_LIMIT = 100_000
_TABLE_LIMIT = 16 << 20  # bytes
_MACHINE = "machine"
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


@dataclass(frozen=True, slots=True)
class Selected:
    """One machine, and what its row of the table says."""

    path: Path
    row: dict[str, Any]


def selected(plan: PlanFile) -> tuple[list[Selected], list[Finding]]:
    """The machines in the order of the plan, each once, and what was not looked at (W212).

    Refuses E890.
    """
    found: dict[Path, Selected] = {}
    findings: list[Finding] = []
    for each in _rows(plan):
        found[each.path] = each
    for pattern in plan.machines:
        try:
            paths = _matching(pattern)
        except ValueError as error:  # a URL that is none
            raise wrong(plan.path, error) from None
        if not paths:
            raise wrong(plan.path, Phrase("there is nothing like {pattern}", pattern=pattern))
        for path in paths:
            listed = machines_in(path) if is_folder(path) else None
            findings += listed.findings if listed else ()
            for machine in listed.machines if listed else [path]:
                found.setdefault(machine, Selected(machine, {}))
    if not found:
        raise wrong(plan.path, Phrase("it names no machines"))
    return list(found.values()), findings


def _matching(pattern: str) -> list[Path]:
    """What is called like an absolute pattern, or just so: names may have brackets."""
    if is_url(pattern):
        return _on_host(pattern)
    whole = Path(pattern)
    if whole.exists():
        return [whole]
    return sorted(Path(whole.anchor).glob(str(whole.relative_to(whole.anchor))))


def _on_host(pattern: str) -> list[Path]:
    """What a host has of a pattern: of the names of its machines, or of its files."""
    root = root_of(path_of(pattern))
    found = on_host(path_of(pattern))
    parts = PurePosixPath(found.path).parts[1:] if found else ()
    if found and found.scheme == "esxi" and parts[:2] != ("vmfs", "volumes"):
        named = [each for each in machines_on(root) if fnmatchcase(each.name, "/".join(parts))]
        return [root / each.configuration.lstrip("/") for each in named]
    return list(_below(root, parts))


def _below(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """What is in a folder of a host as the parts of a pattern have it."""
    if not parts:
        if exists(folder):
            yield folder
        return
    first, *rest = parts
    has_pattern = any(each in first for each in "*?[")
    for each in listing(folder) if has_pattern else [folder / first]:
        if not has_pattern or fnmatchcase(each.name, first):
            yield from _below(each, rest)


def _rows(plan: PlanFile) -> list[Selected]:
    if plan.table is None:
        return []
    try:
        if plan.table.stat().st_size > _TABLE_LIMIT:
            raise ValueError(Phrase("it is too large"))
        with plan.table.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            known = (_MACHINE, *_CELLS)
            odd = [each for each in lines.fieldnames or () if each not in known]
            if odd or _MACHINE not in (lines.fieldnames or ()):
                raise ValueError(Phrase("its first line has to name columns of {known}",
                                        known=", ".join(known)))  # fmt: skip
            return [_row(plan.table, each) for _, each in zip(range(_ROWS_LIMIT), lines)]  # noqa: B905
    except (OSError, ValueError, csv.Error) as error:
        raise wrong(plan.table, error) from None


def _row(table: Path, cells: dict[str, Any]) -> Selected:
    """One line of the table: an empty cell says nothing."""
    text = str(cells.pop(_MACHINE) or "")
    path = path_of(seen_from(table.parent, text))
    if None in cells or not text:
        raise ValueError(Phrase("a line does not have its columns"))
    return Selected(path, {key: _CELLS[key](cell) for key, cell in cells.items() if cell})


def _truth(cell: str) -> bool:
    if cell.lower() not in (*_YES, *_NO):
        raise ValueError(Phrase("{value} is neither yes nor no", value=repr(cell)))
    return cell.lower() in _YES


#: How a cell is read, by its column: all words of a rule but the tables.
_READERS: dict[type[Any], Callable[[str], Any]] = {
    str: str,
    int: int,
    bool: _truth,
    list: str.split,
}
_CELLS = {key: _READERS[kind] for key, kind in RULE_KEYS.items() if kind is not dict}
