"""Where grains may lie, and the map that is made of them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from fixtures.vmdk import stream_optimized
from fixtures.vmdk.layer import Layer
from numpy.typing import NDArray
from refusals import refused
from vmware.made_disks import GRAIN, extent_of, noise, patch, peek, sparse, stream
from vmware.reading import SECTOR, content, open_disk, said, unreadable

from engine.disk.block_map import Ints, Kind
from engine.disk.copying.pieces import held
from engine.disk.files import Files
from engine.vmware.grain_tables import Entries, GrainTables
from engine.vmware.grains import Grains


def test_compressed_grains_that_share_a_place(tmp_path: Path) -> None:
    path = stream(tmp_path / "a.vmdk", noise(4 * GRAIN), stream_optimized.Options(footer=False))
    table = peek(path, peek(path, 56, "<Q") * SECTOR) * SECTOR
    patch(path, table + 4, struct.pack("<I", peek(path, table)))
    assert refused(lambda: held(open_disk(path).mapping)) == "E204"


@pytest.mark.parametrize("lost", [1, SECTOR, GRAIN - 1])
def test_short_last_grain(tmp_path: Path, lost: int) -> None:
    data = noise(16 * GRAIN)
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(data))
    with extent_of(path).open("r+b") as file:
        file.truncate(file.seek(0, 2) - lost)
    chain = open_disk(path)
    assert content(chain) == data[:-lost] + bytes(lost)
    assert said(chain) == ["W205"]


def test_a_whole_grain_is_lost(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(noise(16 * GRAIN)))
    with extent_of(path).open("r+b") as file:
        file.truncate(file.seek(0, 2) - GRAIN)
    assert unreadable(path) == "E204"


# -- grains alone: of two sectors, four in a table, of an extent of seven sectors

UNIT = 2 * SECTOR


def grains(
    folder: Path, entries: list[int], size: int, metadata: tuple[int, int] = (0, SECTOR)
) -> Grains:
    """The grains of one table, behind its directory at the start of a file of ``size`` bytes."""
    path = folder / "file"
    path.write_bytes(np.array([1, *entries], "<u4").tobytes().ljust(size, b"x"))
    files = Files()
    file = files.add(path)

    def locate(entries: Entries) -> Ints:
        return np.full(len(entries), 4, np.int64)

    def decode(entries: Entries) -> tuple[NDArray[np.uint8], Ints]:
        return np.full(len(entries), Kind.DATA, np.uint8), entries.astype(np.int64) * SECTOR

    made = GrainTables(files, file, 0, 1, 4, np.dtype("<u4"), locate)
    return Grains(made, decode, 7 * SECTOR, UNIT, (metadata,), [])


def runs(found: Grains, start: int = 0, stop: int = 7 * SECTOR) -> list[tuple[int, int, int, int]]:
    """The map in sectors: start, length, kind, place in the file."""
    blocks = found.blocks(start, stop)
    numbers = blocks.start, blocks.length, blocks.offset
    start_, length, offset = ((each // SECTOR).tolist() for each in numbers)
    return list(zip(start_, length, blocks.kind.tolist(), offset, strict=True))


def test_holes_are_what_no_entry_names(tmp_path: Path) -> None:
    found = grains(tmp_path, [0, 4, 0, 8], 20 * SECTOR)
    assert runs(found) == [
        (0, 2, Kind.HOLE, 0),
        (2, 2, Kind.DATA, 4),
        (4, 2, Kind.HOLE, 0),
        (6, 1, Kind.DATA, 8),  # the extent ends inside the grain
    ]
    assert runs(found, 3 * SECTOR, 5 * SECTOR) == [(3, 1, Kind.DATA, 5), (4, 1, Kind.HOLE, 0)]


def test_neighbours_become_one_run(tmp_path: Path) -> None:
    assert runs(grains(tmp_path, [4, 6, 10, 0], 20 * SECTOR)) == [
        (0, 4, Kind.DATA, 4),
        (4, 2, Kind.DATA, 10),
        (6, 1, Kind.HOLE, 0),
    ]


@pytest.mark.parametrize(("sector", "code"), [(4, ""), (5, "E204"), (7, "E204"), (8, "")])
def test_a_grain_may_lie_beside_metadata_but_not_over_it(
    tmp_path: Path, sector: int, code: str
) -> None:
    found = grains(tmp_path, [sector, 0, 0, 0], 20 * SECTOR, (6 * SECTOR, 8 * SECTOR))
    if code:
        assert refused(lambda: runs(found)) == code
    else:
        assert runs(found)[0] == (0, 2, Kind.DATA, sector)


def test_a_grain_that_is_cut_off_is_filled_up_with_zeros_and_said_once(tmp_path: Path) -> None:
    found = grains(tmp_path, [4, 9, 0, 0], 10 * SECTOR)
    for _ in range(2):
        assert runs(found)[1:3] == [(2, 1, Kind.DATA, 9), (3, 1, Kind.ZERO, 0)]
    assert [each.code for each in found.notes] == ["W205"]


def test_a_grain_that_begins_where_the_file_ends_is_refused(tmp_path: Path) -> None:
    assert refused(lambda: runs(grains(tmp_path, [10, 0, 0, 0], 10 * SECTOR))) == "E204"


def test_how_many_runs_there_may_be_refuses_nothing(tmp_path: Path) -> None:
    assert grains(tmp_path, [10, 0, 0, 0], 10 * SECTOR).runs(0, 7 * SECTOR) == 5
