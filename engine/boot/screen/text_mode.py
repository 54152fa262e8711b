"""The text of VGA's text modes, read from video memory: exact, whatever font is loaded."""

from __future__ import annotations

from collections.abc import Iterable

ADDRESS = 0xB8000  #: of colour text
LENGTH = 0x8000  #: bytes; a console that scrolls uses all of them

_CONTROLS = dict.fromkeys(range(32), " ") | {0xA0: " "}


def text(memory: bytes, columns: int = 80) -> str:
    """The characters of ``memory``, two bytes each, line by line; blank lines are left out.

    A line that is full goes on in the next.
    """
    row = 2 * columns
    rows = (_decoded(memory[start : start + row : 2]) for start in range(0, len(memory), row))
    return joined((each for each in rows if each.strip()), columns)


def joined(rows: Iterable[str], columns: int) -> str:
    """Rows of a screen as text: one that fills its line goes on in the next."""
    said = ""
    for row in rows:
        said += row if len(row.rstrip()) == columns else row.rstrip() + "\n"
    return said


def _decoded(characters: bytes) -> str:
    return characters.decode("cp437").translate(_CONTROLS)
