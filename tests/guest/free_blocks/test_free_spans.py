"""Free spans out of bitmaps and runs, beside sets of numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.spans import Spans
from engine.guest.free_blocks.free_spans import NotProvenError, of_runs, unset


def held(found: Spans) -> set[int]:
    pairs = zip(found.start.tolist(), found.stop.tolist(), strict=True)
    return {number for low, high in pairs for number in range(low, high)}


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
