"""Commands that unpack archives: those a user is told, with the folder that they make."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from shlex import quote

from engine.phrase import Phrase

#: How files end that are archives with folders in them, and can be folders themselves.
ARCHIVES = (".ova", ".tar", ".box", ".zip")
#: The same and what is compressed: the name of what was packed is without them.
SUFFIXES = (*ARCHIVES, ".gz", ".xz", ".bz2", ".zst", ".7z", ".rar", ".tgz", ".txz")
UNTAR = "mkdir {folder} && tar -xf {path} -C {folder}"
UNZIP = "unzip {path} -d {folder}"

_WITHIN = re.compile(rf"(?:{'|'.join(map(re.escape, ARCHIVES))})(?=[/\\])", re.IGNORECASE)


def may_hold(path: Path) -> list[Path]:
    """The parents of ``path`` that are called as archives are, the outermost first."""
    text = str(path)
    return [Path(text[: each.end()]) for each in _WITHIN.finditer(text)]


def command(template: str, path: Path) -> Phrase:
    """A command for a shell. Made of parts, for a finding cuts long ones but not the whole."""
    return Phrase.of_data(template, path=quote(str(path)), folder=quote(str(folder_of(path))))


def both(first: Phrase, then: Phrase) -> Phrase:
    """One command after another."""
    return Phrase.of_data("{first} && {then}", first=first, then=then)


def folder_of(path: Path) -> Path:
    """A folder of its own beside an archive: ``vm`` for ``vm.tar.gz``."""
    name = PurePath(path.name)
    while name.suffix.lower() in SUFFIXES:
        name = name.with_suffix("")
    return path.with_name(name.name if name.name != path.name else f"{name.name}-unpacked")
