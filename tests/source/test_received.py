"""What has come of a host is kept until it is in the image; what came before a cut comes once."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.source.received import Received, took, wanted
from engine.source.source import Part

FILE = Path("//ssh:host/disk.vmdk")
SIZE = 400
CONTENT = bytes(number % 251 for number in range(SIZE))

Spans = list[tuple[int, int]]


class Host:
    """Gives bytes of FILE, up to a limit, a few at a time."""

    def __init__(self, limit: int = 1 << 30) -> None:
        self.left, self.given = limit, list[tuple[int, int]]()

    def read(self, left: list[Part]) -> None:
        while left:
            at, buffer = left[0]
            count = min(len(buffer), 7, self.left)
            if not count:
                raise ConnectionResetError
            buffer[:count] = CONTENT[at : at + count]
            self.given.append((at, count))
            self.left -= count
            took(left, count)

    @property
    def count(self) -> int:
        return sum(count for _, count in self.given)


def read(host: Host, spans: Spans) -> None:
    """Read parts as a file does; they hold what they have to."""
    parts = [(at, memoryview(bytearray(length))) for at, length in spans]
    with wanted(FILE, parts) as left:
        host.read(left)
    assert all(bytes(buffer) == CONTENT[at : at + len(buffer)] for at, buffer in parts)


@st.composite
def _spans(draw: st.DrawFn) -> Spans:
    edges = sorted(draw(st.sets(st.integers(0, SIZE), min_size=2, max_size=8)))
    return [(low, high - low) for low, high in pairwise(edges)]


@given(st.lists(_spans(), min_size=1, max_size=4), st.lists(st.integers(0, SIZE), max_size=6))
def test_each_byte_comes_once(runs: list[Spans], limits: list[int]) -> None:
    """Read at a turn for each part, cut at any places, each time in other parts."""
    received, came = Received(), set[int]()
    for number, limit in enumerate([*limits, 1 << 30]):
        host, received = Host(limit), Received(received.all())
        with suppress(ConnectionResetError):
            for turn, span in enumerate(runs[number % len(runs)]):
                with received.turn(turn):
                    read(host, [span])
        for at, count in host.given:
            assert came.isdisjoint(range(at, at + count))
            came.update(range(at, at + count))
    assert all(CONTENT[at : at + len(data)] == data for _, at, data in received.all())
    assert sum(len(data) for _, _, data in received.all()) == len(came)


def test_what_is_in_the_image_is_forgotten() -> None:
    received = Received()
    for number in range(2):
        with received.turn(number):
            read(Host(), [(number * 100, 50)])
    received.over(0)
    assert [(path, at, len(data)) for path, at, data in received.all()] == [(FILE, 100, 50)]


def test_what_came_before_serves_parts_of_any_shape() -> None:
    received, host = Received([(FILE, 10, CONTENT[10:30]), (FILE, 40, CONTENT[40:50])]), Host()
    with received.turn(0):
        read(host, [(0, 15), (20, 25)])
    assert sorted(host.given) == [(0, 7), (7, 3), (30, 7), (37, 3)]
    assert sorted((at, len(data)) for _, at, data in received.all()) == [
        (0, 10), (10, 5), (15, 5), (20, 10), (30, 10), (40, 5), (45, 5)
    ]  # fmt: skip


def test_without_a_turn_nothing_is_kept() -> None:
    host = Host(5)
    with pytest.raises(ConnectionResetError):
        read(host, [(0, 10)])
    assert host.count == 5
