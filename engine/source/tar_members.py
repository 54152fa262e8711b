"""The members of a tar archive, such as an .ova: found in place, never extracted.

Only headers are read, each bounded, so that no archive can make this slow or large. Source: POSIX
pax and ustar, and GNU tar's long names and large sizes; the single header is read by tarfile.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from engine.phrase import Phrase
from engine.source.member import MEMBERS_LIMIT, Member, OddError, name_of, not_a_file, read
from engine.source.source import Opened

BLOCK = tarfile.BLOCKSIZE
#: Of the records or the long name that belong to one member.
_EXTENSION_LIMIT = 16 << 10

_FILE = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_NO_DATA = (tarfile.DIRTYPE,)
_IGNORED = (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK)


def members(file: Opened, end: int) -> Iterator[tuple[str, Member]]:
    """The files of an archive of ``end`` bytes, in order; raises OddError, and OSError."""
    position, headers = 0, 0
    said: dict[str, str] = {}  # by extensions, of the member that follows
    while (block := _header_block(file, position, end)) is not None:
        headers += 1
        if headers > MEMBERS_LIMIT:
            raise OddError(Phrase("it has more than {limit} members", limit=MEMBERS_LIMIT))
        header = _header(block)
        data, size = position + BLOCK, _size(header, said)
        if data + size > end:
            raise OddError(Phrase("it is truncated"))
        if header.type == tarfile.GNUTYPE_LONGNAME:
            said["path"] = _text(_extension(file, data, size).rstrip(b"\0"))
        elif header.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            said |= _records(_extension(file, data, size))
        elif header.type not in _IGNORED:
            if header.type not in _NO_DATA:
                yield _name(header, said), Member(data, size, size)
            said = {}
        position = data + (size + BLOCK - 1) // BLOCK * BLOCK


def _header_block(file: Opened, position: int, end: int) -> bytes | None:
    """None at the end: a block of zeros, or no block."""
    if position + BLOCK > end:
        return None
    block = read(file, position, BLOCK)
    return block if any(block) else None


def _header(block: bytes) -> tarfile.TarInfo:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError, OverflowError):
        raise OddError(Phrase("it is no tar archive, or damaged")) from None


def _size(header: tarfile.TarInfo, said: dict[str, str]) -> int:
    if header.type in _NO_DATA:
        return 0
    size = header.size
    if header.type in _FILE and "size" in said:
        written = said["size"]
        size = int(written) if written.isascii() and written.isdigit() and len(written) < 20 else -1
    if size < 0:
        raise OddError(Phrase("a member has an impossible size"))
    return size


def _name(header: tarfile.TarInfo, said: dict[str, str]) -> str:
    """The name of an ordinary file within the archive."""
    written = said.get("path", header.name)
    if header.type not in _FILE or any(key.startswith("GNU.sparse.") for key in said):
        raise not_a_file(written)
    return name_of(written)


def _records(data: bytes) -> dict[str, str]:
    """pax records, each ``LENGTH KEY=VALUE`` and a newline."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data) and data[at]:
        digits = data[at : at + 6].split(b" ", 1)[0]
        length = int(digits) if digits.isdigit() else 0
        if length <= len(digits) + 1 or at + length > len(data):
            raise OddError(Phrase("a member has damaged records"))
        record = data[at + len(digits) + 1 : at + length].removesuffix(b"\n")
        key, _, value = record.partition(b"=")
        found[_text(key)] = _text(value)
        at += length
    return found


def _extension(file: Opened, position: int, size: int) -> bytes:
    if size > _EXTENSION_LIMIT:
        raise OddError(Phrase("a member has too long a name or too many records"))
    return read(file, position, size)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
