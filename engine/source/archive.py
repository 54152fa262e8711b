"""The members of an .ova, which is a tar archive: found in place, never extracted.

Only headers are read, each bounded, so that no archive can make this slow or large. Source: POSIX
pax and ustar, and GNU tar's long names and large sizes; the single header is read by tarfile.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.findings import refuse
from engine.phrase import Phrase
from engine.source.paths import read_at, source_of
from engine.source.source import FileKind, Opened

BLOCK = tarfile.BLOCKSIZE
HEADERS_LIMIT = 2048
#: Of the records or the long name that belong to one member.
_EXTENSION_LIMIT = 16 << 10

_FILE = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_NO_DATA = (tarfile.DIRTYPE,)
_IGNORED = (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK)


@dataclass(frozen=True, slots=True)
class Member:
    """``size`` bytes at ``base`` of the archive."""

    base: int
    size: int


class _OddError(Exception):
    """The archive is not what an .ova should be; the text says why."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive, wherever it lies itself, and its files by name, in order."""

    path: Path
    members: Mapping[str, Member]

    @classmethod
    def opened(cls, path: Path) -> Archive:
        """The archive ``path``; refuses (E101, E112) odd ones."""
        with _refusing(path), _open(path) as file:
            found = source_of(path).stat(path)
            if found.kind is not FileKind.FILE:
                raise _OddError(Phrase("it is not an ordinary file"))
            return cls(path, _members(file, found.size))

    def content(self, name: str, limit: int) -> bytes:
        """The bytes of a small member; refuses (E101, E112) one larger than ``limit``."""
        member = self.members[name]
        with _refusing(self.path), _open(self.path) as file:
            if member.size > limit:
                raise _OddError(Phrase("it has a text of {size} bytes", size=member.size))
            return _read(file, member.base, member.size)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refuse("E101", path=path, reason=error) from None
    except _OddError as reason:
        raise refuse("E112", path=path, reason=reason) from None


@contextmanager
def _open(path: Path) -> Iterator[Opened]:
    file = source_of(path).open(path)
    try:
        yield file
    finally:
        file.close()


def _members(file: Opened, end: int) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for name, member in _files(file, end):
        if name in found:
            raise _OddError(Phrase("it has two members {name}", name=name))
        found[name] = member
    if not found:
        raise _OddError(Phrase("it is no tar archive, or holds no files"))
    return found


def _files(file: Opened, end: int) -> Iterator[tuple[str, Member]]:
    position, headers = 0, 0
    said: dict[str, str] = {}  # by extensions, of the member that follows
    while (block := _header_block(file, position, end)) is not None:
        headers += 1
        if headers > HEADERS_LIMIT:
            raise _OddError(Phrase("it has more than {limit} members", limit=HEADERS_LIMIT))
        header = _header(block)
        data, size = position + BLOCK, _size(header, said)
        if data + size > end:
            raise _OddError(Phrase("it is truncated"))
        if header.type == tarfile.GNUTYPE_LONGNAME:
            said["path"] = _text(_extension(file, data, size).rstrip(b"\0"))
        elif header.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            said |= _records(_extension(file, data, size))
        elif header.type not in _IGNORED:
            if header.type not in _NO_DATA:
                yield _name(header, said), Member(data, size)
            said = {}
        position = data + (size + BLOCK - 1) // BLOCK * BLOCK


def _header_block(file: Opened, position: int, end: int) -> bytes | None:
    """None at the end: a block of zeros, or no block."""
    if position + BLOCK > end:
        return None
    block = _read(file, position, BLOCK)
    return block if any(block) else None


def _header(block: bytes) -> tarfile.TarInfo:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError, OverflowError):
        raise _OddError(Phrase("it is no tar archive, or damaged")) from None


def _size(header: tarfile.TarInfo, said: dict[str, str]) -> int:
    if header.type in _NO_DATA:
        return 0
    size = header.size
    if header.type in _FILE and "size" in said:
        written = said["size"]
        size = int(written) if written.isascii() and written.isdigit() and len(written) < 20 else -1
    if size < 0:
        raise _OddError(Phrase("a member has an impossible size"))
    return size


def _name(header: tarfile.TarInfo, said: dict[str, str]) -> str:
    """The name of an ordinary file within the archive."""
    written = said.get("path", header.name)
    if header.type not in _FILE or any(key.startswith("GNU.sparse.") for key in said):
        raise _OddError(Phrase("its member {written} is no ordinary file", written=written))
    name = PurePosixPath(written)
    if name.is_absolute() or ".." in name.parts or not name.parts or "\0" in written:
        raise _OddError(Phrase("its member {written} leads out of it", written=repr(written)))
    return str(name)


def _records(data: bytes) -> dict[str, str]:
    """pax records, each ``LENGTH KEY=VALUE`` and a newline."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data) and data[at]:
        digits = data[at : at + 6].split(b" ", 1)[0]
        length = int(digits) if digits.isdigit() else 0
        if length <= len(digits) + 1 or at + length > len(data):
            raise _OddError(Phrase("a member has damaged records"))
        record = data[at + len(digits) + 1 : at + length].removesuffix(b"\n")
        key, _, value = record.partition(b"=")
        found[_text(key)] = _text(value)
        at += length
    return found


def _extension(file: Opened, position: int, size: int) -> bytes:
    if size > _EXTENSION_LIMIT:
        raise _OddError(Phrase("a member has too long a name or too many records"))
    return _read(file, position, size)


def _read(file: Opened, position: int, length: int) -> bytes:
    data = read_at(file, position, length)
    if len(data) < length:
        raise _OddError(Phrase("it is truncated"))
    return data


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
