"""Logical volumes: their content over several disks, where it lies, and what is only named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fixtures import lvm
from fixtures.raw_disk import Memory

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal
from engine.guest.linux import logical_volumes as module
from engine.guest.linux.logical_volumes import logical_volumes
from engine.guest.volumes.extents import Extent
from engine.guest.volumes.volume_stream import Stream

EXTENT = lvm.EXTENT
DATA = 1 << 20  #: where the first extent of a physical volume is
Found = dict[str, tuple[Disk, tuple[Extent, ...]]]


def build(
    folder: Path, volumes: dict[str, list[lvm.Segment]], extents: tuple[int, ...] = (3, 3)
) -> list[Path]:
    paths = [folder / f"pv{number}" for number in range(len(extents))]
    lvm.build(paths, extents, "vg", volumes)
    return paths


def opened(paths: list[Path], starts: tuple[int, ...] = (0, 100)) -> tuple[Found, list[Finding]]:
    """What is on physical volumes that begin at ``starts`` of a disk."""
    notes: list[Finding] = []
    disks = [Memory(path.read_bytes()) for path in paths]
    physical = [(at, Stream(each, 0, each.size)) for at, each in zip(starts, disks, strict=True)]
    found = {name: (disk, places) for name, disk, places in logical_volumes(physical, notes)}
    return found, notes


def test_a_volume_over_two_disks_is_one(tmp_path: Path) -> None:
    segments = [(0, 2, 1), (1, 0, 2)]
    paths = build(tmp_path, {"root": segments})
    content = random.Random(1).randbytes(3 * EXTENT)
    (tmp_path / "content").write_bytes(content)
    lvm.write(paths, segments, tmp_path / "content")
    found, notes = opened(paths)
    disk, places = found["vg/root"]
    assert notes == []
    assert disk.size == 3 * EXTENT
    assert disk.pread(EXTENT - 5, 10) == content[EXTENT - 5 : EXTENT + 5]
    assert disk.pread(disk.size - 3, 10) == content[-3:]
    assert disk.pread(disk.size + 1, 10) == b""
    assert places == (Extent(DATA + 2 * EXTENT, EXTENT), Extent(100 + DATA, 2 * EXTENT))


def test_a_volume_whose_disk_is_missing_is_named(tmp_path: Path) -> None:
    paths = build(tmp_path, {"root": [(1, 0, 1)], "here": [(0, 1, 1)]})
    found, notes = opened(paths[:1], (0,))
    assert set(found) == {"vg/here"}
    assert [each.code for each in notes] == ["W664"]
    assert "vg/root" in notes[0].message


@pytest.mark.parametrize(
    ("kind", "is_opened"), [("striped", True), ("raid1", False), ("snapshot", False)]
)
def test_kinds_that_are_not_linear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_opened: bool
) -> None:
    plain = lvm._segments
    monkeypatch.setattr(lvm, "_segments", lambda own: plain(own).replace('"striped"', f'"{kind}"'))
    found, notes = opened(build(tmp_path, {"root": [(0, 0, 1)]}))
    assert ("vg/root" in found) == is_opened
    assert [each.code for each in notes] == ([] if is_opened else ["W220"])


def test_segments_with_a_gap_have_no_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = lvm._segments
    monkeypatch.setattr(
        lvm, "_segments", lambda own: plain(own).replace("start_extent = 1", "start_extent = 2")
    )
    found, _ = opened(build(tmp_path, {"root": [(0, 0, 1), (0, 2, 1)]}))
    assert [places for _, places in found.values()] == [()]


def test_at_most_so_many_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_VOLUMES_LIMIT", 2)
    volumes = {f"v{number}": [(0, number, 1)] for number in range(3)}
    found, _ = opened(build(tmp_path, volumes))
    assert len(found) == 2


class Failing(Memory):
    """A disk that cannot be read behind its metadata."""

    def pread(self, offset: int, length: int) -> bytes:
        if offset >= DATA:
            raise ValueError("damaged")
        return super().pread(offset, length)


def test_what_goes_wrong_while_it_is_read_is_refused(tmp_path: Path) -> None:
    (path, _) = build(tmp_path, {"root": [(0, 0, 1)]})
    disk = Failing(path.read_bytes())
    ((_, volume, _),) = logical_volumes([(0, Stream(disk, 0, disk.size))], [])
    with pytest.raises(Refusal) as caught:
        volume.pread(0, 10)
    assert caught.value.findings[0].code == "E631"
