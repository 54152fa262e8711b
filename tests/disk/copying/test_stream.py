"""A disk read once by several threads: all of it, told in order, and stopped at once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from refusals import refused

from engine.disk.copying.content import Content
from engine.disk.copying.digest import BLOCK, PIECE
from engine.disk.copying.pieces import Batch, Piece
from engine.disk.copying.stream import stream
from engine.disk.copying.verify import Chunks
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Stopped, refuse

COUNT = 12
HELD = [0, 1, 3, 4, 5, 8, 9, 11]  #: pieces that hold something
SIZE = COUNT * PIECE - 700


class Sink:
    """Keeps the first byte of each piece; the piece ``fails`` is refused.

    ``slow`` is written once ``go_on`` is set, the piece before it once ``slow`` has come.
    """

    def __init__(self, fails: int = -1, slow: int = -1) -> None:
        self.fails, self.slow = fails, slow
        self.has_come, self.go_on = threading.Event(), threading.Event()
        self.written: dict[int, int] = {}
        self.aborted = threading.Event()

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        for content in contents:
            if content.piece.number == self.fails:
                raise refuse("E403", path="there", reason="full")
            if content.piece.number == self.slow - 1:
                assert self.has_come.wait(60)
            if content.piece.number == self.slow:
                self.has_come.set()
                self.go_on.wait(60)
            stretches = content.stretches
            self.written[content.piece.number] = stretches[0][1][0] if stretches else 0

    def abort(self) -> None:
        self.aborted.set()


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every piece that holds something holds it in most of its blocks: a batch each."""
    path = tmp_path_factory.mktemp("stream") / "disk"
    with path.open("wb") as file:
        file.truncate(SIZE)
        for number in HELD:
            for block in range(40):
                file.seek(number * PIECE + block * BLOCK)
                file.write(bytes([number + 1]) * 4096)
    return path


@dataclass
class Reading:
    """A disk that is read, and the pieces that are told to be done."""

    disk: Path
    sink: Sink = field(default_factory=Sink)
    cancel: threading.Event = field(default_factory=threading.Event)
    stop_at: int = -1
    told: list[Piece] = field(default_factory=list)
    with_digest: list[int] = field(default_factory=list)

    @property
    def done(self) -> list[int]:
        return [piece.number for piece in self.told]

    def run(self, start: int = 0, every: bool = False) -> None:
        with Files() as files:
            chunks = Chunks(Flat(files, files.add(self.disk), SIZE), PIECE, HELD)
            stream(chunks, files, self.sink, self._tell, self.cancel, start=start, every=every)

    def _tell(self, piece: Piece, digest: bytes) -> None:
        self.told.append(piece)
        self.with_digest += [piece.number] if digest else []
        if piece.number == self.stop_at:
            self.cancel.set()


def test_every_piece_that_holds_something_is_told_in_order(disk: Path) -> None:
    reading = Reading(disk)
    reading.run()
    assert reading.done == reading.with_digest == HELD
    assert reading.sink.written == {number: number + 1 for number in HELD}
    assert [piece.length for piece in reading.told] == [PIECE] * 7 + [PIECE - 700]
    assert not reading.sink.aborted.is_set()


def test_it_begins_where_it_is_told_to(disk: Path) -> None:
    reading = Reading(disk)
    reading.run(start=4 * PIECE)
    assert reading.done == [4, 5, 8, 9, 11]


def test_pieces_of_zeros_are_told_where_every_piece_is_wanted(disk: Path) -> None:
    reading = Reading(disk)
    reading.run(every=True)
    assert (reading.done, reading.with_digest) == (list(range(COUNT)), HELD)
    assert sorted(reading.sink.written) == list(range(COUNT))


@pytest.mark.parametrize("fails", [0, 5, 11])
def test_what_was_written_before_a_failure_is_done(disk: Path, fails: int) -> None:
    reading = Reading(disk, Sink(fails))
    assert refused(reading.run) == "E403"
    assert reading.done == HELD[: HELD.index(fails)]
    assert reading.sink.aborted.is_set()  # nobody waits for a turn that does not come


def test_stopped_nothing_is_begun_any_more(disk: Path) -> None:
    reading = Reading(disk, stop_at=3)
    with pytest.raises(Stopped):
        reading.run()
    assert reading.done[:3] == [0, 1, 3]
    assert reading.done == HELD[: len(reading.done)]
    assert 11 not in reading.sink.written


def test_what_is_under_way_when_it_is_stopped_is_done(disk: Path) -> None:
    """Without a gap: work that was written is not done again when it goes on."""
    sink = Sink(slow=1)
    reading = Reading(disk, sink, cancel=sink.go_on)
    tell = reading._tell

    def stop(piece: Piece, digest: bytes) -> None:
        tell(piece, digest)
        if piece.number == 0:
            sink.go_on.set()

    reading._tell = stop  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        reading.run()
    assert reading.done[:2] == [0, 1]


def test_stopped_before_it_begins_nothing_is_read(disk: Path) -> None:
    reading = Reading(disk)
    reading.cancel.set()
    with pytest.raises(Stopped):
        reading.run()
    assert reading.done == list(reading.sink.written) == []
