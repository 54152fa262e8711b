"""File names of Windows: when two are the same, and which are 8.3 names."""

from __future__ import annotations

import re

_SHORT = re.compile(r"[A-Za-z0-9!#$%&'()@^_`{}~-]{1,8}(\.[A-Za-z0-9!#$%&'()@^_`{}~-]{1,3})?")
_DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)),
}


def fold(name: str) -> str:
    """The name in upper case, character by character as Windows does it: \"ß\" stays one."""
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


def is_short(name: str) -> bool:
    """Whether it is an 8.3 name that needs no quoting and names no device."""
    return bool(_SHORT.fullmatch(name)) and name.partition(".")[0].upper() not in _DEVICES
