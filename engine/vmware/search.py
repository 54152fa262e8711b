"""Looks for virtual machines in a folder and the folders below it."""

from __future__ import annotations

import os
from pathlib import Path

SUFFIXES = (".vmx", ".ovf", ".ova")
DEPTH = 5
ENTRIES_LIMIT = 100_000
FOUND_LIMIT = 100


def machines_in(folder: Path) -> list[Path]:
    """The configurations in ``folder``; if it has none, those in the folders below, by name.

    Hidden files and symbolic links to folders are left out; at most FOUND_LIMIT are told.
    """
    found: list[Path] = []
    level, seen = [folder], 0
    for _ in range(DEPTH):
        following: list[Path] = []
        for each in level:
            files, folders = _entries(each, ENTRIES_LIMIT - seen)
            seen += len(files) + len(folders)
            chosen = [path for path in files if path.suffix.lower() in SUFFIXES]
            found += sorted(chosen)
            if not chosen:  # a machine has no machines below it
                following += sorted(folders)
        if (found and level == [folder]) or not following or seen >= ENTRIES_LIMIT:
            break
        level = following
    return found[:FOUND_LIMIT]


def _entries(folder: Path, limit: int) -> tuple[list[Path], list[Path]]:
    """Files and folders in ``folder``."""
    files: list[Path] = []
    folders: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(files) + len(folders) >= limit:
                    break
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry))
                elif entry.is_file():
                    files.append(Path(entry))
    except OSError:  # may not be entered
        pass
    return files, folders
