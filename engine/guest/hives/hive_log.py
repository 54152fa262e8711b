"""Plays the log of a hive back that was not closed cleanly, as Windows does at its next start.

A log is of one of two formats: whole entries, one after another (Windows 8.1 and later, HvLE), or
the pages of one write with a bitmap that says which they are (before, DIRT).
Source: "Windows registry file format specification" (M. Suhanov), on transaction log files. Offsets
in a hive count from its first bin.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.guest.helper import bounds
from engine.guest.hives import regf
from engine.guest.hives.marvin import marvin32
from engine.phrase import Phrase

#: Bytes of a hive with what its log adds.
HIVE_LIMIT = 256 << 20
_SECTOR, _PAGE, _BASE = 512, 4096, 4096
_PRIMARY, _OLD, _NEW = 0, (1, 2), 6
_ENTRY = struct.Struct("<4sIIIIIQQ")
_PAGES_LIMIT = 1 << 16


class LogError(Exception):
    """Logs do not fit the hive; the argument says why, as a phrase."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A hive as Windows would find it."""

    content: bytes
    writes: int  #: how many pages of the log are in it


def replay(hive: bytes, logs: Sequence[bytes]) -> Replayed:
    """The dirty ``hive`` with what its ``logs`` hold (LOG1 and LOG2, or LOG); raises LogError."""
    sound = [each for each in logs if _is_log(each)]
    if not sound:
        raise LogError(Phrase("it has no log"))
    new = [each for each in sound if _kind(each) == _NEW]
    return _with_entries(hive, new) if new else _with_pages(hive, sound)


def without_log(hive: bytes) -> bytes:
    """The hive as closed cleanly, without what its log may hold."""
    return _closed(hive, int.from_bytes(hive[4:8], "little"))


# -- entries


@dataclass(frozen=True, slots=True)
class _Entry:
    """One write: pages by their offsets, the size of the bins, the number of the write."""

    sequence: int
    size: int
    pages: tuple[tuple[int, memoryview], ...]


def _with_entries(hive: bytes, logs: list[bytes]) -> Replayed:
    """Every entry from the hive's own number on is carried out, up to the first that is damaged."""
    base = hive if regf.has_checksum(hive) else logs[0]
    first = int.from_bytes(base[4:8], "little")
    found = [[each for each in _entries(log) if each.sequence >= first] for log in logs]
    entries = [each for own in sorted(filter(None, found), key=_first) for each in own]
    if not entries:
        raise LogError(Phrase("its log has nothing from change {number} on", number=first))
    for before, after in pairwise(entries):
        if after.sequence != before.sequence + 1:
            raise LogError(Phrase("its log lacks change {number}", number=before.sequence + 1))
    content = bytearray(base[:_SECTOR] + hive[_SECTOR:])
    for entry in entries:
        _extend(content, entry.size)
        for offset, page in entry.pages:
            content[_BASE + offset : _BASE + offset + len(page)] = page
    struct.pack_into("<I", content, 40, entries[-1].size)
    writes = sum(len(each.pages) for each in entries)
    return Replayed(_closed(content, entries[-1].sequence), writes)


def _first(entries: list[_Entry]) -> int:
    return entries[0].sequence


