"""Disks with any metadata changed are read or refused: no crash, no hang, little memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from fixtures import machine
from hypothesis import given, settings
from hypothesis import strategies as st
from vmware.reading import attempt, content, open_disk

from engine.disk.block_map import windows
from engine.disk.reader import Reader
from engine.findings import Refusal

MIB = 1 << 20
SIZE, SPLIT = MIB + 5 * 512, MIB // 2 + 512
LAYOUTS = [
    "monolithicSparse",
    "twoGbMaxExtentSparse",
    "streamOptimized",
    "custom",
    "vmfs",
    "vmfsSeSparse",
    "redo",
    "legacySplit",
]
MEMORY_LIMIT = 64 * MIB
#: More of a disk is not read: a changed capacity may make it as large as a disk can be.
READ_LIMIT = 8 * MIB
WINDOWS_LIMIT = 200
#: A layer's metadata is in front, a stream's also at its end.
FRONT, BACK = 3 * MIB, 4096


@dataclass(frozen=True)
class Target:
    """A disk and the places, (file, offset of four bytes), where its metadata is not zero."""

    disk: Path
    places: tuple[tuple[Path, int], ...] = field(repr=False)


@pytest.fixture(scope="module", params=LAYOUTS)
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Target:
    folder = tmp_path_factory.mktemp("vm")
    layout: str = request.param
    built = machine.build(folder / "vm", layout=layout, snapshots=1, size=SIZE, split=SPLIT)
    places = [
        (path, offset)
        for path in sorted((folder / "vm").iterdir())
        if ".vmdk" in path.name and "-f0" not in path.name and "-flat" not in path.name
        for offset in metadata(path)
    ]
    return Target(built.disk, tuple(places))


def metadata(path: Path) -> list[int]:
    """Offsets of words that are not zero, a bounded number from each part of the file."""
    data = path.read_bytes()
    words = np.frombuffer(data[: len(data) // 4 * 4], "<u4")
    used = np.flatnonzero(words) * 4
    if data.startswith((b"KDMV", b"COWD", b"\xbe\xba\xfe\xca")):
        front = used[used < 1024]
        tables = used[(used >= 1024) & (used < FRONT)][:400]
        back = used[used >= len(data) - BACK]
        used = np.concatenate((front, tables, back))
    return [int(offset) for offset in used]


ODD = [0, 1, 2, 3, 7, 127, 128, 511, 512, 4096, 1 << 16, 1 << 21, 1 << 31, (1 << 32) - 1]
CHANGES = st.one_of(
    st.sampled_from(ODD).map(lambda value: value.to_bytes(4, "little")),
    st.sampled_from(ODD).map(lambda value: (value << 32).to_bytes(8, "little")),
    st.sampled_from(ODD).map(lambda value: (value << 60 & (1 << 64) - 1).to_bytes(8, "little")),
    st.binary(min_size=1, max_size=8),
)


@contextmanager
def changed(target: Target, changes: list[tuple[int, int, bytes]]) -> Iterator[None]:
    """The files with these (place, bytes further on, new bytes); as they were afterwards."""
    chosen = [target.places[at % len(target.places)] for at, _, _ in changes]
    whole = {path: path.read_bytes() for path, _ in chosen}
    try:
        for (path, offset), (_, further, data) in zip(chosen, changes, strict=True):
            with path.open("r+b") as file:
                file.seek(offset + further)
                file.write(data)
        yield
    finally:
        for path, before in whole.items():
            path.write_bytes(before)


def read_some(disk: Path) -> int:
    chain = open_disk(disk, "commit")
    with chain.files:
        if chain.size <= READ_LIMIT:
            return len(content(chain))
        reader = Reader(chain.mapping, chain.files)
        length = sum(
            int(each.length.sum()) for each in islice(windows(chain.mapping), WINDOWS_LIMIT)
        )
        return length + len(reader.pread(0, MIB)) + len(reader.pread(chain.size - MIB, MIB))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 1 << 16), st.integers(0, 3), CHANGES), min_size=1, max_size=3
    )
)
def test_any_metadata(target: Target, changes: list[tuple[int, int, bytes]]) -> None:
    with changed(target, changes):
        tracemalloc.start()
        try:
            found = attempt(lambda: read_some(target.disk))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < MEMORY_LIMIT
    if isinstance(found, Refusal):
        assert found.findings
        assert all(each.blocks for each in found.findings)
    else:
        assert found > 0


@settings(max_examples=15, deadline=None, derandomize=True)
@given(share=st.floats(0, 1, exclude_max=True))
def test_cut_off_anywhere(target: Target, share: float) -> None:
    """Also where a file is all there is of a layer."""
    path = max((path for path, _ in target.places), key=lambda path: path.stat().st_size)
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[: int(len(whole) * share)])
        found = attempt(lambda: read_some(target.disk))
    finally:
        path.write_bytes(whole)
    if isinstance(found, Refusal):
        assert all(each.blocks for each in found.findings)
    else:
        assert found == SIZE


def test_unchanged(target: Target) -> None:
    """What the others change is sound before and after."""
    assert read_some(target.disk) == SIZE
    assert len(target.places) > 100
