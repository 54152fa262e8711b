"""What a Windows program says of itself: processor, version resource, checksum.

Source: Microsoft, "PE Format" and the reference of VS_VERSIONINFO.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

Version = tuple[int, int, int, int]

_MACHINES = {0x14C: "x86", 0x8664: "x64", 0xAA64: "arm64", 0x200: "ia64"}
_VERSION_RESOURCE = 16
_PE32_PLUS = 0x20B
_SECTIONS_LIMIT, _ENTRIES_LIMIT = 96, 256
_FIXED_SIGNATURE = struct.pack("<I", 0xFEEF04BD)
_NODES_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Program:
    """The identity of a PE file; what it does not say is empty or zero."""

    machine: str  #: x86, x64, arm64, ia64
    original_name: str  #: OriginalFilename in lower case: the name on the media
    internal_name: str
    description: str
    version: Version
    language: str  #: of its texts, four hexadecimal digits: ``0407`` for German
    checksum: int  #: as stored in the header

    @property
    def version_text(self) -> str:
        return ".".join(str(part) for part in self.version)


def numbers(text: str) -> Version:
    """The version that ``version_text`` wrote."""
    first, second, third, fourth = (int(part) for part in text.split("."))
    return first, second, third, fourth


def read(data: bytes) -> Program | None:
    """What the file says; None if it is no PE file. Damage within gives empty fields."""
    header = int.from_bytes(data[60:64], "little")
    if data[:2] != b"MZ" or data[header : header + 4] != b"PE\0\0" or header + 256 > len(data):
        return None
    machine = _MACHINES.get(int.from_bytes(data[header + 4 : header + 6], "little"), "")
    checksum = int.from_bytes(data[header + 88 : header + 92], "little")
    try:
        info = _version_info(data, header)
    except (struct.error, ValueError):
        info = b""
    strings = _strings(info)
    return Program(
        machine,
        strings.get("OriginalFilename", "").lower(),
        strings.get("InternalName", "").lower(),
        strings.get("FileDescription", ""),
        _fixed_version(info),
        _language(info),
        checksum,
    )


def _version_info(data: bytes, header: int) -> bytes:
    """The first version resource, of whatever name and language."""
    sections, optional = struct.unpack_from("<H12xH", data, header + 6)
    wide = struct.unpack_from("<H", data, header + 24)[0] == _PE32_PLUS
    root = struct.unpack_from("<I", data, header + 24 + (112 if wide else 96) + 16)[0]
    table = header + 24 + optional
    for number in range(min(sections, _SECTIONS_LIMIT)):
        _, address, size, start = struct.unpack_from("<4I", data, table + 40 * number + 8)
        if address <= root < address + max(size, 1):
            section = data[start : start + size]
            break
    else:
        return b""
    base = root - address
    kinds = dict(_directory(section, base, base))
    names = list(_directory(section, base, kinds.get(_VERSION_RESOURCE, -1)))
    languages = list(_directory(section, base, names[0][1])) if names else []
    if not languages:
        return b""
    place, length = struct.unpack_from("<II", section, languages[0][1])
    return section[place - address : place - address + length] if place >= address else b""


def _directory(section: bytes, base: int, at: int) -> Iterator[tuple[int, int]]:
    """The lines (id, place in the section) of a resource directory."""
    if at < 0:
        return
    named, numbered = struct.unpack_from("<HH", section, at + 12)
    for line in range(min(named + numbered, _ENTRIES_LIMIT)):
        id, target = struct.unpack_from("<II", section, at + 16 + 8 * line)
        yield id, base + (target & 0x7FFFFFFF)


def _fixed_version(info: bytes) -> Version:
    at = info.find(_FIXED_SIGNATURE)
    if at < 0 or at + 16 > len(info):
        return (0, 0, 0, 0)
    high, low = struct.unpack_from("<II", info, at + 8)
    return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)


def _strings(info: bytes) -> dict[str, str]:
    """The texts of StringFileInfo, those of the first table."""
    found: dict[str, str] = {}
    for key, _, inner in _children(info, 0):
        if key != "VS_VERSION_INFO":
            return found
        for block, _, tables in inner:
            if block != "StringFileInfo":
                continue
            for _, _, strings in tables:
                for name, value, _ in strings:
                    found.setdefault(name, value)
    return found


def _language(info: bytes) -> str:
    """The language of the first table of texts, as its name begins; empty if there is none."""
    for _, _, inner in _children(info, 0)[:1]:
        for block, _, tables in inner:
            if block == "StringFileInfo" and tables:
                return tables[0][0][:4].lower()
    return ""


_Node = tuple[str, str, "list[_Node]"]


def _children(data: bytes, depth: int) -> list[_Node]:
    """The nodes in ``data``: their keys, their values as text, and the nodes within them."""
    found: list[_Node] = []
    at = 0
    while at + 8 <= len(data) and len(found) < _NODES_LIMIT:
        length, value_length, text = struct.unpack_from("<HHH", data, at)
        node = data[at : at + length]
        if length < 8:
            break
        key = _text(node[6:])
        start = _aligned(6 + 2 * len(key) + 2)
        size = value_length * 2 if text else value_length
        value = _text(node[start : start + size]) if text else ""
        inner = _children(node[_aligned(start + size) :], depth + 1) if depth < 3 else []
        found.append((key, value, inner))
        at = _aligned(at + length)
    return found


def _aligned(offset: int) -> int:
    return -(-offset // 4) * 4


def _text(data: bytes) -> str:
    """UTF-16 up to the first zero."""
    return data[: len(data) & ~1].decode("utf-16-le", "replace").split("\0")[0]
