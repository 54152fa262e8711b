"""Spans beside sets of numbers, which do the same slowly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.guest.free_blocks.spans import NONE, NotProvenError, Spans, of_runs, union, unset
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


@given(st.binary(min_size=1, max_size=20), st.integers(0, 160), st.integers(1, 7))
def test_bits_that_are_not_set(data: bytes, count: int, cut: int) -> None:
    chunks = [data[at : at + cut] for at in range(0, len(data), cut)]
    if count > len(data) * 8:
        with pytest.raises(NotProvenError):
            unset(chunks, count)
        return
    free = {bit for bit in range(count) if not data[bit // 8] >> bit % 8 & 1}
    assert held(unset(chunks, count)) == free


def test_runs_that_overlap_prove_nothing() -> None:
    assert held(of_runs(np.array([7, 0]), np.array([2, 7]))) == set(range(9))
    with pytest.raises(NotProvenError):
        of_runs(np.array([0, 6]), np.array([7, 2]))


def test_nothing() -> None:
    assert len(union([])) == 0
    assert not NONE.touches(np.array([1]), np.array([1]))
    assert held(NONE.scaled(4, 8)) == set()
