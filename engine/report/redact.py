"""Takes out of a text what is nobody's business: who, on which computer, and network addresses.

What is replaced is numbered, so that the same thing can still be recognised at several places.
"""

from __future__ import annotations

import getpass
import json
import re
import socket
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

#: Who has a home folder, on this system or the one the machine came from.
_HOMES = (
    re.compile(r"(?i)(?:/home/|/Users/)[^/\s\"'<>:;,|]+"),
    re.compile(
        r"(?i)[a-z](?::|%3A)(\\\\|\\|/|%5C)(?:Users|Documents(?: |%20)and(?: |%20)Settings)\1"
        r".+?(?=\1|[\r\n\"'<>:;,|]|$)",
        re.MULTILINE,
    ),
)
_HEX = "[0-9A-Fa-f]"
_MAC = re.compile(
    rf"(?<![0-9A-Fa-f])(?:{_HEX}{{2}}(?::{_HEX}{{2}}){{5}}|{_HEX}{{2}}(?:-{_HEX}{{2}}){{5}}"
    rf"|{_HEX}{{4}}(?:\.{_HEX}{{4}}){{2}})(?![0-9A-Fa-f])"
)
_TOO_COMMON = {"root", "localhost", "localdomain"}


class Redaction:
    """Replaces the same things by the same words, in as many texts as are given to it."""

    def __init__(self, home: Path, user: str, hosts: Iterable[str]) -> None:
        self._macs: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._home_of_user = _path(home)
        longest_first = sorted(set(hosts), key=len, reverse=True)
        names = [*((host, "<host>") for host in longest_first), (user, "<user>")]
        self._patterns = [
            (_name(name), instead)
            for name, instead in names
            if name and name.lower() not in _TOO_COMMON
        ]

    def text(self, text: str) -> str:
        """``text`` without home folders, names of the user and the computer, and MACs."""
        if self._home_of_user is not None:
            text = self._home_of_user.sub("<home>", text)
        for pattern in _HOMES:
            text = pattern.sub(self._home, text)
        text = _MAC.sub(self._mac, text)
        for pattern, instead in self._patterns:
            text = pattern.sub(instead, text)
        return text

    def _home(self, found: re.Match[str]) -> str:
        return self._homes.setdefault(found[0].lower(), f"<home-{len(self._homes) + 1}>")

    def _mac(self, found: re.Match[str]) -> str:
        digits = re.sub(r"[^0-9a-f]", "", found[0].lower())
        return self._macs.setdefault(digits, f"<mac-{len(self._macs) + 1}>")


def of_this_user() -> Redaction:
    """For whoever runs the program, on this computer."""
    host = socket.gethostname()
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # nobody that the system knows
        user = ""
    return Redaction(Path.home(), user, (host, host.split(".")[0]))


def _path(path: Path) -> re.Pattern[str] | None:
    """A folder as it is written in texts, JSON, URLs and XML; None for that of everything."""
    if len(path.parts) < 2:
        return None
    return re.compile(f"(?:{'|'.join(map(re.escape, _spellings(str(path))))})(?![^\\W_])")


def _name(name: str) -> re.Pattern[str]:
    """A name that stands for itself: letters beside it would make another word of it."""
    every = "|".join(map(re.escape, _spellings(name)))
    before = r"(?:(?<![^\W\d_])|(?<=%[0-9A-Fa-f]{2}))"  # the letters of %5C are none
    return re.compile(rf"{before}(?:{every})(?![^\W\d_])", re.IGNORECASE)


def _spellings(text: str) -> list[str]:
    found = {text, quote(text), quote(text, safe=""), escape(text), json.dumps(text)[1:-1]}
    return sorted(found, key=len, reverse=True)