def _entries(log: bytes) -> Iterator[_Entry]:
    """The entries of a log up to the first that is damaged or does not follow the one before."""
    at, expected = _SECTOR, None
    view = memoryview(log)
    while (entry := _entry(view[at:])) is not None:
        if expected not in (None, entry.sequence):
            return
        yield entry
        bounds.progress()
        expected = entry.sequence + 1
        at += -(-int.from_bytes(view[at + 4 : at + 8], "little") // _SECTOR) * _SECTOR


def _entry(view: memoryview) -> _Entry | None:
    """The entry that ``view`` begins with; None if it is damaged."""
    if len(view) < _ENTRY.size or bytes(view[:4]) != b"HvLE":
        return None
    _, size, _, sequence, bins, count, pages_hash, head_hash = _ENTRY.unpack_from(view)
    sound = (
        _ENTRY.size + 8 * count <= size <= len(view)
        and count <= _PAGES_LIMIT
        and 0 < bins <= HIVE_LIMIT - _BASE
        and not bins % _PAGE
        and marvin32(view[:32]) == head_hash
        and marvin32(view[_ENTRY.size : size]) == pages_hash
    )
    if not sound:
        return None
    pages, at = [], _ENTRY.size + 8 * count
    for offset, length in struct.iter_unpack("<II", view[_ENTRY.size : at]):
        if offset + length > bins or at + length > size:
            return None
        pages.append((offset, view[at : at + length]))
        at += length
    return _Entry(sequence, bins, tuple(pages))


# -- pages of one write


def _with_pages(hive: bytes, logs: list[bytes]) -> Replayed:
    """The one log that belongs to this state of the hive, carried out."""
    written = _written(hive)
    own = next((log for log in logs if log[12:20] == written), None)
    if own is None:
        raise LogError(Phrase("its log is of another time"))
    first, second, size = (*struct.unpack_from("<II", own, 4), *struct.unpack_from("<I", own, 40))
    if first != second:
        raise LogError(Phrase("its log was not written to its end"))
    if not 0 < size <= HIVE_LIMIT - _BASE or size % _PAGE:
        raise LogError(Phrase("its log is damaged"))
    content = bytearray(hive)
    _extend(content, size)
    pages = list(_pages(own, size))
    for offset, page in pages:
        content[_BASE + offset : _BASE + offset + _SECTOR] = page
    content[:_SECTOR] = own[:_SECTOR]
    _check_bins(content, size)
    return Replayed(_closed(content, first), len(pages))


def _written(hive: bytes) -> bytes:
    """When the hive was written: of its first bin where its head is damaged."""
    return hive[12:20] if regf.has_checksum(hive) else hive[_BASE + 20 : _BASE + 28]


def _pages(log: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """The pages of 512 bytes that the bitmap of a log names, with their offsets."""
    sector = _SECTOR * max(int.from_bytes(log[44:48], "little"), 1)
    length = size // _SECTOR // 8
    start = sector + 4
    bitmap = log[start : start + length]
    if sector > _BASE or log[sector:start] != b"DIRT" or len(bitmap) < length:
        raise LogError(Phrase("its log is damaged"))
    at = -(-(start + length) // sector) * sector
    for number in range(8 * length):
        if not bitmap[number // 8] >> number % 8 & 1:
            continue
        page = log[at : at + _SECTOR]
        if len(page) < _SECTOR:
            raise LogError(Phrase("its log was not written to its end"))
        yield number * _SECTOR, page
        at += _SECTOR


def _check_bins(content: bytearray, size: int) -> None:
    """Raise LogError unless bins fill the hive, one after another."""
    at = 0
    while at < size:
        magic, offset, length = struct.unpack_from("<4sII", content, _BASE + at)
        if magic != b"hbin" or offset != at or not length or length % _PAGE:
            raise LogError(Phrase("its log is damaged"))
        at += length


# -- heads


def _is_log(log: bytes) -> bool:
    return (
        len(log) > _SECTOR
        and log[:4] == b"regf"
        and _kind(log) in (*_OLD, _NEW)
        and regf.has_checksum(log)
    )


def _kind(log: bytes) -> int:
    return int.from_bytes(log[28:32], "little")


def _extend(content: bytearray, size: int) -> None:
    content.extend(bytes(max(_BASE + size - len(content), 0)))


def _closed(hive: bytes | bytearray, sequence: int) -> bytes:
    """The hive as a primary file that was written to its end."""
    content = bytearray(hive)
    struct.pack_into("<II", content, 4, sequence, sequence)
    struct.pack_into("<I", content, 28, _PRIMARY)
    struct.pack_into("<I", content, 508, regf.checksum(content))
    return bytes(content)
