"""Tables of grains: read by pieces, where they lie, and how much is known of them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from fixtures.vmdk.layer import Layer
from refusals import refused
from vmware.made_disks import noise, patch, sparse
from vmware.reading import SECTOR, content, open_disk

from engine.disk.files import Files
from engine.vmware import grain_tables
from engine.vmware.grain_tables import GrainTables, by_sector


def test_entries_behind_the_end_of_a_disk(tmp_path: Path) -> None:
    """A table always has 512 of them; whatever is in those that no grain has, it is nothing."""
    data = noise(8 * 65536)
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(data))
    extent = path.with_name("a-s001.vmdk")
    (directory,) = struct.unpack_from("<Q", extent.read_bytes(), 56)
    with extent.open("r+b") as file:
        file.seek(directory * SECTOR)
        (table,) = struct.unpack("<I", file.read(4))
        file.seek(table * SECTOR + 4 * 8)
        file.write(struct.pack("<504I", *[128] * 504))
    chain = open_disk(path)
    assert (content(chain), chain.size) == (data, len(data))
    blocks = chain.mapping.blocks(2 * 65536, 5 * 65536)
    assert (blocks.start[0], blocks.length.sum()) == (2 * 65536, 3 * 65536)


# -- tables alone, of four entries


def tables(
    folder: Path, held: dict[int, list[int]], count: int, spare: bool = False
) -> GrainTables:
    """``count`` tables, those not ``held`` missing; the directory is the first sector of a file.

    The spare directory, of the same tables, is the second sector.
    """
    directory, data = np.zeros(count, "<u4"), b""
    for number, entries in held.items():
        directory[number] = 2 + len(data) // SECTOR
        data += np.array(entries, "<u4").tobytes().ljust(SECTOR, b"\xff")
    head = directory.tobytes().ljust(SECTOR, b"\0")
    path = folder / f"tables{len(list(folder.iterdir()))}"
    path.write_bytes(head * 2 + data)
    files = Files()
    file = files.add(path)
    locate = by_sector(files, file, 16)
    other = GrainTables(files, file, SECTOR, count, 4, np.dtype("<u4"), locate) if spare else None
    return GrainTables(files, file, 0, count, 4, np.dtype("<u4"), locate, other)


HELD = {0: [7, 0, 9, 0], 2: [0, 0, 0, 5]}


@pytest.mark.parametrize(
    ("first", "last", "numbers", "entries"),
    [
        (0, 12, [0, 2, 11], [7, 9, 5]),
        (1, 11, [2], [9]),
        (2, 3, [2], [9]),
        (3, 12, [11], [5]),
        (4, 8, [], []),
    ],
)
def test_only_grains_of_the_window_are_told(
    tmp_path: Path, first: int, last: int, numbers: list[int], entries: list[int]
) -> None:
    found = tables(tmp_path, HELD, 3).used(first, last)
    assert [each.tolist() for each in found] == [numbers, entries]


def test_how_many_entries_there_are_is_known_ever_better(tmp_path: Path) -> None:
    """Before anything is read, by the directory, and once the tables were read."""
    found = tables(tmp_path, HELD, 3)
    assert found.entries(0, 3) == 12
    found.check()
    assert found.entries(0, 3) == 8
    found.used(0, 12)
    assert (found.entries(0, 3), found.entries(1, 2), found.entries(2, 3)) == (3, 0, 1)


def test_much_that_is_read_for_few_entries_counts(tmp_path: Path) -> None:
    """One in sixteen, even where fewer are used."""
    found = tables(tmp_path, HELD, 40)
    found.most[:] = 0
    found.most[:32] = 1
    assert found.entries(0, 40) == 32
    object.__setattr__(found, "per_table", 64)
    assert found.entries(0, 40) == 32 * 64 // 16


def test_a_table_may_end_where_its_file_ends(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(2 * SECTOR + 16))
    files = Files()
    file, entries = files.add(path), np.array([0, 2], np.uint64)
    assert by_sector(files, file, 16)(entries).tolist() == [-1, 2 * SECTOR]
    assert refused(lambda: by_sector(files, file, 17)(entries)) == "E204"


def test_a_table_is_read_by_the_spare_directory_where_it_is_spared(tmp_path: Path) -> None:
    found = tables(tmp_path, HELD, 3, spare=True)
    patch(tmp_path / "tables0", 8, bytes(4))  # table 2, of the first directory
    assert found.used(0, 12)[0].tolist() == [0, 2]
    found.spared[2], found.most[2] = True, 4
    assert found.used(0, 12)[0].tolist() == [0, 2, 11]


def test_neighbours_are_one_read_up_to_a_limit() -> None:
    half = grain_tables._READ_LIMIT // 2
    where = np.array([0, half, 2 * half, 4 * half])
    assert grain_tables._adjacent(where, half) == [(0, 2), (2, 3), (3, 4)]
    assert grain_tables._adjacent(where[:0], half) == []
    assert grain_tables._adjacent(np.array([0, 16, 48]), 16) == [(0, 2), (2, 3)]
