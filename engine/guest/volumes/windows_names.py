"""File names of Windows: when two are the same, and which are 8.3 names."""

from __future__ import annotations

import re
from collections.abc import Collection

_SHORT = re.compile(r"[A-Za-z0-9!#$%&'()@^_`{}~-]{1,8}(\.[A-Za-z0-9!#$%&'()@^_`{}~-]{1,3})?")
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'()@^_`{}~ .+,=\[\]-]{1,200}")
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


def is_plain(name: str) -> bool:
    """Whether it is a name in ASCII, long or 8.3, that Windows takes and that names no device."""
    is_whole = bool(_PLAIN.fullmatch(name)) and name == name.strip(" .")
    return is_whole and name.partition(".")[0].rstrip().upper() not in _DEVICES


def short(name: str, taken: Collection[str]) -> str:
    """The 8.3 name of a plain one, none of ``taken``, which are folded; raises ValueError.

    As Windows makes them: ``XENBUS~1.EXE`` for xenbus_monitor.exe.
    """
    if is_short(name):
        return name.upper()
    stem, _, end = name.upper().rpartition(".")
    if not stem:
        stem, end = end, ""
    stem, end = (re.sub(r"[^A-Z0-9_-]", "", each) for each in (stem, end))
    for number in range(1, 1000):
        mark = f"~{number}"
        found = f"{stem[: 8 - len(mark)]}{mark}{f'.{end[:3]}' if end else ''}"
        if found not in taken:
            return found
    raise ValueError(f"no 8.3 name is left for {name}")
