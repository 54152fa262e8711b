"""Files packed by Microsoft: cabinets (MSCF) and single files of EXPAND (SZDD).

A cabinet consists of folders, each one stream of compressed data with files in it. Only the folders
with the files wanted are unpacked: the rest of a driver.cab is most of it. libarchive unpacks.
Source: Microsoft, "Microsoft Cabinet Format"; for SZDD the libmspack project's description.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from engine import packages, platform
from engine.findings import refuse, words
from engine.guest.helper.bounds import LimitError, Unpacking
from engine.phrase import Phrase

_HEADER = struct.Struct("<4s4xI4xI4xBBHHHHH")
_FOLDER = struct.Struct("<IHH")
_FILE = struct.Struct("<IIHHHH")
_RESERVE, _HAS_PREVIOUS, _HAS_NEXT = 4, 1, 2
_FILES_LIMIT, _FOLDERS_LIMIT = 20_000, 4_000
_DIRECTORY_LIMIT = 4 << 20
PACKED_LIMIT = 128 << 20
_FILE_LIMIT = 64 << 20  #: bytes: no file of Windows' is larger
_SZDD_LIMIT = 16 << 20  #: bytes: the systems that packed so had smaller files
_SZDD = b"SZDD\x88\xf0\x27\x33A"

#: Reads ``length`` bytes of the packed file at ``offset``.
Read = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    folder: int
    start: int  #: within its folder's unpacked data
    size: int


@dataclass(frozen=True, slots=True)
class _Folder:
    start: int
    stop: int
    blocks: int
    compression: int


class Cabinet:
    """A cabinet whose directory was read; ``path`` is for messages. Refuses E634.

    ``unpacking`` is what the archives of the same volume share.
    """

    def __init__(self, path: str, read: Read, unpacking: Unpacking | None = None) -> None:
        self.path = path
        self._read = read
        self._unpacking = unpacking or Unpacking()
        try:
            self._read_directory()
        except (struct.error, ValueError) as error:
            raise refuse(
                "E634", path=path, reason=Phrase("it is damaged ({error})", error=words(error))
            ) from None

    @property
    def names(self) -> tuple[str, ...]:
        """What it holds, in lower case."""
        return tuple(member.name for member in self._members)

    def unpack(self, names: Collection[str]) -> dict[str, bytes]:
        """The content of those of ``names`` (in lower case) that it holds; refuses E601, E634."""
        named = {member.name: member for member in self._members if member.name in names}
        wanted = [*named.values()]
        self._check_room(wanted)
        found: dict[str, bytes] = {}
        for folder in sorted({member.folder for member in wanted}):
            members = [member for member in wanted if member.folder == folder]
            found |= self._unpack_folder(folder, members)
        return found

    def _check_room(self, wanted: Collection[_Member]) -> None:
        """Refuse (E634) what would unpack to too much, by what the directory says."""
        ends: dict[int, int] = {}
        for member in wanted:
            if member.size > _FILE_LIMIT:
                raise refuse(
                    "E634",
                    path=self.path,
                    reason=Phrase("{name} has {count} bytes", name=member.name, count=member.size),
                )
            end = member.start + member.size
            ends[member.folder] = max(ends.get(member.folder, 0), end)
        try:
            self._unpacking.expect(sum(ends.values()))
        except LimitError as error:
            raise refuse("E634", path=self.path, reason=error) from None

    def _read_directory(self) -> None:
        head = self._read(0, _DIRECTORY_LIMIT)
        magic, size, files_at, _, _, folders, files, flags, _, _ = _HEADER.unpack_from(head)
        if magic != b"MSCF" or files > _FILES_LIMIT or not 0 < folders <= _FOLDERS_LIMIT:
            raise ValueError(Phrase("it has no sound header"))
        if flags & (_HAS_PREVIOUS | _HAS_NEXT):
            raise ValueError(Phrase("it is a part of a set"))
        at, folder_reserve, self._block_reserve = _HEADER.size, 0, 0
        if flags & _RESERVE:
            own, folder_reserve, self._block_reserve = struct.unpack_from("<HBB", head, at)
            at += 4 + own
        step = _FOLDER.size + folder_reserve
        rows = [_FOLDER.unpack_from(head, at + number * step) for number in range(folders)]
        ends = [row[0] for row in rows[1:]] + [size]
        self._folders = [
            _Folder(start, stop, blocks, compression)
            for (start, blocks, compression), stop in zip(rows, ends, strict=True)
        ]
        self._members = sorted(_members(head, files_at, files), key=lambda each: each.start)

    def _unpack_folder(self, number: int, wanted: list[_Member]) -> dict[str, bytes]:
        """Unpack a cabinet made of one folder and the files wanted of it."""
        if number >= len(self._folders):
            raise refuse("E634", path=self.path, reason=Phrase("a file is in no folder"))
        folder = self._folders[number]
        size = folder.stop - folder.start
        if not 0 < size <= PACKED_LIMIT:
            raise refuse(
                "E634", path=self.path, reason=Phrase("a folder of it has {size} bytes", size=size)
            )
        data = self._read(folder.start, size)
        # All files before those wanted stay: libarchive refuses gaps between them.
        last = max(member.start for member in wanted)
        kept = [each for each in self._members if each.folder == number and each.start <= last]
        small = _small_cabinet(folder, kept, data, self._block_reserve)
        del data
        numbers = {kept.index(member): member for member in wanted}
        return dict(_unpack(self.path, small, kept, numbers, self._unpacking))


def _members(head: bytes, at: int, count: int) -> Iterator[_Member]:
    for _ in range(count):
        size, start, folder, _, _, _ = _FILE.unpack_from(head, at)
        end = head.index(b"\0", at + _FILE.size)
        name = head[at + _FILE.size : end].decode("latin-1").lower()
        yield _Member(name, folder, start, size)
        at = end + 1


def _small_cabinet(folder: _Folder, members: list[_Member], data: bytes, reserve: int) -> bytes:
    """A cabinet of one folder, whose files are called by their numbers in ``members``."""
    entries = b"".join(
        _FILE.pack(member.size, member.start, 0, 0, 0, 0) + f"{number}\0".encode()
        for number, member in enumerate(members)
    )
    extra = struct.pack("<HBB", 0, 0, reserve)
    files_at = _HEADER.size + len(extra) + _FOLDER.size
    data_at = files_at + len(entries)
    header = _HEADER.pack(
        *(b"MSCF", data_at + len(data), files_at, 3, 1, 1, len(members), _RESERVE, 0, 0)
    )
    row = _FOLDER.pack(data_at, folder.blocks, folder.compression)
    return header + extra + row + entries + data


def _unpack(
    path: str,
    cabinet: bytes,
    members: list[_Member],
    wanted: dict[int, _Member],
    unpacking: Unpacking,
) -> Iterator[tuple[str, bytes]]:
    """The content of the members ``wanted``, by their numbers, as name and bytes."""
    try:
        libarchive = platform.libarchive()
    except (ImportError, OSError, TypeError, AttributeError) as error:
        raise refuse(
            "E601", library="libarchive", how=packages.how("libarchive13"), reason=error
        ) from None
    try:
        with libarchive.memory_reader(cabinet, format_name="cab", filter_name="none") as archive:
            for number, entry in enumerate(archive):
                unpacking.add(members[number].size)
                member = wanted.get(number)
                if member is None:
                    continue
                content = b"".join(entry.get_blocks())
                if len(content) != member.size:
                    raise ValueError(
                        Phrase("{name} has {count} bytes", name=member.name, count=len(content))
                    )
                yield member.name, content
    except (libarchive.ArchiveError, LimitError, ValueError) as error:
        raise refuse("E634", path=path, reason=error) from None


def expand(path: str, data: bytes, name: str, unpacking: Unpacking) -> bytes:
    """The file in ``data``, one that EXPAND would unpack: ``name`` in lower case is its full name.

    Such a file is a cabinet, or SZDD, or not packed at all. Refuses E601 and E634.
    """
    if data[:4] == b"MSCF":
        cabinet = Cabinet(path, lambda offset, length: data[offset : offset + length], unpacking)
        found = cabinet.unpack(cabinet.names[:1] if len(cabinet.names) == 1 else [name])
        if not found:
            raise refuse("E634", path=path, reason=Phrase("there is no {name} in it", name=name))
        return next(iter(found.values()))
    if data[: len(_SZDD)] == _SZDD:
        return _lzss(path, data)
    return data


def _lzss(path: str, data: bytes) -> bytes:
    """LZSS with a window of 4096 spaces at first, matches of 3 to 18 bytes, flags from bit 0."""
    size = int.from_bytes(data[10:14], "little")
    if size > _SZDD_LIMIT or size > 10 * len(data):
        raise refuse("E634", path=path, reason=Phrase("it claims {size} bytes", size=size))
    window = bytearray(b" " * 4096)
    output = bytearray()
    at, position = 14, 4096 - 16
    while at < len(data) and len(output) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                piece = data[at : at + 1]
                at += 1
                places = range(0)
            else:
                pair = data[at : at + 2].ljust(2, b"\0")
                at += 2
                start = pair[0] | (pair[1] & 0xF0) << 4
                places = range(start, start + (pair[1] & 0xF) + 3)
                piece = b""
            for place in places or [-1]:
                byte = window[place & 4095] if place >= 0 else (piece[0] if piece else 0)
                window[position] = byte
                position = (position + 1) & 4095
                output.append(byte)
            if at >= len(data):
                break
    if len(output) < size:
        raise refuse("E634", path=path, reason=Phrase("it ends too early"))
    return bytes(output[:size])
