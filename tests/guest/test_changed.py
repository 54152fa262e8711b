"""Whose bytes differ between two states: file systems in which the writes are known."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import numpy as np
import pytest
from fixtures import lvm, written
from fixtures.written import Written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader
from engine.findings import Refusal, Stopped
from engine.guest import changed
from engine.guest.browse import Browse
from engine.guest.ownership import volumes
from engine.guest.ownership.changes import ChangedVolume


def disk(path: Path) -> Reader:
    files = Files()
    number = files.add(path)
    return Reader(Flat(files, number, files.size(number), 0), files)


def differing(made: Written) -> int:
    """Bytes of the sectors that differ, counted by hand."""
    was, now = (np.memmap(each, np.uint64, "r") for each in (made.before, made.after))
    return 512 * int((was != now).reshape(-1, 64).any(axis=1).sum())


@pytest.fixture(scope="module", params=written.KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written.KINDS[request.param](tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def volume(made: Written) -> ChangedVolume:
    found = changed.compare(disk(made.before), disk(made.after))
    assert found.findings == ()
    (only,) = found.volumes
    assert only.looked
    return only


def test_files_that_were_written_are_told(made: Written, volume: ChangedVolume) -> None:
    assert {each.path: each.how for each in volume.files} == made.changes


def test_each_byte_that_differs_is_counted_once(made: Written, volume: ChangedVolume) -> None:
    """What was written is in a file, a structure or free; short files are in a structure too."""
    short = sum(len(written.SHORTER) for each in volume.files if each.path.endswith("short.ini"))
    assert volume.differing - short == differing(made)
    assert volume.other == 0 or volume.kind == "xfs"


def test_a_written_file_counts_its_own_blocks(volume: ChangedVolume) -> None:
    """A new file has all its bytes written, and at most a block more."""
    for each in volume.files:
        if each.how == "added":
            assert each.size <= each.written + 511
            assert each.written <= each.size + 4096


def test_the_same_state_has_no_changes(made: Written) -> None:
    found = changed.compare(disk(made.after), disk(made.after))
    assert [each.differing for each in found.volumes] == [0]
    assert [each.files for each in found.volumes] == [()]


def test_single_files_are_read(made: Written) -> None:
    with Browse(disk(made.after)) as browse:
        (volume,) = browse.volumes
        for path, content in made.content.items():
            parts: list[bytes] = []
            browse.copy(volume.name, path, parts.append, lambda _: None)
            assert b"".join(parts) == content
            folder = path[: max(path.rfind("/"), path.rfind("\\"))]
            names = [each.name for each in browse.list(volume.name, folder)]
            assert path[len(folder) + 1 :] in names


def test_a_file_that_is_not_there_is_refused(made: Written) -> None:
    with Browse(disk(made.after)) as browse:
        (volume,) = browse.volumes
        for name, path, code in (
            (volume.name, "/nowhere", "E847"),
            ("77", "/nowhere", "E846"),
        ):
            with pytest.raises(Refusal) as refused:
                browse.copy(name, path, lambda _: None, lambda _: None)
            assert refused.value.findings[0].code == code


def test_it_stops_when_asked(made: Written) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Stopped):
        changed.compare(disk(made.before), disk(made.after), cancel)


def test_files_of_a_logical_volume_are_told(tmp_path: Path) -> None:
    """Its pieces lie on the disk in another order than in the volume."""
    made = written.ext(tmp_path, "ext4")
    segments = [(0, 5, 4), (0, 1, 4)]  # of 4 MiB each
    sides = []
    for content in (made.before, made.after):
        path = tmp_path / f"disk-{content.name}"
        lvm.build([path], [10], "vg", {"root": segments})
        lvm.write([path], segments, content)
        sides.append(disk(path))
    found = changed.compare(sides[0], sides[1])
    assert [(each.name, each.kind) for each in found.volumes] == [("vg/root", "ext4")]
    assert {each.path: each.how for each in found.volumes[0].files} == made.changes
    assert found.volumes[0].differing == differing(made)
    assert found.outside == 0


@pytest.mark.parametrize("kind", ["ntfs", "ext4", "ext2", "fat16"])
def test_damage_is_a_finding(kind: str, tmp_path: Path) -> None:
    """Whatever a stranger puts in the place of structures ends in an answer."""
    made = written.KINDS[kind](tmp_path)
    content = made.after.read_bytes()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        chance = random.Random(seed)
        damaged = bytearray(content)
        used = [at for at in range(0, len(damaged), 4096) if any(damaged[at : at + 64])]
        for _ in range(chance.randrange(1, 40)):
            at = chance.choice(used) + chance.randrange(4096)
            damaged[at : at + 4] = chance.randbytes(4)
        found, findings = volumes.find(_Memory(bytes(damaged)))
        assert {each.code for each in findings} <= {"W845", "W630", "W631", "W632", "W633", "W664"}
        for each in found:
            if each.owned is not None and len(each.owned.numbers):
                assert each.owned.path(0).startswith(each.owned.separator)

    check()


class _Memory:
    def __init__(self, content: bytes) -> None:
        self._content = content

    @property
    def size(self) -> int:
        return len(self._content)

    def pread(self, offset: int, length: int) -> bytes:
        return self._content[offset : offset + length]
