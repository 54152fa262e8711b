"""A file in an archive: where its bytes are, and the reasons why an archive cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.phrase import Phrase
from engine.source.source import Opened

MEMBERS_LIMIT = 2048


@dataclass(frozen=True, slots=True)
class Member:
    """A file of ``size`` bytes, held as ``held`` bytes at ``base`` of its archive."""

    base: int
    size: int
    held: int
    check: int | None = None  #: CRC-32 of one that is deflated


class OddError(Exception):
    """The archive is not what it should be; its argument is a phrase that says why."""


def name_of(written: str) -> str:
    """A name within an archive, without ``./`` and the like; OddError for one that leads out."""
    name = PurePosixPath(written)
    if name.is_absolute() or ".." in name.parts or not name.parts or "\0" in written:
        raise OddError(Phrase("its member {written} leads out of it", written=repr(written)))
    return str(name)


def not_a_file(written: str) -> OddError:
    """The error for a link, a device or the like."""
    return OddError(Phrase("its member {written} is no ordinary file", written=written))


def read(opened: Opened, position: int, length: int) -> bytes:
    """``length`` bytes of an archive from ``position`` on; OddError where it ends before."""
    buffer = bytearray(length)
    view, done = memoryview(buffer), 0
    while done < length:
        count = opened.read_some(position + done, view[done:])
        if not count:
            raise OddError(Phrase("it is truncated"))
        done += count
    return bytes(buffer)
