"""Bytes of .vmx, .vmsd and descriptors to text: the encoding is named inside the file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from engine.vmware.encodings import codec

_FALLBACK = "cp1252"
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of a text, all of them ASCII where ASCII is meant, and what it says they are."""

    data: bytes
    named: tuple[str, ...]  #: names of the encoding, the likelier first; never empty


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that was named (or UTF-8), and the one that was used."""

    text: str
    named: str
    used: str

    @property
    def as_named(self) -> bool:
        return self.named == self.used


def encoded(data: bytes, *keys: str) -> Encoded:
    """A file that names its encoding as ``key = "…"``, under one of ``keys``; else it is UTF-8.

    A byte-order mark wins over the name. It is removed, and UTF-16 becomes UTF-8.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoded(data[len(mark) :].decode(name, "replace").encode(), ("UTF-8",))
    return Encoded(data, tuple(_named(data, keys)) or ("UTF-8",))


def _named(data: bytes, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        line = rb"^[ \t]*" + re.escape(key.encode()) + rb'[ \t]*=[ \t]*"?([\w.:+()-]{1,60})'
        if match := re.search(line, data, re.I | re.M):
            yield match[1].decode("ascii", "replace")


def best(names: tuple[str, ...], attempt: Callable[[str, str], T]) -> tuple[T, str]:
    """What ``attempt`` makes of a text in the first encoding it can be in, and the name of that.

    ``attempt`` gets Python's name of an encoding and what to do about errors. Tried are those
    named, UTF-8, and windows-1252, in which all that does not fit is replaced.
    """
    for name in (*names, "UTF-8"):
        try:
            if found := codec(name):
                return attempt(found, "strict"), name
        except UnicodeError:
            pass
    return attempt(_FALLBACK, "replace"), "windows-1252"


def decode(data: bytes, *keys: str) -> Decoded:
    """Text of a file that names its encoding under one of ``keys``; never fails."""
    source = encoded(data, *keys)
    text, used = best(source.named, source.data.decode)
    return Decoded(cleaned(text), source.named[0], used)


def cleaned(text: str) -> str:
    """``text`` with U+FFFD for what no name holds: NUL, and halves of characters as in UTF-7."""
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
