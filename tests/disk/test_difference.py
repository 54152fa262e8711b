"""Where two states of a disk differ, compared with their truth byte by byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fixtures import machine as machine_fixture
from fixtures.machine import Machine
from numpy.typing import NDArray

from engine.disk import difference as module
from engine.disk.difference import difference
from engine.disk.reader import Reader
from engine.disk.spans import Spans
from engine.vmware import machine as machines

Sectors = NDArray[np.bool_]


@pytest.fixture(scope="module", params=["monolithicSparse", "vmfs", "vmfsSeSparse"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp(request.param) / "vm"
    return machine_fixture.build(
        folder, layout=request.param, snapshots=3, branches=True, size=16 << 20, seed=7
    )


def reader(built: Machine, state: str) -> Reader:
    read = machines.state(machines.read(built.vmx), "" if state == "current" else state)
    chain = read.disks[0].chain
    assert chain is not None
    return Reader(chain.mapping, chain.files)


def sectors(built: Machine, older: str, newer: str) -> Sectors:
    """By sector whether the truth differs."""
    was, now = (np.fromfile(built.truths[each], np.uint64) for each in (older, newer))
    differs: Sectors = (was != now).reshape(-1, 64).any(axis=1)
    return differs


def as_sectors(spans: Spans, count: int) -> Sectors:
    found = np.zeros(count, np.bool_)
    for low, high in zip(spans.start.tolist(), spans.stop.tolist(), strict=True):
        found[low // 512 : -(-high // 512)] = True
    return found


@pytest.mark.parametrize(
    ("older", "newer"), [("1", "2"), ("2", "current"), ("1", "current"), ("4", "3"), ("3", "1")]
)
def test_sectors_are_those_of_the_truth(built: Machine, older: str, newer: str) -> None:
    """One after another, over several, from branch to branch, and backwards."""
    wanted = sectors(built, older, newer)
    found = difference(reader(built, older), reader(built, newer))
    assert found.unread == 0
    assert (as_sectors(found.spans, len(wanted)) == wanted).all()


def test_what_is_shared_is_not_read(built: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state and itself lead to the same bytes: nothing is left to be compared."""
    monkeypatch.setattr(module, "_compared", lambda *_: pytest.fail("it was read"))
    assert not len(difference(reader(built, "2"), reader(built, "2")).spans)


def test_more_than_is_compared_counts_as_the_maps_say(
    built: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COMPARED", 0)
    wanted = sectors(built, "1", "current")
    found = difference(reader(built, "1"), reader(built, "current"))
    told = as_sectors(found.spans, len(wanted))
    assert found.unread == found.spans.total > 0
    assert (told | wanted == told).all()


def test_what_is_told_adds_up(built: Machine) -> None:
    told: list[tuple[int, int]] = []
    difference(reader(built, "1"), reader(built, "current"), None, lambda *each: told.append(each))
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_disk_that_grew_is_compared_with_zeros(tmp_path: Path) -> None:
    from engine.disk.files import Files
    from engine.disk.flat import Flat

    disks = []
    for name, content in (("small", b"a" * 1000), ("large", b"a" * 1000 + bytes(24) + b"b" * 476)):
        path = tmp_path / name
        path.write_bytes(content)
        files = Files()
        number = files.add(path)
        disks.append(Reader(Flat(files, number, files.size(number), 0), files))
    found = difference(disks[0], disks[1])
    assert (found.spans.start.tolist(), found.spans.stop.tolist()) == ([1024], [1500])
