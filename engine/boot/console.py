"""What a guest says on a serial console: a file that grows, read as plain text."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

_SAID_LIMIT = 64 << 10  # bytes kept
_READ_LIMIT = 1 << 20  # bytes read at a time
#: Escape sequences of terminals: with an end of their own (colours), with a text in them (titles),
#: and of two characters.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Said:
    """What has been said, as it comes."""

    def __init__(self) -> None:
        self._said = self._line = b""

    @property
    def text(self) -> str:
        """The end of what has been said, 64 KiB at most."""
        return plain(self._said)

    def add(self, new: bytes) -> list[str]:
        """Take what is new; the lines that it completes."""
        self._said = (self._said + new)[-_SAID_LIMIT:]
        *complete, line = (self._line + new).split(b"\n")
        self._line = line[-_SAID_LIMIT:]
        return [plain(each).rstrip() for each in complete]


class Console(Said):
    """Follows a file that QEMU writes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._at = path, 0

    def lines(self) -> list[str]:
        """The lines that were completed since."""
        new = b""
        with suppress(FileNotFoundError), self._path.open("rb") as file:
            file.seek(self._at)
            new = file.read(_READ_LIMIT)
        self._at += len(new)
        return self.add(new)


def plain(said: bytes) -> str:
    """Text without what a terminal would obey."""
    text = said.decode("utf-8", "replace").replace("\r", "")
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _ESCAPES.sub("", text))


def end_of(path: Path) -> str:
    """The end of what is in a file, as plain text; empty if there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - _SAID_LIMIT, 0))
            return plain(file.read())
    except FileNotFoundError:
        return ""
