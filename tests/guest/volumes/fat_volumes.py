"""FAT volumes written from bytes: a boot sector, a table, a root folder and clusters."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR = 512


@dataclass
class Volume:
    """A FAT volume with one copy of its table; clusters are of one sector, numbered from 2."""

    kind: str = "fat16"
    clusters: int = 5000
    table: dict[int, int] = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)  #: of clusters
    root: bytes = b""  #: of FAT16; that of FAT32 is in cluster 2
    boot: dict[int, bytes] = field(default_factory=dict)  #: bytes of the boot sector by place

    @property
    def data(self) -> int:
        """Where the first cluster is."""
        return (1 + self._table_sectors + (self.kind == "fat16")) * SECTOR

    @property
    def _width(self) -> int:
        return 2 if self.kind == "fat16" else 4

    @property
    def _table_sectors(self) -> int:
        return -(-(self.clusters + 2) * self._width // SECTOR)

    def bytes(self) -> bytes:
        own, is_16 = self._table_sectors, self.kind == "fat16"
        total = self.data // SECTOR + self.clusters
        sector = bytearray(SECTOR)
        struct.pack_into(
            "<HBHBHHBH", sector, 11,
            SECTOR, 1, 1, 1, 16 if is_16 else 0, 0, 0xF8, own if is_16 else 0,
        )  # fmt: skip
        struct.pack_into("<IIHHIH", sector, 32, total, 0 if is_16 else own, 0, 0, 2, 0)
        sector[510:] = b"\x55\xaa"
        for at, data in self.boot.items():
            sector[at : at + len(data)] = data
        table = bytearray(own * SECTOR)
        ends = {0: 0xFFF8, 1: 0xFFFF} if is_16 else {0: 0x0FFFFFF8, 1: 0x0FFFFFFF, 2: 0x0FFFFFFF}
        for number, value in {**ends, **self.table}.items():
            at = number * self._width
            table[at : at + self._width] = value.to_bytes(self._width, "little")
        found = bytearray(sector + table + self.root.ljust(SECTOR, b"\0") * is_16)
        found = found.ljust(total * SECTOR, b"\0")
        for number, data in self.content.items():
            at = self.data + (number - 2) * SECTOR
            found[at : at + len(data)] = data
        return bytes(found)


def line(
    name: bytes, cluster: int = 0, size: int = 0, attributes: int = 0x20, case: int = 0
) -> bytes:
    """A line of a folder; ``name`` is of eleven bytes."""
    head = name.ljust(11)[:11] + bytes([attributes, case]) + bytes(7)
    return head + struct.pack("<HIHI", cluster >> 16, 0, cluster & 0xFFFF, size)


def long_name(text: str, number: int = 1) -> bytes:
    """A line with up to 13 characters of a long name."""
    raw = f"{text}\0".encode("utf-16-le")[:26].ljust(26, b"\xff")
    return bytes([number]) + raw[:10] + b"\x0f\0\0" + raw[10:22] + b"\0\0" + raw[22:]
