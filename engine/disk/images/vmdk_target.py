"""Writes a single growable VMDK (monolithicSparse): what ``vmware-vdiskmanager -r -t 0`` makes.

Source: VMware's "Virtual Disk Format 5.0". Grains are written in the order of the disk, so the same
content gives the same file (content IDs aside), also after a crash and resume.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.disk.copying.content import Content
from engine.disk.copying.digest import BLOCK
from engine.disk.images.growing import Growing
from engine.disk.images.targets import write_at
from engine.findings import refuse

SECTOR = 512
GRAIN = BLOCK
GRAIN_SECTORS = GRAIN // SECTOR
_PER_TABLE = 512
_TABLE_SECTORS = _PER_TABLE * 4 // SECTOR
DESCRIPTOR_SECTORS = 20
_HEADER = struct.Struct("<4sIIQQQQIQQQB4sH")
_UNCLEAN_AT = 72
_NEWLINES_AND_REDUNDANT = 3
#: Grain entries count sectors in 32 bits.
_FILE_LIMIT = (1 << 32) * SECTOR


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are in the file, in sectors."""

    capacity: int

    @property
    def tables(self) -> int:
        return -(-self.capacity // (GRAIN_SECTORS * _PER_TABLE))

    @property
    def directory_sectors(self) -> int:
        return -(-self.tables * 4 // SECTOR)

    @property
    def redundant_directory(self) -> int:
        return 1 + DESCRIPTOR_SECTORS

    @property
    def redundant_tables(self) -> int:
        return self.redundant_directory + self.directory_sectors

    @property
    def directory(self) -> int:
        return self.redundant_tables + self.tables * _TABLE_SECTORS

    @property
    def first_tables(self) -> int:
        return self.directory + self.directory_sectors

    @property
    def overhead(self) -> int:
        """All before the first grain; a multiple of the grain."""
        end = self.first_tables + self.tables * _TABLE_SECTORS
        return -(-end // GRAIN_SECTORS) * GRAIN_SECTORS


class GrowableVmdk(Growing):
    """A monolithicSparse VMDK being written."""

    format = "vmdk"
    limit = _FILE_LIMIT

    def __init__(
        self,
        path: Path,
        size: int,
        *,
        name: str,
        geometry: tuple[int, int, int] | None = None,
        adapter: str = "",
        resume_at: int | None = None,
    ) -> None:
        """As :class:`Growing`; ``name`` is the file's final name.

        Refuses E411 too, where the metadata alone is too large.
        """
        self._layout = Layout(-(-size // SECTOR))
        first = self._layout.overhead * SECTOR
        if first >= self.limit:
            raise refuse("E411", format=self.format, size=size)
        super().__init__(path, size, resume_at)
        if not resume_at:
            self._write_metadata(name, geometry, adapter)
        self.begin(max(resume_at or 0, first))

    def place(self, content: Content, at: int) -> int:
        return at + int(content.blocks.sum()) * GRAIN

    def store(self, content: Content, at: int) -> None:
        entries = np.zeros(len(content.blocks), "<u4")
        sectors = at // SECTOR + np.arange(int(content.blocks.sum())) * GRAIN_SECTORS
        entries[content.blocks] = sectors.astype("<u4")
        self.write_parts([data for _, data in content.grains], at)
        self._write_entries(content.piece.start // GRAIN, entries.tobytes())

    def _write_entries(self, grain: int, entries: bytes) -> None:
        """Tables of one copy lie one after another: a grain's entry is found by its number."""
        for tables in (self._layout.redundant_tables, self._layout.first_tables):
            limit = self._layout.tables * _PER_TABLE * 4 - grain * 4
            where = tables * SECTOR + grain * 4
            write_at(self.fd, self.path, memoryview(entries[:limit]), where)

    def finish(self) -> None:
        self.sync()
        write_at(self.fd, self.path, memoryview(b"\0"), _UNCLEAN_AT)
        self.sync()

    def _write_metadata(
        self, name: str, geometry: tuple[int, int, int] | None, adapter: str
    ) -> None:
        layout = self._layout
        text = _descriptor(layout.capacity, name, geometry, adapter).encode()
        self.extend(layout.overhead * SECTOR)
        write_at(self.fd, self.path, memoryview(header_of(layout, unclean=True)), 0)
        write_at(self.fd, self.path, memoryview(text), SECTOR)
        for directory, tables in (
            (layout.redundant_directory, layout.redundant_tables),
            (layout.directory, layout.first_tables),
        ):
            entries = tables + np.arange(layout.tables) * _TABLE_SECTORS
            data = memoryview(entries.astype("<u4").tobytes())
            write_at(self.fd, self.path, data, directory * SECTOR)


def header_of(layout: Layout, *, unclean: bool) -> bytes:
    """The first sector; marked as not closed until :meth:`GrowableVmdk.finish`."""
    return _HEADER.pack(
        b"KDMV", 1, _NEWLINES_AND_REDUNDANT, layout.capacity, GRAIN_SECTORS,
        1, DESCRIPTOR_SECTORS, _PER_TABLE, layout.redundant_directory, layout.directory,
        layout.overhead, int(unclean), b"\n \r\n", 0,
    ).ljust(SECTOR, b"\0")  # fmt: skip


def _descriptor(
    capacity: int, name: str, geometry: tuple[int, int, int] | None, adapter: str
) -> str:
    """The embedded descriptor of a new base, with a content ID of its own."""
    content_id = secrets.token_hex(16)
    cylinders, heads, sectors = geometry or _geometry(capacity, adapter)
    # The name is informative; quotes and controls would end the line early.
    safe = "".join(char for char in name if char.isprintable() and char != '"')
    lines = (
        "# Disk DescriptorFile",
        "version=1",
        'encoding="UTF-8"',
        f"CID={content_id[-8:]}",
        "parentCID=ffffffff",
        'createType="monolithicSparse"',
        "",
        "# Extent description",
        f'RW {capacity} SPARSE "{safe[:255]}"',
        "",
        "# The Disk Data Base",
        "#DDB",
        "",
        f'ddb.adapterType = "{adapter or "lsilogic"}"',
        f'ddb.geometry.cylinders = "{cylinders}"',
        f'ddb.geometry.heads = "{heads}"',
        f'ddb.geometry.sectors = "{sectors}"',
        f'ddb.longContentID = "{content_id}"',
        'ddb.virtualHWVersion = "7"',
        "",
    )
    return "\n".join(lines)


def _geometry(capacity: int, adapter: str) -> tuple[int, int, int]:
    """What VMware chooses: 16 heads for IDE; for SCSI more with the size (KB 1026254)."""
    if adapter == "ide":
        heads, sectors, limit = 16, 63, 16383
    elif capacity < 1 << 21:
        heads, sectors, limit = 64, 32, 1 << 16
    else:
        heads, sectors, limit = 255, 63, 1 << 26
    return max(min(capacity // (heads * sectors), limit), 1), heads, sectors
