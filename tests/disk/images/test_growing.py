"""Files that grow in the order of the disk, whichever thread comes first."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from refusals import refused

from engine.disk.block_map import single
from engine.disk.copying.content import Content
from engine.disk.copying.digest import BLOCKS, PIECE
from engine.disk.copying.pieces import Batch, Piece
from engine.disk.images.growing import Growing, Turns
from engine.findings import Stopped

COUNT = 8


class Plain(Growing):
    """The simplest of them: the bytes of its pieces, one after another."""

    format, limit = "raw", 1000

    def __init__(self, path: Path, resume_at: int | None = None) -> None:
        super().__init__(path, COUNT * PIECE, resume_at)
        self.begin(resume_at or 4)

    def place(self, content: Content, at: int) -> int:
        return at + sum(len(data) for _, data in content.stretches)

    def store(self, content: Content, at: int) -> None:
        self.write_parts([data for _, data in content.stretches], at)

    def finish(self) -> None:
        self.sync()


def batch(turn: int, *texts: bytes) -> tuple[Batch, Sequence[Content]]:
    """One of as many pieces as there are texts, each two stretches of half the text."""
    pieces = [Piece(turn * len(texts) + number, PIECE, 0) for number in range(len(texts))]
    contents = []
    for piece, text in zip(pieces, texts, strict=True):
        half = memoryview(text)[: len(text) // 2], memoryview(text)[len(text) // 2 :]
        stretches = list(enumerate(half)) if text else []
        contents.append(Content(piece, np.zeros(BLOCKS, bool), b"", stretches))
    return Batch(turn, pieces, single(0, PIECE)), contents


def test_the_file_grows_in_order_whoever_comes_first(tmp_path: Path) -> None:
    file = Plain(tmp_path / "file")
    batches = [batch(turn, b"%d" % turn * 6, b"", b"x%d" % turn) for turn in range(COUNT)]
    with ThreadPoolExecutor(COUNT) as pool:
        list(pool.map(lambda each: file.write(*each), reversed(batches)))
    file.close()
    expected = b"".join(b"%d" % turn * 6 + b"x%d" % turn for turn in range(COUNT))
    assert file.path.read_bytes() == bytes(4) + expected


def test_the_cursor_is_where_the_pieces_that_have_passed_end(tmp_path: Path) -> None:
    file = Plain(tmp_path / "file")
    assert file.cursor == 4
    one, contents = batch(0, b"abcd", b"", b"ef")
    file.write(one, contents)
    assert file.cursor == 4  # it is written, and not passed
    cursors = []
    for piece in one.pieces:
        file.passed(piece)
        cursors.append(file.cursor)
    assert cursors == [8, 8, 10]
    file.close()


def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    file = Plain(tmp_path / "file")
    file.write(*batch(0, b"abcd"))
    file.close()
    again = Plain(tmp_path / "file", resume_at=6)
    again.write(*batch(0, b"CDEF"))
    again.close()
    assert again.path.read_bytes() == bytes(4) + b"abCDEF"
    assert refused(lambda: Plain(tmp_path / "file")) == "E402"
    assert refused(lambda: Plain(tmp_path / "gone", resume_at=0)) == "E404"


@pytest.mark.parametrize(("length", "code"), [(996, ""), (997, "E411")])
def test_no_file_is_larger_than_its_format_can(tmp_path: Path, length: int, code: str) -> None:
    file = Plain(tmp_path / "file")
    if code:
        assert refused(lambda: file.write(*batch(0, b"x" * length))) == code
        assert file.path.stat().st_size == 0
    else:
        file.write(*batch(0, b"x" * length))
        assert file.path.stat().st_size == 1000
    file.close()


def test_what_is_written_in_part_is_written_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ends within a part, at its end, and at that of several."""
    for step in range(1, 12):
        file, real = Plain(tmp_path / f"file{step}"), os.pwritev
        with monkeypatch.context() as patch:
            patch.setattr(
                os,
                "pwritev",
                lambda fd, parts, at, step=step, real=real: real(fd, [b"".join(parts)[:step]], at),
            )
            file.write_parts([memoryview(each) for each in (b"abc", b"d", b"efgh")], 2)
        file.close()
        assert file.path.read_bytes() == bytes(2) + b"abcdefgh"


def test_a_write_that_fails_names_its_file(tmp_path: Path) -> None:
    file = Plain(tmp_path / "file")
    os.close(file.fd)
    assert refused(lambda: file.write_parts([memoryview(b"x")], 0)) == "E403"
    assert refused(lambda: file.extend(10)) == "E403"
    file.fd = -1
    file.close()


def test_who_waits_for_a_turn_is_stopped() -> None:
    turns, began = Turns(), threading.Event()

    def wait() -> None:
        began.set()
        turns.wait(3)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        began.wait()
        turns.over()
        turns.abort()
        assert isinstance(waiting.exception(), Stopped)
    with pytest.raises(Stopped):
        turns.wait(1)  # its turn, but nobody gets one any more
