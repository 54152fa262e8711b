"""Spans beside sets of numbers, which do the same slowly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.spans import NONE, Spans, union
from engine.guest.volumes.extents import Extent

END = 60
BORDERS = st.lists(st.tuples(st.integers(0, END), st.integers(0, END)), max_size=6)


def spans(borders: list[tuple[int, int]]) -> Spans:
    """Each pair a span of its own, empty ones too: joined."""
    pairs = [(min(each), max(each)) for each in borders]
    single = [Spans(np.array([low]), np.array([high])) for low, high in pairs]
    return union(single)


def held(found: Spans) -> set[int]:
    pairs = list(zip(found.start.tolist(), found.stop.tolist(), strict=True))
    assert all(low < high for low, high in pairs)
    assert all(one[1] < other[0] for one, other in pairwise(pairs))
    return {number for low, high in pairs for number in range(low, high)}


def numbers(borders: list[tuple[int, int]]) -> set[int]:
    return {number for each in borders for number in range(min(each), max(each))}


@given(BORDERS)
def test_union(borders: list[tuple[int, int]]) -> None:
    assert held(spans(borders)) == numbers(borders)
    assert spans(borders).total == len(numbers(borders))


@given(BORDERS, st.integers(0, END), st.integers(0, END))
def test_without(borders: list[tuple[int, int]], one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    assert held(spans(borders).without(low, high)) == numbers(borders) - set(range(low, high))


@given(BORDERS, st.integers(0, END), st.integers(0, 9))
def test_touches(borders: list[tuple[int, int]], start: int, length: int) -> None:
    run = set(range(start, start + length))
    touches = spans(borders).touches(np.array([start]), np.array([length]))
    assert touches == bool(run & numbers(borders))


@given(BORDERS, st.integers(1, 8), st.integers(1, 16))
def test_inward(borders: list[tuple[int, int]], unit: int, least: int) -> None:
    found = spans(borders).inward(unit, least)
    assert held(found) <= numbers(borders)
    for low, high in zip(found.start.tolist(), found.stop.tolist(), strict=True):
        assert low % unit == high % unit == 0
        assert high - low >= least


@given(BORDERS)
def test_through_extents(borders: list[tuple[int, int]]) -> None:
    """The first 30 numbers are at 1000, the rest at 500."""
    extents = [Extent(1000, 30), Extent(500, END - 30)]
    expected = {1000 + each if each < 30 else 470 + each for each in numbers(borders)}
    assert held(spans(borders).through(extents)) == expected


def test_spans_are_counted_up_to_any_address() -> None:
    some = Spans(np.array([10, 40]), np.array([20, 45]))
    at = np.array([0, 10, 15, 20, 30, 42, 45, 99])
    assert some.covered(at).tolist() == [0, 0, 5, 10, 10, 12, 15, 15]
    assert NONE.covered(at).tolist() == [0] * 8


@given(BORDERS)
def test_of_extents(borders: list[tuple[int, int]]) -> None:
    """20 numbers from 40 on, then 30 from the beginning; what lies between is in neither."""
    expected = {each - 40 if each >= 40 else 20 + each for each in numbers(borders)}
    left = {20 + each for each in numbers(borders) if 30 <= each < 40}
    assert held(spans(borders).of_extents([(40, 20), (0, 30)])) == expected - left


@given(BORDERS, st.integers(0, END), st.integers(1, END))
def test_within(borders: list[tuple[int, int]], low: int, length: int) -> None:
    expected = {each - low for each in numbers(borders) if low <= each < low + length}
    assert held(spans(borders).within(low, low + length)) == expected


def test_nothing() -> None:
    assert len(union([])) == 0
    assert not NONE.touches(np.array([1]), np.array([1]))
    assert held(NONE.scaled(4, 8)) == set()
