"""Changing files on a FAT16 or FAT32 volume, the system volume of some Windows 2000 and XP.

Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03, and "Long File Name
Specification" 0.5. Only what is needed: content is replaced, files with 8.3 names are made.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from engine.disk.cached import Cached
from engine.disk.edits.overlay import Overlay
from engine.findings import Finding, finding, refuse
from engine.guest.volumes import windows_names
from engine.guest.volumes.fat_table import Geometry, Table, damaged, geometry, is_dirty
from engine.guest.volumes.guest_files import Entry
from engine.guest.volumes.volume import Transaction, transaction
from engine.phrase import Phrase

_SLOT = 32
_END, _DELETED, _IS_E5 = 0x00, 0xE5, 0x05
_LABEL, _FOLDER, _LONG_NAME = 0x08, 0x10, 0x0F
_DOS_ATTRIBUTES = 0x27
_LOWER_STEM, _LOWER_SUFFIX = 0x08, 0x10
_CODE_PAGE = "cp437"
_SLOTS_LIMIT = 1 << 16


@contextmanager
def edit(overlay: Overlay, start: int, size: int, *, recover: bool = False) -> Iterator[FatFiles]:
    """The FAT volume of ``size`` bytes at ``start``, to be changed.

    When the ``with`` block ends, all changes are in ``overlay``; if it raises, or anything was
    refused on the way, none is. ``recover``: take a volume that was not shut down cleanly.

    Refuses E612, E614, E615, E624.
    """
    with transaction(overlay, start, size) as changes:
        yield FatFiles(changes, recover=recover)


@dataclass(frozen=True, slots=True)
class _Record:
    """A file or folder: what its slot says, and where on the volume the slot is."""

    entry: Entry
    short: str
    cluster: int
    slot: int


class FatFiles:
    """Files of a FAT volume that can be edited. Refuses E613, E615, E617 to E620."""

    def __init__(self, changes: Transaction, *, recover: bool) -> None:
        self._changes = changes
        self._disk = Cached(changes.part)
        self._geometry: Geometry = geometry(self._disk, changes.part.start)
        self._table = Table(self._disk, self._geometry)
        self._root = _Record(Entry("\\", True, 0, _FOLDER), "", self._geometry.root_cluster, -1)
        #: W604 for a volume that was not shut down cleanly.
        self.findings: tuple[Finding, ...] = ()
        if is_dirty(self._disk, self._geometry):
            if not recover:
                raise refuse("E624", kind=self.kind.upper())
            self.findings = (finding("W604", kind=self.kind.upper()),)
        self._check_hibernation()

    @property
    def kind(self) -> str:
        return self._geometry.kind

    def find(self, path: str) -> Entry | None:
        record = self._find(path)
        return None if record is None else record.entry

    def list(self, path: str) -> tuple[Entry, ...]:
        record = self._find(path)
        if record is None or not record.entry.is_folder:
            return ()
        return tuple(each.entry for each in self._records(record))

    def read(self, path: str, limit: int = 64 << 20) -> bytes:
        record = self._file(path)
        if record.entry.size > limit:
            raise refuse("E620", path=path, size=record.entry.size, limit=limit)
        return self._read(record, record.entry.size)

    def replace(self, path: str, content: bytes) -> None:
        record = self._file(path)
        if len(content) == record.entry.size and self._read(record, len(content)) == content:
            return
        with self._changes.change():
            first = self._write(record.cluster, content, path)
            slot = bytearray(self._disk.pread(record.slot, _SLOT))
            _describe(slot, first, len(content), datetime.now())
            self._disk.pwrite(record.slot, bytes(slot))

    def create(self, path: str, content: bytes, like: str) -> None:
        folder, name = self._new(path)
        attributes = self._file(like).entry.attributes & _DOS_ATTRIBUTES
        with self._changes.change():
            now = datetime.now()
            slot = _new_slot(name, attributes, now)
            _describe(slot, self._write(0, content, path), len(content), now)
            self._add(folder, bytes(slot), path)

    def create_folder(self, path: str, like: str = "") -> None:
        folder, name = self._new(path)
        with self._changes.change():
            now = datetime.now()
            slot = _new_slot(name, _FOLDER, now)
            [own] = self._table.resize([], 1, path)
            # The folder above is named by 0 where it is the root.
            links = ((b".", own), (b"..", folder.cluster if folder.slot >= 0 else 0))
            content = b"".join(_link(each, slot, cluster, now) for each, cluster in links)
            self._disk.pwrite(
                self._geometry.place(own), content.ljust(self._geometry.cluster, b"\0")
            )
            _describe(slot, own, 0, now)
            self._add(folder, bytes(slot), path)

    def set_attributes(self, path: str, attributes: int) -> None:
        record = self._file(path)
        with self._changes.change():
            kept = record.entry.attributes & ~_DOS_ATTRIBUTES
            value = kept | (attributes & _DOS_ATTRIBUTES)
            if value != record.entry.attributes:
                self._disk.pwrite(record.slot + 11, bytes([value]))

    # -- names

    def _find(self, path: str) -> _Record | None:
        record = self._root
        for name in filter(None, path.split("\\")):
            wanted = windows_names.fold(name)
            found = (
                each
                for each in (self._records(record) if record.entry.is_folder else ())
                if wanted in (windows_names.fold(each.entry.name), windows_names.fold(each.short))
            )
            following = next(found, None)
            if following is None:
                return None
            record = following
        return record

    def _file(self, path: str) -> _Record:
        record = self._find(path)
        if record is None or record.entry.is_folder:
            raise refuse("E617", path=path)
        return record

    def _new(self, path: str) -> tuple[_Record, str]:
        """The folder and the name of what is to be made at ``path``."""
        parent, _, name = path.rpartition("\\")
        folder = self._find(parent)
        if folder is None or not folder.entry.is_folder:
            raise refuse("E617", path=parent)
        if not windows_names.is_short(name):
            raise refuse("E619", name=name)
        if self._find(path) is not None:
            raise refuse("E618", path=path)
        return folder, name

    def _records(self, folder: _Record) -> Iterator[_Record]:
        """What a folder holds. A long name stands before its file, its last part first."""
        parts: list[bytes] = []
        for place, slot in self._slots(folder):
            if slot[0] == _END:
                return
            if slot[0] == _DELETED:
                parts = []
            elif slot[11] & 0x3F == _LONG_NAME:
                parts.append(slot)
            else:
                if not slot[11] & _LABEL and slot[:1] != b".":
                    yield _record(slot, place, parts)
                parts = []

    def _slots(self, folder: _Record) -> Iterator[tuple[int, bytes]]:
        """The slots of a folder and where they are."""
        for start, size in self._stretches(folder):
            content = self._disk.pread(start, size)
            for at in range(0, len(content) - _SLOT + 1, _SLOT):
                yield start + at, content[at : at + _SLOT]

    def _stretches(self, folder: _Record) -> Iterator[tuple[int, int]]:
        """Where a folder is: its clusters; the root of FAT16 has a place of its own."""
        if folder.slot < 0 and self.kind == "fat16":
            yield self._geometry.root_start, self._geometry.root_size
            return
        clusters = self._table.chain(folder.cluster)
        if len(clusters) * self._geometry.cluster > _SLOTS_LIMIT * _SLOT:
            raise damaged(
                self.kind, Phrase("the folder {name} is too large", name=folder.entry.name)
            )
        for cluster in clusters:
            yield self._geometry.place(cluster), self._geometry.cluster

    def _add(self, folder: _Record, slot: bytes, path: str) -> None:
        """Put a slot into the first free place of a folder."""
        places = iter(self._slots(folder))
        for place, found in places:
            if found[0] == _DELETED:
                self._disk.pwrite(place, slot)
                return
            if found[0] == _END:
                self._disk.pwrite(place, slot)
                after = next(places, None)
                if after is not None and after[1][0] != _END:
                    self._disk.pwrite(after[0], bytes(_SLOT))
                return
        if folder.slot < 0 and self.kind == "fat16":
            raise refuse("E613", path=path, needed=_SLOT, free=0)
        clusters = self._table.chain(folder.cluster)
        longer = self._table.resize(clusters, len(clusters) + 1, path)
        place = self._geometry.place(longer[-1])
        self._disk.pwrite(place, slot.ljust(self._geometry.cluster, b"\0"))

    # -- content

    def _read(self, record: _Record, length: int) -> bytes:
        if not length:
            return b""
        count = -(-length // self._geometry.cluster)
        clusters = self._table.chain(record.cluster)[:count]
        if len(clusters) < count:
            raise damaged(
                self.kind, Phrase("{name} is shorter than its folder says", name=record.entry.name)
            )
        pieces = (
            self._disk.pread(self._geometry.place(each), self._geometry.cluster)
            for each in clusters
        )
        return b"".join(pieces)[:length]

    def _write(self, first: int, content: bytes, path: str) -> int:
        """Put content into a file's clusters, as many as it needs; returns the first, 0 if none."""
        size = self._geometry.cluster
        old = self._table.chain(first) if first else []
        clusters = self._table.resize(old, -(-len(content) // size), path)
        for number, cluster in enumerate(clusters):
            piece = content[number * size : (number + 1) * size]
            self._disk.pwrite(self._geometry.place(cluster), piece.ljust(size, b"\0"))
        return clusters[0] if clusters else 0

    def _check_hibernation(self) -> None:
        """Refuse E612 if memory is saved on the volume."""
        record = self._find("hiberfil.sys")
        if record is None or record.entry.is_folder or record.entry.size < 4:
            return
        if self._disk.pread(self._geometry.place(record.cluster), 4).lower() == b"hibr":
            raise refuse("E612")


def _record(slot: bytes, place: int, parts: list[bytes]) -> _Record:
    short = _short_name(slot)
    high, low, size = struct.unpack_from("<H4xHI", slot, 20)
    is_folder = bool(slot[11] & _FOLDER)
    entry = Entry(_long_name(slot, parts) or short, is_folder, 0 if is_folder else size, slot[11])
    return _Record(entry, short, high << 16 | low, place)


def _long_name(slot: bytes, parts: list[bytes]) -> str:
    """The long name that belongs to a slot; empty if the parts are those of another."""
    checksum = 0
    for byte in slot[:11]:
        checksum = ((checksum >> 1 | checksum << 7) + byte) & 0xFF
    if any(part[13] != checksum for part in parts):
        return ""
    text = b"".join(part[1:11] + part[14:26] + part[28:32] for part in reversed(parts))
    return text.decode("utf-16-le", "replace").partition("\0")[0]


def _short_name(slot: bytes) -> str:
    raw = (b"\xe5" if slot[0] == _IS_E5 else slot[:1]) + slot[1:11]
    stem, suffix = raw[:8].decode(_CODE_PAGE).rstrip(), raw[8:].decode(_CODE_PAGE).rstrip()
    stem = stem.lower() if slot[12] & _LOWER_STEM else stem
    suffix = suffix.lower() if slot[12] & _LOWER_SUFFIX else suffix
    return f"{stem}.{suffix}" if suffix else stem


def _new_slot(name: str, attributes: int, now: datetime) -> bytearray:
    """A slot for an 8.3 name; whether its halves are in lower case is kept as NT does it."""
    stem, _, suffix = name.partition(".")
    lower = (_LOWER_STEM if stem.islower() else 0) | (_LOWER_SUFFIX if suffix.islower() else 0)
    padded = f"{stem.upper():8}{suffix.upper():3}".encode("ascii")
    time, date = _stamp(now)
    slot = struct.pack("<11sBBBHHH", padded, attributes, lower, 0, time, date, date)
    return bytearray(slot.ljust(_SLOT, b"\0"))


def _link(name: bytes, slot: bytearray, cluster: int, now: datetime) -> bytes:
    """The slot of ``.`` or ``..`` in a folder that has ``slot``."""
    link = bytearray(name.ljust(11)) + slot[11:]
    link[12] = 0
    _describe(link, cluster, 0, now)
    return bytes(link)


def _describe(slot: bytearray, first: int, size: int, now: datetime) -> None:
    """Say in a slot where a file begins, how long it is, and that it was written now."""
    time, date = _stamp(now)
    struct.pack_into("<HHHHI", slot, 20, first >> 16, time, date, first & 0xFFFF, size)


def _stamp(now: datetime) -> tuple[int, int]:
    """Time and date as FAT has them, in the local time of whoever writes."""
    date = (now.year - 1980) << 9 | now.month << 5 | now.day
    return now.hour << 11 | now.minute << 5 | now.second // 2, date
