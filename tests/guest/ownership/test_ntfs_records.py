"""Files of NTFS and their clusters: of a volume that was made, and of runs written by hand."""

from __future__ import annotations

import itertools
import random
import struct
from pathlib import Path, PurePosixPath

import pytest
from fixtures import ntfs
from fixtures.ntfs import File
from fixtures.raw_disk import Memory

from engine.guest.ownership import ntfs_records
from engine.guest.ownership.ntfs_records import _Geometry
from engine.guest.ownership.owned import FREE, METADATA, Owned
from engine.guest.volumes.volume_stream import Stream

LARGE = random.Random(4).randbytes(70_001)
FILES = {"/Folder/A long name.text": LARGE, "/small": b"in its record", "/empty": b""}


def read(content: bytes) -> Owned:
    return ntfs_records.read(Stream(Memory(content), 0, len(content)))


def held(owned: Owned, owner: int, content: bytes) -> bytes:
    runs = zip(owned.owner.tolist(), owned.start.tolist(), owned.stop.tolist(), strict=True)
    return b"".join(content[low:high] for each, low, high in runs if each == owner)


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path: Path = tmp_path_factory.mktemp("ntfs") / "volume"
    files = [File(PurePosixPath(name), data) for name, data in FILES.items()]
    ntfs.build(path, files, sectors=8192, turns=5)
    return path.read_bytes()


def test_each_file_has_its_clusters(volume: bytes) -> None:
    owned = read(volume)
    rows = {owned.path(row): row for row in range(len(owned.numbers))}
    assert set(rows) == {name.replace("/", "\\") for name in FILES}
    large = rows["\\Folder\\A long name.text"]
    assert int(owned.sizes[large]) == len(LARGE)
    assert held(owned, large, volume)[: len(LARGE)] == LARGE
    assert held(owned, rows["\\small"], volume) == b""
    assert int(owned.marks[rows["\\small"]]) != 0
    assert int(owned.marks[rows["\\empty"]]) == 0
    assert b"in its record" in held(owned, METADATA, volume)  # in the table of files
    free = held(owned, FREE, volume)
    assert 1 << 20 < len(free) < len(volume)
    assert LARGE[:4096] not in free


def test_every_byte_belongs_to_one(volume: bytes) -> None:
    owned = read(volume)
    runs = sorted(zip(owned.start.tolist(), owned.stop.tolist(), strict=True))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(runs))


@pytest.mark.parametrize(
    ("packed", "runs"),
    [
        (b"", []),
        (b"\0", []),
        (b"\x11\x02\x05\0", [(5, 2)]),
        (b"\x11\x02\x05\x11\x01\xfd\0", [(5, 2), (2, 1)]),  # three before the last
        (b"\x01\x03\x11\x01\x07\0rubbish", [(7, 1)]),  # a hole
        (b"\x21\x01\x63\0", [(99, 1)]),
        (b"\x11\x01\x64", [(100, 1)]),  # the copy of the boot sector is there
    ],
)
def test_runs_that_are_packed(packed: bytes, runs: list[tuple[int, int]]) -> None:
    own = _Geometry(4096, 1024, 0, 100)
    assert ntfs_records._runs(packed, own) == [(at * 4096, n * 4096) for at, n in runs]


@pytest.mark.parametrize("packed", [b"\x11\x01\x65", b"\x11\x01\xff", b"\x11\x00\x05", b"\x10\x05"])
def test_runs_that_lead_outside_are_damage(packed: bytes) -> None:
    with pytest.raises(ValueError, match="leads outside"):
        ntfs_records._runs(packed, _Geometry(4096, 1024, 0, 100))


@pytest.mark.parametrize(
    ("size", "per_cluster", "record", "expected"),
    [
        (512, 8, -10, (4096, 1024)),
        (512, 1, 2, (512, 1024)),
        (512, 244, -10, (512 << 12, 1024)),
        (512, 8, -8, None),  # smaller than a sector
        (512, 8, 127, None),
        (0, 8, -10, None),
    ],
)
def test_the_geometry_by_the_boot_sector(
    size: int, per_cluster: int, record: int, expected: tuple[int, int] | None
) -> None:
    sector = bytearray(512)
    struct.pack_into("<HB", sector, 11, size, per_cluster)
    struct.pack_into("<QQ8xb", sector, 40, 8000, 3, record)
    if expected is None:
        with pytest.raises(ValueError, match="boot sector is damaged"):
            _Geometry.of(bytes(sector))
        return
    found = _Geometry.of(bytes(sector))
    assert (found.cluster, found.record) == expected
    assert (found.mft, found.clusters) == (3 * found.cluster, 8000 * size // found.cluster)


def test_a_record_that_is_none_or_not_in_use_is_left_out(volume: bytes) -> None:
    start = volume.rindex(b"FILE", 0, volume.index(FILES["/small"]))
    for at, data in ((start, b"BAAD"), (start + 22, b"\0\0")):
        changed = volume[:at] + data + volume[at + len(data) :]
        owned = read(changed)
        assert "\\small" not in [owned.path(row) for row in range(len(owned.numbers))]
