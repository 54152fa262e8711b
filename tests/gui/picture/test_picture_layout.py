"""Where things are in a picture: on the disk, and below each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.picture.picture_layout import (
    LABEL_LEAST,
    LABEL_MOST,
    LABEL_SHARE,
    ROW_LEAST,
    ROW_MOST,
    SPAN_LEAST,
    Layout,
    View,
    good_height,
    least_height,
)


@given(st.integers(SPAN_LEAST, 1 << 46), st.floats(0.01, 100), st.floats(0, 1))
def test_zooming_stays_on_the_disk_and_keeps_its_place(
    size: int, factor: float, place: float
) -> None:
    view = View(0, size)
    for _ in range(6):
        about = view.start + int(view.span * place)
        view = view.zoomed(factor, about, size)
        assert 0 <= view.start < view.stop <= size
        assert view.span >= min(SPAN_LEAST, size)
        assert view.start <= about <= view.stop


@given(st.integers(SPAN_LEAST, 1 << 46), st.integers(-(1 << 47), 1 << 47))
def test_moving_stays_on_the_disk(size: int, by: int) -> None:
    view = View(0, size).zoomed(0.3, size // 2, size)
    moved = view.moved(by, size)
    assert moved.span == view.span
    assert moved.start >= 0
    assert moved.stop <= size


@given(st.integers(1, 1 << 46), st.integers(300, 3000), st.floats(0, 0.999))
def test_a_point_is_the_address_that_is_painted_there(size: int, width: int, at: float) -> None:
    layout = Layout(width, 400, 3, View(0, size))
    x = layout.left + at * (layout.right - layout.left)
    address = layout.address(x)
    assert 0 <= address < size
    there = float(layout.x(np.array([address], np.int64))[0])
    assert abs(there - x) <= max(1.0, (layout.right - layout.left) / size)


@given(st.integers(512, 1 << 46), st.integers(400, 3000))
def test_ticks_are_few_and_round(size: int, width: int) -> None:
    layout = Layout(width, 400, 3, View(0, size))
    ticks = list(layout.ticks())
    assert 1 <= len(ticks) <= width / 40
    assert ticks[0] == 0
    assert all(tick % 512 == 0 for tick in ticks)


@pytest.mark.parametrize("count", [1, 5, 31])
def test_nothing_lies_over_anything_else(count: int) -> None:
    layout = Layout(400, least_height(count), count, View(0, 1 << 40))
    rows = [layout.title, *(layout.layer(index) for index in range(count))]
    rows += [layout.result, layout.areas, layout.axis, layout.legend]
    for upper, lower in pairwise(rows):
        assert upper.bottom() <= lower.top() + 0.001
    assert rows[-1].bottom() <= least_height(count)
    for index in range(count):
        assert layout.row_at(layout.layer(index).center().y()) == index
    assert layout.row_at(layout.result.center().y()) == count
    assert layout.row_at(layout.axis.center().y()) is None


def test_rows_are_as_high_as_there_is_room() -> None:
    def rows(height: float) -> float:
        return Layout(400, height, 4, View(0, 1 << 40)).row

    assert rows(0) == rows(least_height(4)) == ROW_LEAST
    assert rows(good_height(4)) == rows(9999) == ROW_MOST
    assert ROW_LEAST < rows((least_height(4) + good_height(4)) / 2) < ROW_MOST
    assert good_height(5) - good_height(4) == ROW_MOST


def test_labels_take_a_share_within_bounds() -> None:
    widths = [Layout(width, 400, 3, View(0, 1 << 40)).label for width in (100, 500, 5000)]
    assert widths == [LABEL_LEAST, 500 * LABEL_SHARE, LABEL_MOST]
    assert Layout(1, 400, 3, View(0, 1 << 40)).columns == 1  # never none


def test_an_address_is_of_what_is_seen() -> None:
    layout = Layout(400, 400, 3, View(1000, 2000))
    assert (layout.address(layout.left), layout.address(layout.left - 9)) == (1000, 1000)
    assert (layout.address(layout.right), layout.address(layout.right + 9)) == (1999, 1999)
    places = layout.x(np.array([0, 1000, 1500, 2000, 9999]))
    middle = (layout.left + layout.right) / 2
    assert places.tolist() == [layout.left, layout.left, middle, layout.right, layout.right]
    assert list(Layout(2000, 400, 3, View(1000, 2000)).ticks()) == [1024, 1536]


def test_what_is_zoomed_about_stays_in_its_place() -> None:
    mib = 1 << 20
    view = View(0, 100 * mib)
    near = view.zoomed(0.5, 20 * mib, 200 * mib)
    assert near == View(10 * mib, 60 * mib)  # a fifth from the left, as before
    assert near.zoomed(2, 20 * mib, 200 * mib) == view


def test_what_can_be_zoomed_has_an_end() -> None:
    size = 1 << 30
    near = View(0, size).zoomed(0, size // 2, size)
    assert near.span == SPAN_LEAST
    assert View(0, size).zoomed(9, 0, size) == View(0, size)
    assert View(0, 100).zoomed(0.5, 50, 100) == View(0, 100)  # a small disk is seen whole
