"""Reads NTFS by dissect.ntfs, in pure Python."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

from dissect.ntfs import NTFS

from engine.findings import refuse
from engine.guest.helper.bounds import Unpacking
from engine.guest.volumes.guest_files import Condition, Entry, split
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase

_ENCRYPTED, _FOLDER_LIMIT = 0x4000, 200_000
_RECORDS_HELD = 1000
_BUFFERS_LIMIT = 1 << 16
_ATTRIBUTES = 0x4FB7  #: the bits of the record that DOS and Windows show
_DOS_NAME = 2
_VOLUME, _LOG_FILE = 3, 2
_VOLUME_INFORMATION = 0x70
_DIRTY = 1
#: Windows keeps a file's content in another stream behind such a reparse point (compact /exe).
_WOF_COMPRESSED = 0x80000017


class NtfsFiles:
    """Implements ReadableFiles. Refuses E615, E616, E617, E620 and E631."""

    kind = "ntfs"

    def __init__(self, stream: Stream) -> None:
        with refusing(Phrase("the NTFS volume")):
            # What it is given the library does not look up by itself, by indexes of the volume.
            self._volume: Any = NTFS(stream, sds=io.BytesIO(), usnjrnl=io.BytesIO())
        self._records: dict[str, Any] = {}
        self.unpacking = Unpacking()

    def find(self, path: str) -> Entry | None:
        with refusing(path):
            record = self._record(path)
            if record is None:
                return None
            information = record.attributes.STANDARD_INFORMATION.file_attributes
            folder = record.is_dir()
            name = (split(path) or ["\\"])[-1]
            size = 0 if folder else record.size()
            return Entry(name, folder, size, int(information) & _ATTRIBUTES)

    def list(self, path: str) -> tuple[Entry, ...]:
        with refusing(path):
            record = self._record(path)
            if record is None or not record.is_dir():
                return ()
            found = []
            for count, entry in enumerate(_index(record).entries()):
                if count > _FOLDER_LIMIT:
                    raise ValueError(Phrase("too many entries"))
                if entry.attribute.flags != _DOS_NAME:
                    found.append(_entry(entry.attribute))
            return tuple(found)

    def read(self, path: str, limit: int = 64 << 20) -> bytes:
        with refusing(path):
            record = self._content(path)
            size = record.size()
            if size > limit:
                raise refuse("E620", path=path, size=size, limit=limit)
            return _exactly(record.open(), 0, size)

    def part(self, path: str, offset: int, length: int) -> bytes:
        with refusing(path):
            record = self._content(path)
            return _exactly(record.open(), offset, max(min(length, record.size() - offset), 0))

    def condition(self) -> Condition:
        with refusing("$Volume"):
            (information,) = self._volume.mft.get(_VOLUME).attributes[_VOLUME_INFORMATION]
            flags = struct.unpack_from("<H", information.data(), 10)[0]
            log = self._volume.mft.get(_LOG_FILE).open()
            return Condition(bool(flags & _DIRTY), _journal(log))

    def _record(self, path: str) -> Any:
        """The file record; None if there is none. Links are not followed."""
        if path not in self._records:
            if len(self._records) >= _RECORDS_HELD:
                self._records.clear()
            self._records[path] = self._look_up(path)
        return self._records[path]

    def _look_up(self, path: str) -> Any:
        record = self._volume.mft.root
        for name in split(path):
            if not record.is_dir():
                return None
            try:
                record = _index(record).search(name).dereference()
            except KeyError:
                return None
        return record

    def _content(self, path: str) -> Any:
        record = self._record(path)
        if record is None or record.is_dir():
            raise refuse("E617", path=path)
        if record.attributes.STANDARD_INFORMATION.file_attributes & _ENCRYPTED:
            raise refuse("E616", path=path)
        if record.is_reparse_point() and record.attributes.REPARSE_POINT.tag == _WOF_COMPRESSED:
            raise ValueError(Phrase("it is compressed in the manner of compact /exe"))
        return record


def _index(record: Any) -> Any:
    """The index of a folder, for one search or listing."""
    index = record.index("$I30")
    index.index_buffer = _Once(index.index_buffer)
    return index


class _Once:
    """Gives out the buffers of an index, each once: a tree of them leads nowhere twice."""

    def __init__(self, read: Callable[[int], Any]) -> None:
        self._read = read
        self._given: set[int] = set()

    def __call__(self, number: int) -> Any:
        if number in self._given:
            raise ValueError(Phrase("its index leads back to itself"))
        if len(self._given) >= _BUFFERS_LIMIT:
            raise ValueError(Phrase("its index is too large"))
        self._given.add(number)
        return self._read(number)


def _entry(name: Any) -> Entry:
    """From a $FILE_NAME attribute in a folder's index."""
    folder = name.is_dir()
    size = 0 if folder else name.attr.FileSize
    return Entry(name.file_name, folder, size, int(name.attr.FileAttributes) & _ATTRIBUTES)


def _exactly(stream: Any, offset: int, length: int) -> bytes:
    stream.seek(offset)
    data: bytes = stream.read(length)
    if len(data) != length:
        raise ValueError(Phrase("{length} bytes are missing", length=length - len(data)))
    return data


_RESTART = struct.Struct("<4sHHQIIHhH")
_AREA = struct.Struct("<QHHHH")
_NO_CLIENT, _CLEAN = 0xFFFF, 2


def _journal(log: Any) -> Any:
    """What the two restart pages at the beginning of $LogFile say; the newer one counts.

    Source: the NTFS documentation of the Linux-NTFS project, "$LogFile". An empty log (all ones)
    is clean.
    """
    newest: tuple[int, Any] = (-1, "clean")
    step = 4096
    for number in range(2):
        page = _read_at(log, number * step, 4096)
        if page[:4] != b"RSTR" or len(page) < 4096:
            continue
        _, _, _, _, step_found, _, area, _, version = _RESTART.unpack_from(page)
        if number == 0 and 512 <= step_found <= 65536:
            step = step_found
        if area + _AREA.size > len(page):
            continue
        sequence, _, _, in_use, flags = _AREA.unpack_from(page, area)
        clean = in_use == _NO_CLIENT or flags & _CLEAN
        state = "kept" if version >= 2 else "clean" if clean else "unclean"
        newest = max(newest, (sequence, state))
    return newest[1]


def _read_at(stream: Any, offset: int, length: int) -> bytes:
    stream.seek(offset)
    data: bytes = stream.read(length)
    return data
