"""Holes of files on NTFS, asked of a fake: its answers are as [MS-FSCC] 2.3.57 describes them.

wine has not the call, so that nothing here was seen on a real NTFS.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from engine.platform import windows_ioctl
from engine.platform.windows_ioctl import QUERY_ALLOCATED_RANGES, SET_SPARSE, data_stretches

UNIT = 64 << 10  #: NTFS allocates sparse files in units of 64 KiB
UNITS = st.lists(st.booleans(), min_size=1, max_size=60)


@dataclass
class FakeNtfs:
    """A file of units that are allocated or not; answers with as many ranges as there is room."""

    units: list[bool]
    asked: list[int] = field(default_factory=list)

    def control(self, code: int, given: bytes, room: int) -> bytes:
        self.asked.append(code)
        assert code == QUERY_ALLOCATED_RANGES
        start, length = struct.unpack("<qq", given)
        answer = b""
        for low, high in self.ranges():
            low, high = max(low, start), min(high, start + length)
            if low < high and len(answer) < room:
                answer += struct.pack("<qq", low, high - low)
        return answer

    def ranges(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for number, is_there in enumerate(self.units):
            begin = number * UNIT
            if is_there and found and found[-1][1] == begin:
                found[-1] = (found[-1][0], begin + UNIT)
            elif is_there:
                found.append((begin, begin + UNIT))
        return found


def unable(code: int, given: bytes, room: int) -> bytes:
    """As FAT and wine answer: ERROR_NOT_SUPPORTED."""
    raise OSError(50, "The request is not supported")


@given(UNITS, st.integers(0, 10 * UNIT), st.integers(0, 70 * UNIT))
def test_what_is_told_is_what_is_allocated(units: list[bool], start: int, length: int) -> None:
    stop = start + length
    found = data_stretches(FakeNtfs(units).control, start, stop, 1000)
    wanted = [(max(low, start), min(high, stop)) for low, high in FakeNtfs(units).ranges()]
    assert found == [(low, high) for low, high in wanted if low < high]


def test_more_ranges_than_an_answer_holds_are_asked_for_again() -> None:
    fake = FakeNtfs([True, False] * 3000)
    found = data_stretches(fake.control, 0, 6000 * UNIT, 1 << 14)
    assert found == fake.ranges()
    assert len(fake.asked) == 3


def test_after_the_limit_all_counts_as_data() -> None:
    fake = FakeNtfs([True, False] * 3000)
    *told, last = data_stretches(fake.control, 0, 6000 * UNIT, 1024)
    assert told == fake.ranges()[:1024]
    assert last == (told[-1][1], 6000 * UNIT)


def test_where_holes_are_not_known_all_is_data() -> None:
    assert data_stretches(unable, 5, 900, 10) == [(5, 900)]
    assert data_stretches(unable, 5, 5, 10) == []


def test_a_file_is_made_sparse_where_it_can_be() -> None:
    asked: list[int] = []

    def control(code: int, given: bytes, room: int) -> bytes:
        asked.append(code)
        return b""

    windows_ioctl.make_sparse(control)
    assert asked == [SET_SPARSE]
    windows_ioctl.make_sparse(unable)
