"""The disks hold what they are said to hold."""

from __future__ import annotations

import numpy as np

from bench import pattern

MIB = 1 << 20


def test_a_third_each() -> None:
    rows = pattern.first(256 * MIB).rows
    kinds = np.bincount(np.sign(rows) + (rows > pattern.ROWS), minlength=3) / len(rows)
    assert np.allclose(kinds, 1 / 3, atol=0.01)


def test_half_of_the_zeros_were_written() -> None:
    state = pattern.first(256 * MIB)
    zeros = state.rows == 0
    assert 0.4 < state.written[zeros].mean() < 0.6
    assert state.written[~zeros].all()


def test_any_part_of_the_content_reads_the_same() -> None:
    state = pattern.first(MIB)
    content = pattern.Pattern(state.rows)
    whole = content.read(0, MIB)
    assert content.read(12345, 54321) == whole[12345:][:54321]
    assert content.read(MIB - 10, 20) == whole[-10:] + bytes(10)
