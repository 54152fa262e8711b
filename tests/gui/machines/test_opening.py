"""Whatever is opened comes into the list: machines, results, conversions that were stopped."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from gui.context import Context
from gui.machines.machine_list import MachineList
from gui.machines.opening import Opening
from gui.widgets.notices import Notices

Run = Callable[..., Any]


@pytest.fixture
def shown(opening: Opening) -> list[int]:
    """The rows that are to be looked at, in their order."""
    found: list[int] = []
    opening.shown.connect(found.append)
    return found


def copied(built: machine.Machine, folder: Path) -> Path:
    return Path(shutil.copytree(built.vmx.parent, folder)) / built.vmx.name


def open_all(run: Run, around: Context, opening: Opening, *paths: Path) -> None:
    async def scenario() -> None:
        await opening.open_all(list(paths))
        await around.workers.idle()

    run(scenario())


def test_each_kind_has_its_place(
    run: Run, around: Context, opening: Opening, machines: MachineList, shown: list[int],
    built: machine.Machine, converted: Path, stopped: Path, tmp_path: Path,
) -> None:  # fmt: skip
    opened: list[Path] = []
    opening.opened.connect(opened.append)
    open_all(run, around, opening, converted, copied(built, tmp_path / "vm"), stopped)
    assert (len(machines.jobs), machines.row_of(converted)) == (2, 2)
    assert machines.jobs[1].folder == stopped
    assert shown == [0]  # the first alone is looked at
    assert [path.name for path in opened] == [converted.name, built.vmx.name, stopped.name]


def test_what_cannot_be_opened_is_told_and_the_rest_is_opened(
    run: Run, around: Context, opening: Opening, machines: MachineList, notices: Notices,
    shown: list[int], built: machine.Machine, tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "junk.vmx").write_text("nonsense")
    open_all(run, around, opening, tmp_path / "junk.vmx", copied(built, tmp_path / "vm"))
    [notice] = notices.all()
    assert "junk.vmx" in notice.text
    assert (len(machines.jobs), shown) == (1, [0])
    assert any("junk.vmx" in line.text for line in around.log.since(0)[0] if line.level == "error")


def test_how_many_there_are_is_told_and_the_end(
    run: Run, around: Context, opening: Opening, built: machine.Machine, tmp_path: Path
) -> None:
    told: list[tuple[str, str]] = []
    opening.reading.connect(lambda *each: told.append(each))
    for name in ("a", "b"):
        copied(built, tmp_path / "many" / name)
    open_all(run, around, opening, tmp_path / "many")
    assert told == [("win2003.vmx", "1/2"), ("win2003.vmx", "2/2"), ("", "")]
    told.clear()
    open_all(run, around, opening, built.vmx)
    assert told == [("win2003.vmx", ""), ("", "")]


def test_stopped_it_opens_no_more(
    run: Run, around: Context, opening: Opening, machines: MachineList, built: machine.Machine,
    tmp_path: Path,
) -> None:  # fmt: skip
    opening.opened.connect(lambda _: opening.stop())
    for name in ("a", "b", "c"):
        copied(built, tmp_path / "many" / name)
    open_all(run, around, opening, tmp_path / "many")
    assert len(machines.jobs) == 1


def test_opened_again_it_takes_the_place_of_what_was_read_before(
    run: Run, around: Context, opening: Opening, machines: MachineList, built: machine.Machine,
    converted: Path,
) -> None:  # fmt: skip
    open_all(run, around, opening, built.vmx, converted)
    first = machines.jobs[0]
    result = machines.finished(1)
    open_all(run, around, opening, built.vmx, converted)
    assert len(machines) == 2
    assert machines.jobs[0] is not first
    assert machines.finished(1) is not result


def test_what_is_asked_for_is_not_read_anew(
    run: Run, around: Context, opening: Opening, machines: MachineList, shown: list[int],
    built: machine.Machine,
) -> None:  # fmt: skip
    open_all(run, around, opening, built.vmx)
    first = machines.jobs[0]
    around.queue.pause(True)

    async def scenario() -> None:
        first.convert()
        await opening.open_all([built.vmx])
        assert machines.jobs[0] is first
        first.cancel()
        await around.workers.idle()

    run(scenario())
    assert shown == [0, 0]


def test_the_same_machine_dropped_again_while_it_is_read_is_there_once(
    run: Run, around: Context, opening: Opening, machines: MachineList, built: machine.Machine,
    tmp_path: Path,
) -> None:  # fmt: skip
    vmx = copied(built, tmp_path / "vm")

    async def scenario() -> None:
        first = opening.open([vmx])
        await opening.open_all([vmx, vmx, vmx.parent])
        await first
        await around.workers.idle()

    run(scenario())
    assert [job.machine.path for job in machines.jobs] == [vmx]
