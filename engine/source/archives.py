"""Archives as folders: a machine in a tar archive (.ova, .box) or a ZIP is read where it is.

``vm.ova/vm.ovf`` is the path of a member, as if the archive were a folder. What an archive holds as
it is, is read at any byte of it. A deflated member of a ZIP has no such bytes: to look into a guest
takes reading back and forth, which would mean to unpack it from its beginning each time, and a copy
that was cut goes on in its middle. So only what is small (a .vmx, a description) is inflated, in
memory; a disk is refused with the command that unpacks it (E120).
"""

from __future__ import annotations

import errno
import os
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

from engine.findings import refuse
from engine.phrase import Phrase
from engine.source import tar_members, zip_members
from engine.source.member import Member, OddError, read
from engine.source.source import Entry, FileKind, Opened, Part, Source, Stat
from engine.source.unpacking import UNZIP, command

#: Deflated members up to this size are inflated in memory.
INFLATED_LIMIT = 4 << 20
#: Archives whose members are remembered.
_KEPT = 16
_lock = threading.Lock()
_known: OrderedDict[Path, ArchiveFolders] = OrderedDict()


def folders(path: Path, outer: Source) -> ArchiveFolders:
    """The archive ``path``, which is on the source ``outer``, as a source of its own.

    Raises OSError where it cannot be read; refuses (E112) what is no archive or an odd one, and
    (E930) an encrypted one.
    """
    found = outer.stat(path)
    with _lock:
        known = _known.get(path)
        if known is None or known.whole != found:
            known = _known[path] = ArchiveFolders(path, outer, found, _members(path, outer, found))
        _known.move_to_end(path)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
        return known


def _members(path: Path, outer: Source, found: Stat) -> dict[str, Member]:
    opened = outer.open(path)
    members: dict[str, Member] = {}
    try:
        if read(opened, 0, min(found.size, 4)) == zip_members.MAGIC:
            files = zip_members.members(opened, found.size, path)
        else:
            files = tar_members.members(opened, found.size)
        for name, member in files:
            if name in members:
                raise OddError(Phrase("it has two members {name}", name=name))
            members[name] = member
        if not members:
            raise OddError(Phrase("it is no archive, or holds no files"))
        if double := members.keys() & set(_above(members)):
            raise OddError(Phrase("its member {name} is a folder too", name=min(double)))
    except OddError as odd:
        raise refuse("E112", path=path, reason=odd) from None
    finally:
        opened.close()
    return members


def _above(names: Iterator[str] | Mapping[str, Member]) -> Iterator[str]:
    """The folders that members are in, each as often as there are such."""
    return (str(each) for name in names for each in PurePosixPath(name).parents)


class ArchiveFolders:
    """The members of an archive as a source."""

    def __init__(
        self, path: Path, outer: Source, whole: Stat, members: Mapping[str, Member]
    ) -> None:
        self.path, self.outer, self.whole, self.members = path, outer, whole, members
        self._folders = set(_above(members))

    @property
    def connections(self) -> int:
        return self.outer.connections

    def list(self, folder: Path) -> Iterator[Entry]:
        inside = self._inside(folder)
        if inside not in self._folders:
            raise _missing(folder)
        found = dict.fromkeys(chain(self._folders - {"."}, self.members))
        for name in (each for each in found if str(PurePosixPath(each).parent) == inside):
            is_file = name in self.members
            yield Entry(self.path / name, is_file, not is_file)

    def stat(self, path: Path, *, now: bool = False) -> Stat:
        whole = self.outer.stat(self.path, now=now)
        inside = self._inside(path)
        if inside in self._folders:
            return Stat(FileKind.FOLDER, 0, whole.modified, 0, whole.identity, whole.rights)
        member = self._member(path)
        identity = whole.identity[0], whole.identity[1] * (whole.size + 1) + member.base
        return Stat(FileKind.FILE, member.size, whole.modified, member.held, identity, whole.rights)

    def readable(self, path: Path) -> bool:
        return self.outer.readable(self.path)

    def real(self, path: Path) -> Path:
        return self.outer.real(self.path) / self._inside(path)

    def running(self, path: Path) -> bool:
        return False

    def open(self, path: Path, *, direct: bool = False) -> Opened:
        member = self._member(path)
        if member.check is not None and member.size > INFLATED_LIMIT:
            raise refuse("E120", path=path, kind="ZIP", command=command(UNZIP, self.path))
        opened = self.outer.open(self.path, direct=direct)
        if member.check is None:
            return PartOfFile(opened, member)
        try:
            return Inflated(_inflated(opened, member))
        except OddError as odd:
            raise refuse("E112", path=self.path, reason=odd) from None
        finally:
            opened.close()

    def _member(self, path: Path) -> Member:
        member = self.members.get(self._inside(path))
        if member is None:
            raise _missing(path)
        return member

    def _inside(self, path: Path) -> str:
        """The name of a path within the archive, ``..`` followed; raises FileNotFoundError."""
        inside = os.path.normpath(path.relative_to(self.path))
        if inside.startswith(".."):
            raise _missing(path)
        return PurePosixPath(*Path(inside).parts).as_posix()


def _missing(path: Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _inflated(opened: Opened, member: Member) -> bytes:
    packed = read(opened, member.base, min(member.held, member.size * 2 + 1024))
    try:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.size + 1)
    except zlib.error:
        data = b""
    if len(data) != member.size or zlib.crc32(data) != member.check:
        raise OddError(Phrase("a member cannot be inflated, or is not what its directory says"))
    return data


@dataclass(frozen=True, slots=True)
class PartOfFile:
    """A member whose bytes are in the archive as they are."""

    whole: Opened
    member: Member

    @property
    def fd(self) -> int:
        return self.whole.fd

    @property
    def base(self) -> int:
        return self.whole.base + self.member.base

    def read_some(self, at: int, buffer: memoryview) -> int:
        left = max(self.member.size - at, 0)
        if not left:
            return 0
        return self.whole.read_some(self.member.base + at, buffer[:left])

    def read_parts(self, parts: Sequence[Part]) -> None:
        self.whole.read_parts([(self.member.base + at, buffer) for at, buffer in parts])

    def stretches(self, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
        base = self.member.base
        found = self.whole.stretches(base + start, base + stop, limit)
        return [(begin - base, end - base) for begin, end in found]

    def size(self) -> int:
        return min(max(self.whole.size() - self.member.base, 0), self.member.size)

    def close(self) -> None:
        self.whole.close()


@dataclass(frozen=True, slots=True)
class Inflated:
    """A small member that was deflated, in memory."""

    data: bytes
    fd: int = -1
    base: int = 0

    def read_some(self, at: int, buffer: memoryview) -> int:
        part = self.data[at : at + len(buffer)]
        buffer[: len(part)] = part
        return len(part)

    def read_parts(self, parts: Sequence[Part]) -> None:
        for at, buffer in parts:
            if self.read_some(at, buffer) < len(buffer):
                raise OSError(errno.EIO, os.strerror(errno.EIO))

    def stretches(self, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
        return [(start, stop)] if start < stop else []

    def size(self) -> int:
        return len(self.data)

    def close(self) -> None:
        pass
