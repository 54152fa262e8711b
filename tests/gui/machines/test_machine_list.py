"""The list without a window: machines to be converted above those that were."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fixtures import machine
from job.small_job import SmallJob

from engine.job.push import push_job
from engine.job.result.conversion import Conversion
from engine.vmware.machine import read
from gui.context import Context
from gui.machines.machine_list import MachineList
from gui.machines.opener import Opened
from gui.queue.entry import Entry

Run = Callable[..., Any]
Until = Callable[..., Any]


def names(machines: MachineList) -> list[str]:
    return [each.name for each in machines.rows.machines]


def copied(converted: Path, folder: Path) -> Conversion:
    return Conversion.open(Path(shutil.copytree(converted, folder)))


def test_machines_stand_above_finished_ones(
    machines: MachineList, built: machine.Machine, converted: Path, tmp_path: Path
) -> None:
    old = copied(converted, tmp_path / "old")
    assert machines.add_finished(old) == 0
    opened = Opened(read(built.vmx))
    assert [machines.add(opened, tmp_path / name)[1] for name in ("a", "b")] == [0, 1]
    assert (len(machines), machines._model.rowCount()) == (3, 3)
    assert machines.job(1) is machines.jobs[1]
    assert machines.job(2) is None is machines.job(-1)
    assert machines.finished(1) is None is machines.finished(3)
    found = machines.finished(2)
    assert found is not None
    assert found.folder == old.folder
    assert machines.row_of(old.folder) == 2
    assert machines.row_of(tmp_path / "none") == -1


def test_closed_it_leaves_all_of_the_lists(
    machines: MachineList, built: machine.Machine, converted: Path, tmp_path: Path
) -> None:
    removed: list[bool] = []
    machines.removed.connect(lambda: removed.append(True))
    machines.add(Opened(read(built.vmx)), tmp_path / "a")
    for name in ("old", "older"):
        machines.add_finished(copied(converted, tmp_path / name))
    machines.remove(1)
    assert machines.row_of(tmp_path / "old") == -1
    assert machines.row_of(tmp_path / "older") == 1
    machines.remove(0)
    assert (len(machines), len(machines.jobs), machines._model.rowCount()) == (1, 0, 1)
    assert len(names(machines)) == 1
    assert removed == [True, True]


def test_an_entry_is_about_a_machine_or_a_result(
    machines: MachineList, around: Context, built: machine.Machine, converted: Path, tmp_path: Path
) -> None:
    job, row = machines.add(Opened(read(built.vmx)), tmp_path / "a")
    old = machines.add_finished(copied(converted, tmp_path / "old"))
    about = Entry(SmallJob(), tmp_path / "old")
    assert machines.about(about) == old
    assert machines.about(Entry(SmallJob(), tmp_path / "none")) == -1
    job.entry = about
    assert machines.about(about) == row
    job.entry = None
    assert not machines.busy(old)
    around.queue.pause(True)
    around.queue.submit(about)
    assert machines.busy(old)
    assert not machines.busy(row)
    assert not machines.busy(9)
    around.queue.remove(about)


def test_a_result_that_is_left_is_shown_once(
    machines: MachineList, run: Run, converted: Path, tmp_path: Path
) -> None:
    shutil.copytree(converted, tmp_path / "old")

    async def scenario() -> None:
        for name in ("old", "old", "moved away"):
            await machines._keep(tmp_path / name)

    run(scenario())
    assert len(machines) == 1


def test_what_was_sent_is_looked_up(
    machines: MachineList, run: Run, until: Until, converted: Path, tmp_path: Path
) -> None:
    """Its folder says so meanwhile."""
    old = copied(converted, tmp_path / "old")
    machines.add_finished(old)
    told: list[bool] = []
    machines.told.connect(lambda: told.append(True))
    found = machines.finished(0)
    assert found is not None
    before = found.conversion

    def entry(kind: str, folder: Path) -> Any:
        return SimpleNamespace(kind=kind, folder=folder, finished=None, state=None)

    async def scenario() -> None:
        machines._hear_end(entry("verify", old.folder))
        machines._hear_end(entry(push_job.KIND, tmp_path / "gone"))
        assert told == []
        machines._hear_end(entry(push_job.KIND, old.folder))
        await until(lambda: told)

    run(scenario())
    assert found.conversion is not before
    assert told == [True]
