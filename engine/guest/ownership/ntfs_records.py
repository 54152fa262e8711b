"""The files of an NTFS volume and their clusters, from the records of its $MFT alone.

Each record is looked at once and in order, whatever the folders say: that is quick, and no index
can lead in a circle. Source: the NTFS documentation of the Linux-NTFS project.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from engine.guest.ownership.bitmap import free_runs
from engine.guest.ownership.owned import FREE, METADATA, Owned, Owners
from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

_SECTOR = 512
_PIECE = 1 << 20
_IN_USE, _FOLDER = 1, 2
_FILE_NAME, _DATA, _END = 0x30, 0x80, 0xFFFFFFFF
_DOS_NAME = 2
_BITMAP, _ROOT, _EXTEND, _OF_USERS = 6, 5, 11, 24
_NUMBER = (1 << 48) - 1  #: the part of a reference that is the record's number
_SIZES = range(512, 65537)

Runs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Geometry:
    """What the boot sector says, in bytes."""

    cluster: int
    record: int
    mft: int
    clusters: int

    @classmethod
    def of(cls, sector: bytes) -> _Geometry:
        size, per_cluster = struct.unpack_from("<HB", sector, 11)
        per_cluster = per_cluster if per_cluster <= 128 else 1 << (256 - per_cluster)
        total, first = struct.unpack_from("<QQ", sector, 40)
        (clusters,) = struct.unpack_from("<b", sector, 64)
        cluster = size * per_cluster
        record = clusters * cluster if clusters > 0 else 1 << min(-clusters, 16)
        if record not in _SIZES or record % _SECTOR or not cluster:
            raise ValueError(Phrase("its boot sector is damaged"))
        return cls(cluster, record, first * cluster, total * size // cluster)


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute of a record: its value if that is in the record, else where its clusters are."""

    type: int
    named: bool
    value: bytes | None
    runs: Runs  #: first byte and length, in the volume
    first: bool  #: the first part of it, which knows the size
    size: int  #: bytes of the content


def read(stream: Stream) -> Owned:
    """The files of the volume. Raises ValueError, LimitError and struct.error for damage."""
    volume = _Volume(stream)
    volume.read_records()
    return volume.owners.owned()


class _Volume:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._geometry = _Geometry.of(stream.pread(0, _SECTOR))
        self._extend = {_EXTEND}  #: $Extend and the folders in it
        self.owners = Owners("\\", _ROOT)

    def read_records(self) -> None:
        mft: Runs = [(self._geometry.mft, self._geometry.record)]
        seen = 0
        number = 0
        bitmap: Runs = []
        while seen < len(mft):
            for record in self._records(*mft[seen]):
                base, attributes = _parsed(record, self._geometry, number)
                if base == 0:  # it describes the $MFT, of which more is known now
                    mft = _longer(mft, attributes, self._geometry.record)
                if base == _BITMAP:
                    bitmap += _content(attributes)
                if base >= 0:
                    self._take(base, attributes)
                number += 1
            seen += 1
        for start, length in free_runs(self._stream, bitmap, self._geometry.clusters):
            cluster = self._geometry.cluster
            self.owners.run(FREE, start * cluster, length * cluster)

    def _records(self, start: int, length: int) -> Iterator[bytes]:
        """The records in a run of the $MFT; those at the volume's end that are cut are none."""
        size = self._geometry.record
        for at in range(start, start + length, _PIECE):
            piece = self._stream.pread(at, min(_PIECE, start + length - at))
            if not piece:
                return
            for offset in range(0, len(piece) - size + 1, size):
                yield piece[offset : offset + size]

    def _take(self, base: int, attributes: list[_Attribute]) -> None:
        """Note what a record says of the file ``base``."""
        owners = self.owners
        for each in attributes:
            if each.type == _FILE_NAME and each.value is not None:
                self._name(base, each.value)
            elif each.type == _DATA:
                if not each.named and each.first:
                    value = each.value or b""
                    owners.file(base, each.size, zlib.crc32(value) + 1 if value else 0)
                for start, length in each.runs:
                    owners.run(self._owner(base), start, length)
            else:
                for start, length in each.runs:
                    owners.run(METADATA, start, length)

    def _owner(self, base: int) -> int:
        return base if base >= _OF_USERS and base not in self._extend else METADATA

    def _name(self, base: int, value: bytes) -> None:
        (folder,) = struct.unpack_from("<Q", value)
        length, space = value[64], value[65]
        folder &= _NUMBER
        if space == _DOS_NAME or base == _ROOT:
            return
        if folder in self._extend:
            self._extend.add(base)
            return
        if base >= _OF_USERS:
            name = value[66 : 66 + 2 * length].decode("utf-16-le", "replace")
            self.owners.place(base, folder, name)


def _longer(mft: Runs, attributes: list[_Attribute], record: int) -> Runs:
    """The runs of the $MFT with those that a record of it adds; the first record is read once."""
    found = _content(attributes)
    if not found:
        return mft
    if len(mft) == 1 and mft[0][1] == record:
        start, length = found[0]
        return [mft[0], (start + record, length - record), *found[1:]]
    return [*mft, *found]


def _content(attributes: list[_Attribute]) -> Runs:
    return [
        run for each in attributes if each.type == _DATA and not each.named for run in each.runs
    ]


def _parsed(record: bytes, geometry: _Geometry, number: int) -> tuple[int, list[_Attribute]]:
    """Number of the file that a record is of, -1 for none; and the attributes in it."""
    if record[:4] != b"FILE":
        return -1, []
    offset, count, at, flags = struct.unpack_from("<HH12xHH", record, 4)
    if not flags & _IN_USE:
        return -1, []
    (base,) = struct.unpack_from("<Q", record, 32)
    mended = bytearray(record)
    for turn in range(1, min(count, len(record) // _SECTOR + 1)):
        mended[turn * _SECTOR - 2 : turn * _SECTOR] = record[
            offset + 2 * turn : offset + 2 * turn + 2
        ]
    data = bytes(mended)
    return base & _NUMBER if base else number, list(_attributes(data, at, geometry))


def _attributes(data: bytes, at: int, geometry: _Geometry) -> Iterator[_Attribute]:
    while at + 24 <= len(data):
        type, length, outside, name = struct.unpack_from("<IIBB", data, at)
        if type == _END or length < 24 or at + length > len(data):
            return
        if not outside:
            size, offset = struct.unpack_from("<IH", data, at + 16)
            value = data[at + offset : at + min(offset + size, length)]
            yield _Attribute(type, bool(name), value, [], True, len(value))
        elif length >= 64:
            first, size = struct.unpack_from("<Q24xQ", data, at + 16)
            (offset,) = struct.unpack_from("<H", data, at + 32)
            runs = _runs(data[at + offset : at + length], geometry)
            yield _Attribute(type, bool(name), None, runs, not first, size)
        at += length


def _runs(packed: bytes, geometry: _Geometry) -> Runs:
    """The runs that a mapping pairs array says, holes left out."""
    found: Runs = []
    at = place = 0
    while at < len(packed) and packed[at]:
        of_length, of_place = packed[at] & 15, packed[at] >> 4
        at += 1
        count = int.from_bytes(packed[at : at + of_length], "little")
        at += of_length
        if of_place:
            place += int.from_bytes(packed[at : at + of_place], "little", signed=True)
            at += of_place
            if count <= 0 or not 0 <= place <= geometry.clusters + 1 - count:
                raise ValueError(Phrase("a run of clusters leads outside of it"))
            found.append((place * geometry.cluster, count * geometry.cluster))
    return found
