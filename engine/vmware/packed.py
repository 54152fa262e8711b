"""Compressed files: nothing in them can be read in place, so the command that unpacks them is told.

A map of blocks needs bytes at any place of a file. To get those from a compressed one means to
unpack it up to there each time, or a second copy: the user's own tools make that, where there is
room for it.
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

from engine.disk.files import Files
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

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
    Packing("ZIP", b"PK\x03\x04", ".zip", "unzip {path} -d {folder}"),
    Packing("7z", b"7z\xbc\xaf\x27\x1c", ".7z", "7z x {path} -o{folder}"),
    Packing("RAR", b"Rar!\x1a\x07", ".rar", "unrar x {path} {folder}/"),
)
_ARCHIVES = (".zip", ".7z", ".rar")
#: How files end that are archives, or compressed.
SUFFIXES = (*(each.suffix for each in _ALL), ".tar", ".tgz", ".txz", ".box")
_TAR_NAMES = (".tar", ".tgz", ".txz", ".tbz", ".tzst", ".box", ".ova")


def packing(head: bytes) -> Packing | None:
    """How a file with these first bytes is compressed; None if it is not."""
    return next((each for each in _ALL if head.startswith(each.magic)), None)


def is_tar(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a tar archive."""
    at, magic = _TAR_MAGIC
    return head[at : at + len(magic)] == magic


def head_of(path: Path, base: int = 0, size: int | None = None) -> bytes:
    """The first bytes of a file, or of ``size`` bytes at ``base`` of it; none if it is no file."""
    with Files() as files:
        try:
            file = files.add(path, base, size)
            return files.read(file, 0, min(_HEAD, files.size(file)))
        except Refusal:
            return b""


def check_plain(path: Path, head: bytes) -> None:
    """Refuse (E120) a compressed file."""
    if found := packing(head):
        raise refuse("E120", path=path, kind=found.name, command=_command(path, found, head))


def check_plain_member(archive: Path, name: str, head: bytes) -> None:
    """Refuse (E120) a compressed member ``name`` of the tar archive ``archive``."""
    if found := packing(head):
        then = _command(_folder(archive) / name, found, head)
        command = _both(unpack_tar(archive), then)
        raise refuse("E120", path=name, kind=found.name, command=command)


def unpack_tar(archive: Path) -> Phrase:
    """The command that unpacks a tar archive into a folder beside it."""
    return _of_paths("mkdir {folder} && tar -xf {path} -C {folder}", archive)


def _of_paths(template: str, path: Path) -> Phrase:
    """A command for a shell. Made of parts, for a finding cuts long ones but not the whole."""
    return Phrase.of_data(template, path=quote(str(path)), folder=quote(str(_folder(path))))


def _command(path: Path, found: Packing, head: bytes) -> Phrase:
    if _holds_tar(path, found, head):
        return unpack_tar(path)
    if found.suffix in (path.suffix.lower(), *_ARCHIVES):
        return _of_paths(found.command, path)
    renamed = Path(f"{path}{found.suffix}")
    first = Phrase.of_data("mv {path} {to}", path=quote(str(path)), to=quote(str(renamed)))
    return _both(first, _of_paths(found.command, renamed))


def _both(first: Phrase, then: Phrase) -> Phrase:
    return Phrase.of_data("{first} && {then}", first=first, then=then)


def _holds_tar(path: PurePath, found: Packing, head: bytes) -> bool:
    """By what is in it, where that can be seen; else by its name."""
    begins = b""
    if found.unpacked is not None:
        with contextlib.suppress(zlib.error, lzma.LZMAError, OSError, EOFError):
            begins = found.unpacked(head)
    named = found.suffix not in _ARCHIVES and any(each in path.name.lower() for each in _TAR_NAMES)
    return is_tar(begins) or (named and not begins)


def _folder(path: Path) -> Path:
    """A folder of its own beside an archive: ``vm`` for ``vm.tar.gz``."""
    name = PurePath(path.name)
    while name.suffix.lower() in (*SUFFIXES, ".ova"):
        name = name.with_suffix("")
    return path.with_name(name.name if name.name != path.name else f"{name.name}-unpacked")
