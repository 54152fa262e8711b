"""An archive of blocks, and that nothing stays of one that was not finished."""

from __future__ import annotations

import os
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.disk.images.block_archive import BLOCK, BlockArchive
from engine.findings import Refusal, Stopped


def watch(_: int) -> None:
    """Nobody looks."""


@contextmanager
def filled(path: Path) -> Iterator[BlockArchive]:
    with BlockArchive(path) as archive:
        archive.add("ova.xml", memoryview(b"<value />"))
        archive.add("Ref:002/00000000", memoryview(os.urandom(BLOCK)))
        archive.finish()
        yield archive


def test_tar_reads_it(tmp_path: Path) -> None:
    with filled(tmp_path / "a") as archive:
        archive.check(watch, threading.Event())
        listed = subprocess.run(
            ["tar", "tvf", archive.path], capture_output=True, text=True, check=True
        )
        assert [line.split()[2] for line in listed.stdout.splitlines()] == ["9", str(BLOCK)]
        assert archive.path.stat().st_size == archive.size


def test_the_checksum_of_zeros_is_the_one_seen_in_every_xva(tmp_path: Path) -> None:
    with BlockArchive(tmp_path / "a") as archive:
        assert archive.add("Ref:002/00000000", memoryview(bytes(BLOCK))) == "87D2A1B6E1163EF1"


@pytest.mark.parametrize("offset", [0, 3, 700, 1024, 1100, 1536, 1536 + BLOCK // 2])
def test_one_byte_that_differs_is_found(tmp_path: Path, offset: int) -> None:
    """In a name, a header, the text, a block: the padding alone says nothing."""
    padding = 512 + 9 <= offset < 1024
    with filled(tmp_path / "a") as archive:
        with archive.path.open("r+b") as file:
            file.seek(offset)
            byte = file.read(1)
            file.seek(offset)
            file.write(bytes([byte[0] ^ 1]))
        if padding:
            archive.check(watch, threading.Event())
            return
        with pytest.raises(Refusal) as caught:
            archive.check(watch, threading.Event())
        assert caught.value.findings[0].code == "E440"


def test_one_that_was_cut_is_found(tmp_path: Path) -> None:
    with filled(tmp_path / "a") as archive:
        os.truncate(archive.path, archive.size - 1024 - BLOCK)
        with pytest.raises(Refusal):
            archive.check(watch, threading.Event())


def test_what_is_not_kept_is_gone(tmp_path: Path) -> None:
    with filled(tmp_path / "a"):
        assert (tmp_path / "a").exists()
    assert list(tmp_path.iterdir()) == []
    with filled(tmp_path / "a") as archive:
        archive.keep(lambda path: None)
    with tarfile.open(tmp_path / "a") as kept:
        assert kept.getnames() == ["ova.xml", "Ref:002/00000000"]


def test_two_do_not_write_the_same(tmp_path: Path) -> None:
    with filled(tmp_path / "a"), pytest.raises(Refusal) as caught, BlockArchive(tmp_path / "a"):
        pass
    assert caught.value.findings[0].code == "E407"


def test_what_was_left_over_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(9 * BLOCK))
    with filled(tmp_path / "a") as archive:
        assert archive.path.stat().st_size == archive.size


def test_checking_can_be_stopped(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with filled(tmp_path / "a") as archive, pytest.raises(Stopped):
        archive.check(watch, cancel)
