"""Runs put in their places: many at once, where all are of whole sectors, and one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.copying.fill import _scatter

UNITS = st.sampled_from((1, 512))
LENGTHS = st.lists(st.integers(1, 4), min_size=1, max_size=20)


@given(UNITS, UNITS, UNITS, LENGTHS)
def test_each_run_gets_its_place(begins: int, offsets: int, unit: int, lengths: list[int]) -> None:
    source = np.random.default_rng(1).integers(0, 256, 64 * 512 + 7, np.uint8)
    length = np.array(lengths) * unit
    begin = np.arange(len(lengths)) * 5 * 512 + begins
    offset = np.arange(len(lengths)) * offsets * 2
    found = np.zeros(begin[-1] + length[-1] + 512, np.uint8)
    expected = found.copy()
    for at, where, count in zip(begin, offset, length, strict=True):
        expected[at : at + count] = source[where : where + count]
    _scatter(found, begin, source, offset, length)
    assert (found == expected).all()
