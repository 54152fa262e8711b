"""Names of results: readable in every alphabet, and safe on every file system."""

from __future__ import annotations

import re
import unicodedata

#: File systems allow 255 bytes; suffixes such as ``-12.img.partial.journal`` follow.
_LENGTH = 200
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_KEPT = frozenset("._+@-")  #: what no shell takes for anything but a name
_HYPHENS = re.compile("-{2,}")
#: Unicode's letters, the marks that make their vowels or accents, and digits.
_LETTERS, _INVISIBLE = frozenset("LMN"), "Cf"


def file_name(name: str) -> str:
    """A machine's name as a name of files: no separators, blanks, controls or leading dots.

    What Windows takes for a device, such as ``con``, is no name on any system: folders travel.
    Letters keep their marks, each pair as one character where there is one.
    """
    composed = unicodedata.normalize("NFC", name[: _LENGTH * 4])
    safe = _HYPHENS.sub("-", "".join(map(_safe, composed))).strip(".-")
    while len(safe.encode()) > _LENGTH:
        safe = safe[:-1]
    safe = safe.strip(".-") or "machine"
    return f"machine-{safe}" if _DEVICE.match(safe) else safe


def _safe(char: str) -> str:
    kind = unicodedata.category(char)
    if kind[0] in _LETTERS or char in _KEPT:
        return char
    return "" if kind == _INVISIBLE else "-"
