"""The text of a .vmx, and of whatever else VMware keeps as ``key = "value"`` lines.

The grammar of a line is that of VMware's own reader (open-vm-tools, lib/dict/dictll.c): ``#``
starts a comment, a quoted value ends at the next quote, and ``|22`` stands for the byte with that
code, in whatever encoding the file has. Unquoted values may also hold spaces here, as in files
written by hand.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.findings import Finding, finding, refuse
from engine.phrase import Phrase
from engine.source.paths import head_of, stat
from engine.source.source import FileKind
from engine.vmware.text import best, cleaned, encoded

#: Large ones hold keys and certificates of an encrypted machine, some 100 KiB.
SIZE_LIMIT = 8 << 20
LINES_LIMIT = 100_000

_TRUE = frozenset(("true", "t", "yes", "y", "on", "1"))
_FALSE = frozenset(("false", "f", "no", "n", "off", "0"))
_INTEGER = re.compile(r"-?[0-9]{1,20}")
_ESCAPED = re.compile(rb"\|([0-9A-Fa-f]{2})")
_ESCAPED_RUN = re.compile(r"(?:\|[0-9A-Fa-f]{2})++")
_BLANK = b" \t\r"


@dataclass(frozen=True, slots=True)
class Vmx:
    """The keys of a .vmx, all in lower case, with their values unescaped."""

    entries: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def text(self, key: str, default: str = "") -> str:
        """The value of ``key``, in whatever case that is written."""
        return self.entries.get(key.lower(), default)

    def flag(self, key: str, default: bool = False) -> bool:
        """Whether ``key`` is TRUE; ``default`` where it says neither that nor FALSE."""
        value = self.text(key).strip().lower()
        return True if value in _TRUE else False if value in _FALSE else default

    def number(self, key: str, default: int = 0, low: int = 0, high: int = (1 << 63) - 1) -> int:
        """The integer ``key``; ``default`` where it is none, or not within [low, high]."""
        value = self.text(key).strip()
        number = int(value) if _INTEGER.fullmatch(value) else default
        return number if low <= number <= high else default

    def numbered(self, device: str, key: str) -> tuple[int, ...]:
        """Each N for which ``deviceN.key`` is written, in order."""
        pattern = re.compile(re.escape(device.lower()) + r"(0|[1-9][0-9]{0,3})\." + key.lower())
        return tuple(
            sorted(int(match[1]) for each in self.entries if (match := pattern.fullmatch(each)))
        )


def load(path: Path) -> bytes:
    """The bytes of a configuration file; refuses (E101, E102, E210) what cannot be one."""
    try:
        found = stat(path)
        if found.kind is FileKind.FOLDER:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if found.kind is not FileKind.FILE:
            raise refuse("E102", path=path, reason=Phrase("it is not an ordinary file"))
        data = head_of(path, min(found.size, SIZE_LIMIT) + 1)
    except OSError as error:
        raise refuse("E101", path=path, reason=error) from None
    if len(data) > SIZE_LIMIT:
        raise refuse("E210", path=path, size=found.size, limit=SIZE_LIMIT)
    return data


def parse(data: bytes, path: Path) -> Vmx:
    """Parse the text of ``path``; refuses (E102) what is not one. The last of equal keys wins."""
    source = encoded(data, ".encoding")
    if b"\0" in source.data:
        raise refuse("E102", path=path, reason=Phrase("it is binary"))
    if source.data.count(b"\n") >= LINES_LIMIT:
        raise refuse(
            "E102", path=path, reason=Phrase("it has more than {limit} lines", limit=LINES_LIMIT)
        )
    pairs, odd = _pairs(source.data)
    if not pairs:
        raise refuse("E102", path=path, reason=Phrase("it has no KEY = VALUE lines"))
    entries, used = best(source.named, partial(_decoded, pairs))
    notes: list[Finding] = []
    if used != source.named[0] and not data.isascii():
        notes.append(finding("W101", path=path, encoding=source.named[0], used=used))
    if odd:
        notes.append(finding("W103", path=path, lines=odd))
    return Vmx(entries, tuple(notes))


def _pairs(data: bytes) -> tuple[list[tuple[bytes, bytes]], int]:
    """Keys and values as they are written, and how many lines are neither those nor comments."""
    found, odd = [], 0
    for line in data.split(b"\n"):
        stripped = line.strip(_BLANK)
        if not stripped or stripped.startswith(b"#"):
            continue
        pair = _pair(stripped)
        if pair is None:
            odd += 1
        else:
            found.append(pair)
    return found, odd


def _pair(line: bytes) -> tuple[bytes, bytes] | None:
    """Key and value of a line without blanks around it; None if it is no such line."""
    key, equals, value = line.partition(b"=")
    key, value = key.rstrip(_BLANK), value.lstrip(_BLANK)
    if not equals or not key or any(char in b" \t#" for char in key):
        return None
    if not value.startswith(b'"'):
        return key, value.split(b"#", 1)[0].rstrip(_BLANK)
    value, closed, rest = value[1:].partition(b'"')
    rest = rest.lstrip(_BLANK)
    if not closed or (rest and not rest.startswith(b"#")):
        return None
    return key, value


def _decoded(pairs: list[tuple[bytes, bytes]], codec: str, errors: str) -> dict[str, str]:
    return {key.decode(codec, errors).lower(): _value(value, codec, errors) for key, value in pairs}


def _value(written: bytes, codec: str, errors: str) -> str:
    """A value, unescaped; NUL, which no value can mean, becomes U+FFFD.

    A bar may also be the second byte of a character that someone wrote without escaping it.
    """
    try:
        text = _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), written).decode(codec)
    except UnicodeDecodeError:
        text = _ESCAPED_RUN.sub(_unescaped_run, written.decode(codec, errors))
    return cleaned(text)


def _unescaped_run(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("|", "")).decode("utf-8", "replace")
