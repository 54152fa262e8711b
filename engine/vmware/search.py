"""Looks for virtual machines in a folder and the folders below it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.source.paths import source_of

SUFFIXES = (".vmx", ".vmtx", ".ovf", ".ova")
DEPTH = 5
ENTRIES_LIMIT = 1_000_000


@dataclass(slots=True)
class Found:
    """The configurations found, by name, and what was not looked at (W212)."""

    machines: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def machines_in(folder: Path) -> Found:
    """The configurations in ``folder``; if it has none, those in the folders below.

    Hidden files and symbolic links to folders are left out.
    """
    found = Found()
    level, seen = [folder], 0
    for _ in range(DEPTH):
        following: list[Path] = []
        for each in level:
            files, folders, all_seen = _entries(each, ENTRIES_LIMIT - seen, found)
            seen += len(files) + len(folders)
            chosen = [path for path in files if path.suffix.lower() in SUFFIXES]
            found.machines += sorted(chosen)
            if not chosen:  # a machine has no machines below it
                following += sorted(folders)
            if not all_seen:
                reason = Phrase("it has more than {limit} files", limit=ENTRIES_LIMIT)
                found.findings.append(finding("W212", path=folder, reason=reason))
                return found
        if not following or (found.machines and level == [folder]):
            return found
        level = following
    reason = Phrase("folders more than {depth} levels down", depth=DEPTH - 1)
    found.findings.append(finding("W212", path=folder, reason=reason))
    return found


def _entries(folder: Path, limit: int, found: Found) -> tuple[list[Path], list[Path], bool]:
    """Files and folders in ``folder``, and whether these are all; W212 where it cannot be read."""
    files: list[Path] = []
    folders: list[Path] = []
    try:
        for entry in source_of(folder).list(folder):
            if len(files) + len(folders) >= limit:
                return files, folders, False
            if entry.path.name.startswith("."):
                continue
            if entry.folder:
                folders.append(entry.path)
            elif entry.file:
                files.append(entry.path)
    except OSError as error:
        found.findings.append(finding("W212", path=folder, reason=error))
    return files, folders, True
