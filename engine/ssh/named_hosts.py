"""Hosts that the user has been on by SSH, to be offered where one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.ssh import host

_LIMIT = 1 << 20  # characters of a file that are looked at
_MOST = 200


def named_hosts(folder: Path | None = None) -> list[str]:
    """Names in ssh's configuration and of known hosts, in this order, each once.

    ``folder`` is ``~/.ssh`` if left out. Patterns and names that are hashed are left out.
    """
    home = Path.home() / ".ssh" if folder is None else folder
    found = dict.fromkeys((*_configured(home / "config"), *_known(home / "known_hosts")))
    return [name for name in found if host.parse(name) is not None][:_MOST]


def _configured(file: Path) -> Iterator[str]:
    """The names of ``Host`` lines."""
    for line in _lines(file):
        words = line.replace("=", " ", 1).split()
        if words and words[0].lower() == "host":
            yield from (word.strip('"') for word in words[1:])


def _known(file: Path) -> Iterator[str]:
    """The names of keys; those on another port than usual are in brackets."""
    for line in _lines(file):
        names = line.split(" ", 1)[0]
        if names and names[0] not in "#@|":
            for name in names.split(","):
                at, _, port = name.removeprefix("[").partition("]:")
                yield f"{at}:{port}" if port else at


def _lines(file: Path) -> list[str]:
    try:
        if not file.is_file():  # a pipe would never end
            return []
        with file.open(encoding="utf-8", errors="replace") as opened:
            return opened.read(_LIMIT).splitlines()
    except OSError:
        return []
