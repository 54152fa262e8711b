"""The steps of a delivery one by one: what is compared, sent, read back and named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest
from fixtures import machine
from job.conftest import LITTLE as SIZE
from job.push.test_push_job import NAME, same
from refusals import refused

from engine.cli.main import main
from engine.disk.copying.digest import PIECE
from engine.job.push.delivery import Delivery, looked
from engine.job.push.push_journal import Wish
from engine.job.push.push_steps import Compare, Deliver, Item, PutText, Send, Verify, partial_of
from engine.job.result.conversion import Conversion
from engine.job.work import Work
from engine.phrase import Phrase


@contextmanager
def delivery(little: Path, there: Path, *, yes: bool = False) -> Iterator[Delivery]:
    """A delivery into a folder of this computer, looked at."""
    with looked(Conversion.open(little), Wish(str(there), yes=yes)) as found:
        yield found


@pytest.fixture
def there(little: Path, tmp_path: Path) -> Path:
    """A folder that has the image already."""
    folder = tmp_path / "srv"
    folder.mkdir()
    shutil.copy(little / NAME, folder / NAME)
    return folder


def change(image: Path, piece: int, data: bytes = b"changed") -> None:
    with image.open("r+b") as file:
        os.pwrite(file.fileno(), data, piece * PIECE)


def volume(little: Path, path: Path, content: bytes) -> Iterator[tuple[Delivery, Item]]:
    """A file in a volume's stead: it has its name, and something in it, before it is written."""
    path.write_bytes(content)
    with delivery(little, path.parent / "unused") as found:
        (item,) = found.items
        item.final = item.path = PurePosixPath(path)
        item.as_file, item.state, item.pieces = False, "volume", range(-(-SIZE // PIECE))
        yield found, item


def test_a_file_that_is_the_same_is_not_sent_and_not_touched(
    little: Path, there: Path, work: Work
) -> None:
    before = (there / NAME).stat()
    with delivery(little, there) as found:
        (item,) = found.items
        Compare(item, found.server, yes=False).run(work)
        assert item.there
        steps = Send(item, found.server, found.journal), Verify(item, found.server)
        assert [each.total for each in steps] == [0, 0]
        for step in (*steps, Deliver(item, found.server)):
            step.run(work)
    assert (there / NAME).stat().st_mtime_ns == before.st_mtime_ns
    assert [each.name for each in there.iterdir()] == [NAME]
    assert not (little / "push.journal").exists()


def test_a_file_that_differs_is_replaced_with_consent_alone(
    little: Path, there: Path, work: Work
) -> None:
    change(there / NAME, 2)
    with delivery(little, there) as found:
        assert refused(lambda: Compare(found.items[0], found.server, yes=False).run(work)) == "E708"
    with delivery(little, there, yes=True) as found:
        for step in found.steps():
            step.run(work)
    assert same(there / NAME, little / NAME)


def test_of_what_was_begun_only_what_differs_is_sent(little: Path, there: Path, work: Work) -> None:
    """Whole pieces; one that is complete has to get its name yet."""
    partial = there / f"{NAME}.partial"
    (there / NAME).rename(partial)
    with delivery(little, there, yes=True) as found:
        (item,) = found.items
        found.journal.begin(item.final, "x")
    change(partial, 1)
    with delivery(little, there, yes=True) as found:
        (item,) = found.items
        item.state, item.begun = "begun", True
        Compare(item, found.server, yes=False).run(work)
        assert (item.wanted, item.there) == ({1}, False)
        send = Send(item, found.server, found.journal)
        assert send.total == PIECE
        send.run(work)
        Compare(item, found.server, yes=False).run(work)
        assert (item.wanted, item.there) == (set(), False)
        Deliver(item, found.server).run(work)
    assert same(there / NAME, little / NAME)
    assert not partial.exists()


def test_a_volume_with_zeros_is_free_and_one_with_other_data_is_not(
    little: Path, tmp_path: Path, work: Work
) -> None:
    image = (little / NAME).read_bytes()
    first = image[:PIECE]
    other = first + b"other" + bytes(SIZE - PIECE - 5)
    for content, code in ((bytes(SIZE), ""), (first.ljust(SIZE, b"\0"), ""), (other, "E708")):
        for found, item in volume(little, tmp_path / "volume", content):
            compare = Compare(item, found.server, yes=False)
            if code:
                assert refused(lambda: compare.run(work)) == code  # noqa: B023
                compare = Compare(item, found.server, yes=True)
            compare.run(work)
            Send(item, found.server, found.journal).run(work)
            Verify(item, found.server).run(work)
            Deliver(item, found.server).run(work)
        assert (tmp_path / "volume").read_bytes() == image


def test_what_a_volume_has_where_the_image_has_a_hole_is_written_over(
    tmp_path: Path, work: Work
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    image = os.urandom(PIECE).ljust(SIZE, b"\0")
    raw.write_bytes(image)
    vm = machine.build(tmp_path / "vm", image=raw, snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(out)]) == 0
    for found, item in volume(out, tmp_path / "volume", bytes([255]) * SIZE):
        Compare(item, found.server, yes=True).run(work)
        Send(item, found.server, found.journal).run(work)
        Verify(item, found.server).run(work)
    assert (tmp_path / "volume").read_bytes() == image


def test_a_volume_that_holds_it_is_there(little: Path, tmp_path: Path, work: Work) -> None:
    for found, item in volume(little, tmp_path / "volume", (little / NAME).read_bytes()):
        Compare(item, found.server, yes=False).run(work)
        assert item.there


def test_what_the_server_reads_back_differently_gets_no_name(
    little: Path, tmp_path: Path, work: Work
) -> None:
    there = tmp_path / "srv"
    with delivery(little, there) as found:
        (item,) = found.items
        Send(item, found.server, found.journal).run(work)
        change(there / f"{NAME}.partial", 0)
        assert refused(lambda: Verify(item, found.server).run(work)) == "E711"
    assert not (there / NAME).exists()


def test_an_image_that_is_not_what_the_manifest_says_is_refused_before(
    little: Path, there: Path, work: Work
) -> None:
    change(little / NAME, 1)
    with delivery(little, there) as found:
        assert refused(lambda: Compare(found.items[0], found.server, yes=True).run(work)) == "E406"


def test_what_is_to_be_sent_of_a_new_file_are_its_pieces(little: Path, tmp_path: Path) -> None:
    with delivery(little, tmp_path / "srv") as found:
        (item,) = found.items
        send = Send(item, found.server, found.journal)
        item.pieces, item.size = [0, 3, 5], 6 * PIECE
        assert send.total == 3 * PIECE
        item.size = 5 * PIECE + 512  # the last is short
        assert send.total == 2 * PIECE + 512
        item.as_file = False
        assert send.total == item.size


def test_a_text_is_written_whole_and_may_be_a_program(
    little: Path, tmp_path: Path, work: Work
) -> None:
    path = PurePosixPath(tmp_path / "a new/folder/run me")
    with delivery(little, tmp_path / "srv") as found:
        for is_program in (False, True):
            text = f"#!/bin/sh\necho {is_program} ä\n"
            PutText(Phrase("Write"), path, text, 0o644, found.server, is_program).run(work)
            assert Path(path).read_text() == text
            assert os.access(path, os.X_OK) == is_program
    assert not Path(partial_of(path)).exists()


def test_a_text_that_is_read_back_differently_gets_no_name(
    little: Path, tmp_path: Path, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server whose cat adds a line to what it reads."""
    cat = tmp_path / "bin/cat"
    cat.parent.mkdir()
    cat.write_text(f'#!/bin/sh\n{shutil.which("cat")} "$@"\n[ $# = 0 ] || echo more\n')
    cat.chmod(0o755)
    path = PurePosixPath(tmp_path / "x.cfg")
    with delivery(little, tmp_path / "srv") as found:
        monkeypatch.setenv("PATH", f"{cat.parent}:{os.environ['PATH']}")
        put = PutText(Phrase("Write"), path, "name = 'x'\n", 0o644, found.server)
        assert refused(lambda: put.run(work)) == "E711"
    assert not Path(path).exists()
