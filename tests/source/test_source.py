"""Parts of a file put together for requests: all of them, in order, none too large."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.source.source import Part, spans


def parts(*ranges: tuple[int, int]) -> list[Part]:
    """Parts [begin, end)."""
    return [(begin, memoryview(bytearray(end - begin))) for begin, end in ranges]


def told(groups: list[list[Part]]) -> list[list[tuple[int, int]]]:
    return [[(at, at + len(buffer)) for at, buffer in group] for group in groups]


def test_neighbours_are_one_group() -> None:
    found = list(spans(parts((0, 4), (4, 6), (7, 9), (9, 10))))
    assert told(found) == [[(0, 4), (4, 6)], [(7, 9), (9, 10)]]
    assert list(spans([])) == []


def test_a_group_ends_where_the_next_part_does_not_fit() -> None:
    assert told(list(spans(parts((0, 4), (4, 8), (8, 9)), 8))) == [[(0, 4), (4, 8)], [(8, 9)]]
    assert told(list(spans(parts((0, 4), (4, 8)), 7))) == [[(0, 4)], [(4, 8)]]


def test_a_part_that_is_larger_by_itself_is_cut() -> None:
    assert told(list(spans(parts((5, 12)), 3))) == [[(5, 8)], [(8, 11)], [(11, 12)]]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=12), st.integers(1, 12))
def test_every_byte_is_asked_for_once_and_in_order(gaps: list[tuple[int, int]], limit: int) -> None:
    at, wanted = 0, []
    for gap, length in gaps:
        wanted.append((at + gap, at + gap + length))
        at += gap + length
    asked = parts(*wanted)
    groups = list(spans(asked, limit))
    for group in groups:
        assert 0 < sum(len(buffer) for _, buffer in group) <= limit
        ends = [begin + len(buffer) for begin, buffer in group]
        assert [begin for begin, _ in group][1:] == ends[:-1]
        for _, buffer in group:
            buffer[:] = b"x" * len(buffer)
    assert all(bytes(buffer) == b"x" * len(buffer) for _, buffer in asked)
    flat = [byte for group in told(groups) for begin, end in group for byte in range(begin, end)]
    assert flat == [byte for begin, end in wanted for byte in range(begin, end)]
