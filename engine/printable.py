"""Text from outside without what a terminal obeys: control characters, and those that turn text.

A name may hold what sets a window's title, moves the cursor or hides a part of a line; such
characters are replaced wherever text leaves the program for people or for other programs.
"""

from __future__ import annotations

import re
from typing import Any

#: C0 and C1 without tab and line feed, the separators of lines and paragraphs, and the marks that
#: have text run the other way (Unicode Standard Annex 9).
_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """A text, of one line or several, whose other control characters are replaced."""
    return _CONTROLS.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    """A text of one line: a line feed in it is a control character too."""
    return printable(text).replace("\n", _REPLACEMENT)


def label(text: str) -> str:
    """A name on one line of a window: what is white in it is one blank each."""
    return printable(" ".join(text.split()))


def plain(value: Any) -> Any:
    """Data for JSON, all texts in it printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
