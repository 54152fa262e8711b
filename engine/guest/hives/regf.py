"""What libhivex does not see to in a hive: unfinished changes, and what Windows 2000 needs.

Source: "Windows registry file format specification" (M. Suhanov). Offsets in a hive count from its
first bin.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from engine.guest.helper.helper_protocol import Refused
from engine.phrase import Phrase

BINS = 4096  #: where the first bin is
_KIND = slice(28, 32)
_CHECKSUM = slice(508, 512)


def checksum(header: bytes | bytearray) -> int:
    """The checksum that belongs in a hive's header, of its first 508 bytes."""
    found = 0
    for word in struct.unpack_from("<127I", header):
        found ^= word
    return {0: 1, 0xFFFFFFFF: 0xFFFFFFFE}.get(found, found)


def has_checksum(header: bytes) -> bool:
    """Whether a hive's header has the checksum that belongs in it."""
    return checksum(header) == int.from_bytes(header[_CHECKSUM], "little")


def is_dirty(header: bytes) -> bool:
    """Whether changes may wait in a log: the two sequence numbers differ.

    Or the checksum is wrong, which Windows treats alike.
    """
    first, second = struct.unpack_from("<II", header, 4)
    return bool(first != second or not has_checksum(header))


def of_kind(content: bytes, other: bytes) -> bytes:
    """The hive, saying that it is the kind of file (main, alternate) that ``other`` is."""
    header = bytearray(content[:512])
    header[_KIND] = other[_KIND]
    header[_CHECKSUM] = struct.pack("<I", checksum(header))
    return bytes(header) + content[512:]


def check_header(name: str, content: bytes) -> None:
    """Refuse E621 a hive with changes in its log (the library would open it), E622 what is none."""
    if len(content) < BINS + 32 or content[:4] != b"regf":
        raise Refused("E622", name=name, reason=Phrase("it is no hive"))
    first, second = struct.unpack_from("<II", content, 4)
    if first != second:
        raise Refused("E621", name=name, reason=Phrase("its log was not looked at"))


def has_only_old_lists(content: bytes) -> bool:
    """Whether the subkeys of the root are in a list that Windows 2000 can read."""
    root = struct.unpack_from("<I", content, 36)[0]
    subkeys = _cell(content, root)[28:32]
    if len(subkeys) < 4:
        return False
    subkey_list = _cell(content, int.from_bytes(subkeys, "little"))
    if bytes(subkey_list[:2]) == b"ri":
        subkey_list = _cell(content, int.from_bytes(subkey_list[4:8], "little"))
    return bytes(subkey_list[:2]) == b"lf"


def end_of_bins(content: bytes) -> int:
    """Where the last bin ends; the library puts what is new after it."""
    end = BINS
    while content[end : end + 4] == b"hbin":
        end += max(int.from_bytes(content[end + 8 : end + 12], "little"), BINS)
    return end


def with_old_lists(content: bytes, start: int) -> bytes:
    """The hive with the new subkey lists as ``lf`` where the library made ``lh``.

    Windows XP brought ``lh`` (a hash of each name instead of its first four characters); Windows
    2000 cannot read it. Entries are equally long.
    """
    changed = bytearray(content)
    for at in _allocated(content, start):
        if content[at : at + 2] != b"lh":
            continue
        changed[at : at + 2] = b"lf"
        for entry in range(
            at + 4, at + 4 + 8 * int.from_bytes(content[at + 2 : at + 4], "little"), 8
        ):
            key = _cell(content, int.from_bytes(content[entry : entry + 4], "little"))
            changed[entry + 4 : entry + 8] = _hint(key)
    return bytes(changed)


def _allocated(content: bytes, start: int) -> Iterator[int]:
    """Where the cells in use of the bins from ``start`` on have their content."""
    while content[start : start + 4] == b"hbin":
        end = start + max(int.from_bytes(content[start + 8 : start + 12], "little"), BINS)
        at = start + 32
        while at + 4 <= min(end, len(content)):
            size = int.from_bytes(content[at : at + 4], "little", signed=True)
            if size < 0:
                yield at + 4
            at += max(abs(size), 8)
        start = end


def _cell(content: bytes, offset: int) -> memoryview:
    """The content of the cell at ``offset`` and what follows it; empty outside of the hive."""
    return memoryview(content)[BINS + offset + 4 :]


def _hint(key: memoryview) -> bytes:
    """The first four characters of a new key's name, as they are in an ``lf`` list."""
    length = int.from_bytes(key[72:74], "little")
    return bytes(key[76 : 76 + min(length, 4)]).ljust(4, b"\0")
