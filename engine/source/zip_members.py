"""The members of a ZIP archive: the directory at its end is read by zipfile, the data in place.

Each member's own header is held against the directory: what says something else there, or lies over
another member, was made to be read differently by different readers. Source: APPNOTE.TXT 6.3.10,
sections 4.3.7 (local headers), 4.4.4 (flags) and 4.5.3 (ZIP64, which zipfile follows).
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from engine.findings import refuse
from engine.phrase import Phrase
from engine.source.member import MEMBERS_LIMIT, Member, OddError, name_of, not_a_file, read
from engine.source.source import Opened
from engine.source.unpacking import UNZIP, command

MAGIC = b"PK\x03\x04"
#: Signature, version, flags, method, times, CRC-32, sizes, lengths of the name and of extra fields.
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _UTF8 = 1 << 0, 1 << 11
_UNIX = 3  #: "made by": external attributes have a mode
#: More than MEMBERS_LIMIT entries of a directory take with long names.
_DIRECTORY_LIMIT = 4 << 20
_DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, struct.error,
)  # fmt: skip


def members(file: Opened, end: int, path: Path) -> Iterator[tuple[str, Member]]:
    """The files of the archive ``path`` of ``end`` bytes, in the order of their data.

    Raises OddError, and OSError; refuses E930 for one that is encrypted.
    """
    entries, directory = _entries(file, end)
    free = 0  # the first byte behind the members so far
    for each in sorted(entries, key=lambda entry: entry.header_offset):
        if each.header_offset < free:
            raise OddError(Phrase("its member {name} lies over another", name=each.filename))
        if each.flag_bits & _ENCRYPTED:
            raise refuse("E930", path=path, name=each.filename, command=command(UNZIP, path))
        base = _data_of(file, each)
        free = base + each.compress_size
        if free > directory:
            raise OddError(Phrase("it is truncated"))
        if not each.is_dir():
            yield _name(each), _member(each, base)


def _entries(file: Opened, end: int) -> tuple[list[zipfile.ZipInfo], int]:
    """What the directory says, and where it begins."""
    try:
        with zipfile.ZipFile(_Stream(file, end)) as archive:
            entries, directory = archive.infolist(), int(archive.start_dir)
    except _DAMAGED:
        raise OddError(Phrase("it is no ZIP archive, or damaged")) from None
    if len(entries) > MEMBERS_LIMIT:
        raise OddError(Phrase("it has more than {limit} members", limit=MEMBERS_LIMIT))
    return entries, directory


def _data_of(file: Opened, entry: zipfile.ZipInfo) -> int:
    """Where the data of a member begins, behind its own header; OddError if that says otherwise."""
    fields = _LOCAL.unpack(read(file, entry.header_offset, _LOCAL.size))
    magic, _, flags, method, *_, length, extra = fields
    name = read(file, entry.header_offset + _LOCAL.size, length)
    encoding = "utf-8" if entry.flag_bits & _UTF8 else "cp437"
    said = MAGIC, entry.flag_bits, entry.compress_type, entry.orig_filename.encode(encoding)
    if (magic, flags, method, name) != said:
        raise OddError(Phrase("its member {name} is described twice, and not alike",
                              name=entry.filename))  # fmt: skip
    return int(entry.header_offset + _LOCAL.size + length + extra)


def _member(entry: zipfile.ZipInfo, base: int) -> Member:
    size, held = entry.file_size, entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        if size != held:
            raise OddError(Phrase("a member has an impossible size"))
        return Member(base, size, held)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        return Member(base, size, held, entry.CRC)
    raise OddError(Phrase("its member {name} is compressed in a rare way", name=entry.filename))


def _name(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16 if entry.create_system == _UNIX else 0
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise not_a_file(entry.filename)
    return name_of(entry.filename)


class _Stream(io.RawIOBase):
    """An archive as zipfile reads it: never more at once than a directory may take."""

    def __init__(self, file: Opened, end: int) -> None:
        self._file, self._end, self._at = file, end, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        if start + offset < 0:
            raise ValueError(offset)
        self._at = start + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(self._end - self._at, 0)
        size = left if size < 0 else min(size, left)
        if size > _DIRECTORY_LIMIT:
            raise OddError(Phrase("its directory is too large"))
        data = read(self._file, self._at, size)
        self._at += size
        return data
