"""What a picture of a chain says of each column, against counting byte by byte."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from disk.test_block_map import Given, mappings, property_test
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.block_map import WINDOW_RUNS, Kind, Nothing, single
from engine.disk.copying.coverage import cover
from engine.findings import Stopped

LAYERS = st.lists(mappings(), min_size=1, max_size=4)


def kinds(layer: Given) -> list[int]:
    """The kind of each byte."""
    rows = zip(layer.map.kind.tolist(), layer.map.length.tolist(), strict=True)
    return [min(kind, Kind.DATA) for kind, length in rows for _ in range(length)]


@property_test
@given(LAYERS, st.data())
def test_every_column_counts_its_bytes(layers: list[Given], data: st.DataObject) -> None:
    size = layers[0].size
    start = data.draw(st.integers(0, size - 1))
    stop = data.draw(st.integers(start + 1, size))
    wanted = data.draw(st.integers(1, 80))
    found = cover(layers, start, stop, wanted)
    assert found.columns == min(wanted, stop - start)
    assert (found.start, found.stop) == (start, stop)
    width = np.diff(found.edges)
    assert width.max() - width.min() <= 1  # columns are as wide as each other
    expected = np.zeros((4, len(layers), found.columns), np.int64)
    every = [kinds(layer) for layer in layers]
    for address in range(start, stop):
        column = found.column(address)
        assert found.edges[column] <= address < found.edges[column + 1]
        on_top = True
        for number, layer in enumerate(every):
            kind = layer[address] if address < len(layer) else Kind.HOLE
            if kind == Kind.HOLE:
                continue
            zero = int(kind == Kind.ZERO)
            expected[zero, number, column] += 1
            expected[2 + zero, number, column] += on_top
            on_top = False
    for one, other in zip(
        (found.data, found.zeros, found.shown, found.shown_zeros), expected, strict=True
    ):
        assert one.tolist() == other.tolist()


@property_test
@given(mappings(), mappings(), st.integers(0, 8))
def test_a_layer_of_too_many_runs_is_read_again(upper: Given, lower: Given, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.disk.copying.coverage.WINDOW_RUNS", limit)
        found = cover([upper, lower], 0, upper.size, 7)
    assert np.array_equal(found.shown, cover([upper, lower], 0, upper.size, 7).shown)


def test_a_share_is_a_part_of_its_column() -> None:
    layer = Given(single(0, 10, Kind.DATA, 0), 10)
    found = cover([layer], 0, 10, 3)
    assert found.share(found.data[0]).tolist() == [1, 1, 1]


def test_windows_join_without_a_seam() -> None:
    size = 5 * 512 * WINDOW_RUNS + 512
    whole = cover([Nothing(size, Kind.DATA, grain=512)], 0, size, 11)
    assert whole.data.sum() == whole.shown.sum() == size
    assert whole.share(whole.shown[0]).tolist() == [1] * 11


def test_it_can_be_stopped() -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Stopped):
        cover([Nothing(1 << 50)], 0, 1 << 50, 10, cancel)
