"""Compressed files: nothing in them can be read in place, so the command that unpacks them is told.

A map of blocks needs bytes at any place of a file: a guest is looked into before anything of it is
copied, and a copy that was cut goes on in its middle. To get those from a compressed one means to
unpack it up to there each time, or a second copy: the user's own tools make that, where there is
room for it. The members of archives are read in place (:mod:`engine.source.archives`).
"""

from __future__ import annotations

import bz2
import contextlib
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from shlex import quote

from engine.findings import refuse
from engine.phrase import Phrase
from engine.source import paths
from engine.source.unpacking import (
    UNTAR,
    UNZIP,
    both,
    command,
    folder_of,
    may_hold,
)
from engine.source.zip_members import MAGIC

#: Bytes that tell what a file is (a block of bzip2 has up to 900 kB), and how many are unpacked.
_HEAD, _BLOCK = 1 << 20, 512
_TAR_MAGIC = 257, b"ustar"


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to compress: its name, how such files begin and end, and what undoes it."""

    name: str
    magic: bytes
    suffix: str
    command: str  #: keeps the file that is unpacked; with {path} and {folder}
    unpacked: Callable[[bytes], bytes] | None = None  #: the beginning of what was compressed


def _gzip(head: bytes) -> bytes:
    return zlib.decompressobj(31).decompress(head, _BLOCK)


def _xz(head: bytes) -> bytes:
    return lzma.LZMADecompressor().decompress(head, _BLOCK)


def _bzip2(head: bytes) -> bytes:
    return bz2.BZ2Decompressor().decompress(head, _BLOCK)


_ALL = (
    Packing("gzip", b"\x1f\x8b", ".gz", "gzip -d -k {path}", _gzip),
    Packing("xz", b"\xfd7zXZ\0", ".xz", "xz -d -k {path}", _xz),
    Packing("bzip2", b"BZh", ".bz2", "bzip2 -d -k {path}", _bzip2),
    Packing("zstd", b"\x28\xb5\x2f\xfd", ".zst", "zstd -d -k {path}"),
    Packing("ZIP", MAGIC, ".zip", UNZIP),
    Packing("7z", b"7z\xbc\xaf\x27\x1c", ".7z", "7z x {path} -o{folder}"),
    Packing("RAR", b"Rar!\x1a\x07", ".rar", "unrar x {path} {folder}/"),
)
_ARCHIVES = (".zip", ".7z", ".rar")
_TAR_NAMES = (".tar", ".tgz", ".txz", ".tbz", ".tzst", ".box", ".ova")


def packing(head: bytes) -> Packing | None:
    """How a file with these first bytes is compressed; None if it is not."""
    return next((each for each in _ALL if head.startswith(each.magic)), None)


def is_tar(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a tar archive."""
    at, magic = _TAR_MAGIC
    return head[at : at + len(magic)] == magic


def is_zip(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a ZIP archive."""
    return head.startswith(MAGIC)


def head_of(path: Path) -> bytes:
    """The first bytes of a file; none if it is no file, or may not be read."""
    try:
        return paths.head_of(path, _HEAD) if paths.is_file(path) else b""
    except OSError:
        return b""


def check_plain(path: Path, head: bytes) -> None:
    """Refuse (E120) a compressed file, or a compressed member of an archive."""
    if found := packing(head):
        raise refuse("E120", path=path, kind=found.name, command=_unpacking(path, found, head))


def _unpacking(path: Path, found: Packing, head: bytes) -> Phrase:
    """The command that unpacks ``path``, after the archive that it is in."""
    around = next((each for each in may_hold(path) if paths.is_file(each)), None)
    if around is None:
        return _command(path, found, head)
    unpacked = folder_of(around) / path.relative_to(around)
    return both(unpack(around), _command(unpacked, found, head))


def unpack(archive: Path) -> Phrase:
    """The command that unpacks an archive that could be read in place."""
    return command(UNZIP if is_zip(head_of(archive)) else UNTAR, archive)


def renamed(archive: Path) -> Phrase:
    """The command that gives an archive the ending of its kind."""
    to = Path(f"{archive}{'.zip' if is_zip(head_of(archive)) else '.tar'}")
    return Phrase.of_data("mv {path} {to}", path=quote(str(archive)), to=quote(str(to)))


def _command(path: Path, found: Packing, head: bytes) -> Phrase:
    if _holds_tar(path, found, head):
        return command(UNTAR, path)
    if found.suffix in (path.suffix.lower(), *_ARCHIVES):
        return command(found.command, path)
    renamed = Path(f"{path}{found.suffix}")
    first = Phrase.of_data("mv {path} {to}", path=quote(str(path)), to=quote(str(renamed)))
    return both(first, command(found.command, renamed))


def _holds_tar(path: PurePath, found: Packing, head: bytes) -> bool:
    """By what is in it, where that can be seen; else by its name."""
    begins = b""
    if found.unpacked is not None:
        with contextlib.suppress(zlib.error, lzma.LZMAError, OSError, EOFError):
            begins = found.unpacked(head)
    named = found.suffix not in _ARCHIVES and any(each in path.name.lower() for each in _TAR_NAMES)
    return is_tar(begins) or (named and not begins)
