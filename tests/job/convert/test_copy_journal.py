"""The journal of a copy is gone on with only where all that it speaks of is still there."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import machine
from refusals import refused

from engine.disk.copying import journal as journals
from engine.disk.copying.digest import PIECE, ChunkDigests, chunk_size
from engine.disk.copying.journal import Record
from engine.disk.copying.verify import piece_digests_of
from engine.job import images
from engine.job.convert import copy_journal
from engine.job.convert.disk_task import DiskTask, single_disk
from engine.job.places import journal_of, partial, received_of
from engine.job.work import Work

SIZE = 3 * PIECE
DIGESTS = {0: b"a" * 32, 2: b"c" * 32}
RECORDS = [
    Record(PIECE, 7, ((0, DIGESTS[0]),), verified=0),
    Record(SIZE, 9, ((2, DIGESTS[2]),), verified=2 * PIECE),
]


@pytest.fixture
def vm(tmp_path: Path) -> machine.Machine:
    return machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)


@pytest.fixture
def task(vm: machine.Machine, tmp_path: Path) -> DiskTask:
    return single_disk(vm.disk, tmp_path / "a.img", "raw")[0]


def work() -> Work:
    return Work(lambda event: None, threading.Event())


def cut(task: DiskTask) -> None:
    """A copy that was cut off after RECORDS."""
    begun = copy_journal.begin(task, work())
    for record in RECORDS:
        begun.journal.append(record)
    begun.journal.close()
    partial(task.target).write_bytes(b"")


def again(task: DiskTask) -> copy_journal.Begun:
    begun = copy_journal.begin(task, work())
    begun.journal.close()
    return begun


def test_a_copy_begins_anew_where_nothing_is(task: DiskTask) -> None:
    begun = again(task)
    assert (begun.watermark, begun.cursor, begun.verified, begun.waiting) == (0, None, 0, ())
    assert begun.digests.finish() == {}
    assert journal_of(task.target).exists()


def test_it_goes_on_where_its_last_record_ends(task: DiskTask) -> None:
    """What was not read back yet waits for it: all from the verified byte on."""
    cut(task)
    begun = again(task)
    assert (begun.watermark, begun.cursor, begun.verified) == (SIZE, 9, 2 * PIECE)
    assert begun.waiting == ((2, DIGESTS[2]),)
    expected = ChunkDigests(chunk_size(task.size))
    for number, digest in DIGESTS.items():
        expected.add(number, digest)
    assert begun.digests.finish() == expected.finish()


def test_a_journal_without_its_image_is_begun_anew(task: DiskTask) -> None:
    cut(task)
    partial(task.target).unlink()
    assert again(task).cursor is None
    partial(task.target).write_bytes(b"")
    assert again(task).watermark == 0  # no record is left of the first


def test_an_image_without_its_journal_is_not_overwritten(task: DiskTask) -> None:
    partial(task.target).write_bytes(b"whose?")
    assert refused(lambda: copy_journal.begin(task, work())) == "E402"
    partial(task.target).rename(task.target)
    assert refused(lambda: copy_journal.begin(task, work())) == "E402"
    assert not journal_of(task.target).exists()


def test_a_disk_that_was_written_to_meanwhile_is_refused(
    vm: machine.Machine, task: DiskTask
) -> None:
    cut(task)
    os.utime(vm.disk, ns=(1, vm.disk.stat().st_mtime_ns + 1))
    later = single_disk(vm.disk, task.target, "raw")[0]
    assert refused(lambda: copy_journal.begin(later, work())) == "E405"


def test_the_journal_of_another_conversion_is_refused(task: DiskTask) -> None:
    cut(task)
    other = replace(task, format="qcow2")
    assert refused(lambda: copy_journal.begin(other, work())) == "E404"
    text = journal_of(task.target).read_bytes()
    journal_of(task.target).write_bytes(text.replace(b'"sources": {', b'"sources": [], "x": {'))
    assert refused(lambda: copy_journal.begin(task, work())) == "E404"


def test_one_that_is_refused_is_not_left_open(task: DiskTask) -> None:
    cut(task)
    refused(lambda: copy_journal.begin(replace(task, format="qcow2"), work()))
    assert not journals.is_locked(journal_of(task.target))
    begun = copy_journal.begin(task, work())
    assert refused(lambda: copy_journal.begin(task, work())) == "E407"
    begun.journal.close()


def test_what_is_forgotten_begins_anew(task: DiskTask) -> None:
    cut(task)
    received_of(task.target).write_bytes(b"")
    copy_journal.forget(task)
    assert [each.name for each in task.target.parent.iterdir() if each.is_file()] == []
    task.target.write_bytes(b"finished, and not ours to remove")
    copy_journal.forget(task)
    assert task.target.exists()


@pytest.mark.parametrize(
    ("at", "code"), [(0, "E404"), (3, "E404"), (4, ""), (5, ""), (6, "E404"), (9, "E404")]
)
def test_a_device_has_to_hold_the_first_and_last_pieces(task: DiskTask, at: int, code: str) -> None:
    """A file in its stead: four pieces from each end are looked at, those between are not."""
    with task.target.open("wb") as file:
        for number in range(10):
            file.seek(number * PIECE)
            file.write(b"data" * 16)
        file.truncate(10 * PIECE)
    mapping, files = images.read(task.target, "raw")
    with files:
        pieces = piece_digests_of(mapping, files, threading.Event())
    assert len(pieces) == 10
    copy_journal._check_device(task, pieces, task.target)
    with task.target.open("r+b") as file:
        os.pwrite(file.fileno(), b"other", at * PIECE)
    if code:
        check = lambda: copy_journal._check_device(task, pieces, task.target)  # noqa: E731
        assert refused(check) == code
    else:
        copy_journal._check_device(task, pieces, task.target)
