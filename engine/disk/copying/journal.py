"""The journal of a copy: what of the target is safely on disk already.

A text line that says what is being copied, then binary records, each with a checksum. A record is
written only after the target's data was synced; a torn record at the end is ignored.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import platform
from engine.disk import side_files
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

_MAGIC = "vmx2xen journal 3"
_RECORD = struct.Struct(
    "<4sIQQQI"
)  # mark, crc of what follows, watermark, cursor, verified, pieces
_NUMBERS = struct.Struct("<QQQI")
_PIECE = struct.Struct("<Q32s")
_MARK = b"rec\n"
_IDENTITY_LIMIT = 16 << 20
_PIECES_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """Everything below ``watermark`` (bytes of the disk) is in the target and durable.

    ``cursor``: how far the target's file was allocated then; ``pieces``: digests since the record
    before, by number of the piece; everything below ``verified`` was read back and compared.
    """

    watermark: int
    cursor: int
    pieces: tuple[tuple[int, bytes], ...]
    verified: int = 0


class Journal:
    """An open journal; use :func:`create` or :func:`reopen`."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path, self._fd = path, fd

    def append(self, record: Record) -> None:
        """Write a record and wait until it is on disk."""
        pieces = b"".join(_PIECE.pack(number, digest) for number, digest in record.pieces)
        numbers = record.watermark, record.cursor, record.verified
        body = _NUMBERS.pack(*numbers, len(record.pieces)) + pieces
        try:
            _write_all(self._fd, _MARK + struct.pack("<I", zlib.crc32(body)) + body)
            platform.sync_data(self._fd)
        except OSError as error:
            raise refuse("E403", path=self.path, reason=error) from None

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def create(path: Path, identity: dict[str, Any], rights: int | None = None) -> Journal:
    """Begin a journal; ``identity`` says what is copied, to be compared when it is resumed.

    Refuses E403, E407, E417.
    """
    fd = side_files.create_or_reopen(path, rights)
    try:
        line = json.dumps({"magic": _MAGIC, **identity}, ensure_ascii=True)
        lock(fd, path)
        platform.resize(fd, 0)
        _write_all(fd, line.encode() + b"\n")
        platform.sync(fd)
        sync_folder(path.parent)
    except OSError as error:
        os.close(fd)
        raise refuse("E403", path=path, reason=error) from None
    except Refusal:
        os.close(fd)
        raise
    return Journal(path, fd)


def reopen(path: Path) -> tuple[Journal, dict[str, Any], Iterator[Record]]:
    """Continue a journal: its identity and its records; consume them before appending.

    Refuses E404 if it is none, E407, E417. The records stop at the first that is torn, which is
    cut off.
    """
    try:
        fd = side_files.reopen(path)
    except OSError as error:
        raise refuse("E404", path=path, reason=error) from None
    try:
        lock(fd, path)
        identity, begin = _read_identity(fd, path)
    except BaseException:
        os.close(fd)
        raise
    return Journal(path, fd), identity, _records(fd, begin)


def lock(fd: int, path: Path) -> None:
    """Hold the file against other processes as long as it is open; refuses E407."""
    try:
        platform.lock(fd)
    except OSError:
        raise refuse("E407", path=path.absolute().parent) from None


def is_locked(path: Path) -> bool:
    """Whether another process holds a file."""
    try:
        fd = platform.open_to_change(path)
    except OSError:
        return False
    try:
        platform.lock(fd, shared=True)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False


def hold_folder(folder: Path, path: Path) -> int:
    """A folder held for the file ``path`` until it is closed; refuses E403, E407."""
    try:
        return platform.hold_folder(folder)
    except BlockingIOError:
        raise refuse("E407", path=path.absolute().parent) from None
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None


sync_folder = platform.sync_folder


def _read_identity(fd: int, path: Path) -> tuple[dict[str, Any], int]:
    head = platform.bytes_at(fd, _IDENTITY_LIMIT, 0)
    line, newline, _ = head.partition(b"\n")
    with contextlib.suppress(ValueError):
        identity = json.loads(line) if newline else None
        if isinstance(identity, dict) and identity.pop("magic", "") == _MAGIC:
            return identity, len(line) + 1
    raise refuse("E404", path=path, reason=Phrase("the journal cannot be read"))


def _records(fd: int, offset: int) -> Iterator[Record]:
    while (found := _read_record(fd, offset)) is not None:
        record, offset = found
        yield record
    platform.resize(fd, offset)
    os.lseek(fd, offset, os.SEEK_SET)


def _read_record(fd: int, offset: int) -> tuple[Record, int] | None:
    head = platform.bytes_at(fd, _RECORD.size, offset)
    if len(head) < _RECORD.size:
        return None
    mark, crc, watermark, cursor, verified, count = _RECORD.unpack(head)
    if mark != _MARK or count > _PIECES_LIMIT:
        return None
    size = count * _PIECE.size
    pieces = platform.bytes_at(fd, size, offset + _RECORD.size)
    if len(pieces) < size or zlib.crc32(head[8:] + pieces) != crc:
        return None
    record = Record(watermark, cursor, tuple(_PIECE.iter_unpack(pieces)), verified)
    return record, offset + _RECORD.size + size


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
