"""The steps of one disk: what is written is read back before it gets its name."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import machine
from refusals import refused

from engine.disk.edits.edit import PAGE, Edit, Page
from engine.image_formats import Format
from engine.job.convert.disk_steps import ConvertDisk, Publish, VerifyDisk, mapping_of
from engine.job.convert.disk_task import DiskTask, single_disk
from engine.job.events import Event, Progress
from engine.job.places import edit_of, journal_of, partial
from engine.job.work import Work

SIZE = (5 << 20) + 512


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    return machine.build(tmp_path_factory.mktemp("steps") / "vm", size=SIZE, snapshots=1)


def task_of(vm: machine.Machine, folder: Path, format: Format = "raw") -> DiskTask:
    return single_disk(vm.disk, folder / f"a.{format}", format)[0]


@pytest.fixture
def task(vm: machine.Machine, tmp_path: Path) -> Iterator[DiskTask]:
    found = task_of(vm, tmp_path)
    with found.chain.files:
        yield found


def names(task: DiskTask) -> list[str]:
    return sorted(each.name for each in task.target.parent.iterdir())


def change(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))


def test_an_image_has_its_name_once_it_was_read_back(
    vm: machine.Machine, task: DiskTask, work: Work
) -> None:
    ConvertDisk(task).run(work)
    assert names(task) == ["a.raw.journal", "a.raw.partial"]
    VerifyDisk(task).run(work)
    Publish((task,)).run(work)
    assert names(task) == ["a.raw"]
    assert task.target.read_bytes() == vm.truths["current"].read_bytes()


def test_what_was_verified_on_the_way_is_not_read_again(task: DiskTask, work: Work) -> None:
    ConvertDisk(task).run(work)
    assert work.verified[task.target] == SIZE
    change(partial(task.target), 0)
    VerifyDisk(task).run(work)  # else it would be found out
    del work.verified[task.target]
    assert refused(lambda: VerifyDisk(task).run(work)) == "E440"


@pytest.mark.parametrize("at", [0, 4 << 20, SIZE - 1])
def test_what_differs_is_refused_and_begins_anew(task: DiskTask, work: Work, at: int) -> None:
    ConvertDisk(task).run(work)
    work.verified.clear()
    change(partial(task.target), at)
    assert refused(lambda: VerifyDisk(task).run(work)) == "E440"
    assert names(task) == []


def test_metadata_that_were_changed_are_refused(
    vm: machine.Machine, tmp_path: Path, work: Work
) -> None:
    for format in ("qcow2", "vmdk", "vhd"):
        task = task_of(vm, tmp_path, format)
        with task.chain.files:
            ConvertDisk(task).run(work)
            VerifyDisk(task).run(work)
            assert len(work.metadata[task.target]) == 64
            change(partial(task.target), partial(task.target).stat().st_size - 1
                   if format == "vhd" else 60)  # fmt: skip
            assert refused(lambda: VerifyDisk(task).run(work)) in ("E204", "E421")  # noqa: B023
        assert names(task) == []


def test_a_machine_that_was_used_meanwhile_is_refused(tmp_path: Path) -> None:
    vm = machine.build(tmp_path / "vm", size=SIZE, snapshots=1)
    task = task_of(vm, tmp_path)

    def touch(event: Event) -> None:
        if isinstance(event, Progress):
            os.utime(vm.disk, ns=(1, 1))

    with task.chain.files:
        copying = ConvertDisk(task)
        assert refused(lambda: copying.run(Work(touch, threading.Event()))) == "E405"
    assert not task.target.exists()


def test_a_name_that_is_taken_is_not_given(task: DiskTask, work: Work) -> None:
    partial(task.target).write_bytes(b"ours")
    task.target.write_bytes(b"somebody's")
    assert refused(lambda: Publish((task,)).run(work)) == "E402"
    assert task.target.read_bytes() == b"somebody's"


def test_texts_get_their_names_and_journals_end(task: DiskTask, work: Work) -> None:
    text = task.target.with_name("a.cfg")
    for path in (partial(task.target), partial(text), journal_of(task.target)):
        path.write_bytes(b"x")
    Publish((task,), (text,)).run(work)
    assert names(task) == ["a.cfg", "a.raw"]
    Publish((task,), (text,)).run(work)  # as after a crash between two names
    assert names(task) == ["a.cfg", "a.raw"]


@pytest.mark.parametrize(("format", "kept"), [("raw", True), ("qcow2", False)])
def test_only_of_a_raw_image_the_change_of_the_guest_is_kept(
    vm: machine.Machine, tmp_path: Path, work: Work, format: Format, kept: bool
) -> None:
    """It is what takes the change back; another image cannot be changed in place."""
    task = task_of(vm, tmp_path, format)
    with task.chain.files:
        ConvertDisk(task).run(work)
        before = vm.truths["current"].read_bytes()[:PAGE]
        Edit(SIZE, {0: Page(before, before)}).save(edit_of(task.target))
        Publish((task,)).run(work)
    undo = [f"a.{format}.undo-001"] if kept else []
    assert names(task) == [f"a.{format}", *undo]


def test_the_image_is_made_of_the_chain(task: DiskTask) -> None:
    assert mapping_of(task, ()) is task.chain.mapping
    assert ConvertDisk(task).total == VerifyDisk(task).total == task.allocated
