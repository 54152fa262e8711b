"""A fleet in its window: what is ready, what needs a person, running, stopping one."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from job.fleet import machines
from PySide6.QtWidgets import QHeaderView

from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Progress
from engine.job.fleet import machine_task
from gui.context import Context
from gui.fleet.fleet_dialog import FleetDialog
from gui.fleet.fleet_model import NAME, STATE, TROUBLE
from gui.fleet.fleets import Fleet
from gui.machines.machine_state import chip, is_ready
from gui.machines.reasons import reasons
from gui.machines.state_chip import Chip, Tone
from gui.main_window import MainWindow

Until = Callable[[Callable[[], object]], Awaitable[None]]
Hold = Callable[..., threading.Event]


def column(dialog: FleetDialog, number: int) -> list[str]:
    model = dialog.model
    return [model.data(model.index(row, number)) for row in range(model.rowCount())]


async def opened(window: MainWindow, plan: Path) -> Fleet:
    fleet = await window.fleets.open(plan)
    assert fleet is not None
    return fleet


def test_a_plan_is_shown_run_and_reported(
    window: MainWindow, tmp_path: Path, run: Callable[..., Any], until: Until
) -> None:
    built = machines.build(tmp_path, 3, broken=1)

    async def use() -> None:
        dialog = (await opened(window, built.plan)).dialog
        assert column(dialog, STATE) == ["Ready", "Ready", "Needs you"]
        assert column(dialog, NAME) == ["vm-000", "vm-001", "vm-002"]
        assert "2 of 3 machines are ready" in dialog.summary.text()
        assert not dialog.stop.isEnabled()
        assert not dialog.report.isEnabled()
        dialog.table.selectRow(2)
        trouble = column(dialog, TROUBLE)
        assert trouble[0] == trouble[1] == ""
        assert "is damaged" in trouble[2]
        assert dialog.said.text().startswith(trouble[2])
        dialog.run.click()
        assert dialog.stop.isEnabled()
        assert not dialog.run.isEnabled()
        await until(dialog.run.isEnabled)
        assert column(dialog, STATE) == ["Done", "Done", "Needs you"]
        assert "2 of 3" in dialog.summary.text()
        assert dialog.report.isEnabled()

    run(use())
    assert (built.output / "vm-000" / "vm-000.img").exists()


def test_one_machine_is_stopped(
    window: MainWindow, tmp_path: Path, run: Callable[..., Any], until: Until, hold: Hold
) -> None:
    built = machines.build(tmp_path, 2, "at_once = 1\n")
    gate = hold(ConversionJob, Progress, machine_task)

    async def use() -> None:
        dialog = (await opened(window, built.plan)).dialog
        dialog.table.selectRow(1)
        assert not dialog.stop_machine.isEnabled()
        dialog.run.click()
        await until(lambda: "%" in column(dialog, STATE)[0])
        assert column(dialog, STATE)[1] == "Waiting"
        assert dialog.stop_machine.isEnabled()
        dialog.stop_machine.click()
        gate.set()
        await until(dialog.run.isEnabled)
        assert column(dialog, STATE) == ["Done", "Stopped"]

    run(use())


def test_the_list_of_machines_shows_how_the_fleet_goes(
    window: MainWindow, tmp_path: Path, run: Callable[..., Any], until: Until, hold: Hold
) -> None:
    built = machines.build(tmp_path, 3, "at_once = 1\n")
    gate = hold(ConversionJob, Progress, machine_task)
    paths = [tmp_path / "vms" / name / f"{name}.vmx" for name in list(built.truths)[:2]]

    def chips() -> list[Chip]:
        return [chip(each) for each in window.machines.rows.machines]

    async def use() -> None:
        window.open(paths)
        await until(lambda: len(list(filter(is_ready, window.machines.rows.machines))) == 2)
        ready = chips()
        dialog = (await opened(window, built.plan)).dialog
        dialog.run.click()
        await until(lambda: "%" in chips()[0].text)
        assert chips()[0].done >= 0
        assert chips()[1] == Chip("Waiting", Tone.BUSY)
        assert not any(map(is_ready, window.machines.rows.machines))
        assert "fleet" in reasons(window.jobs[1]).convert
        dialog.close()
        seen: list[Chip] = []
        window.jobs.changed.connect(lambda place: seen.append(chips()[place]))
        gate.set()
        await until(lambda: len(window.machines) == 4)
        assert seen.count(Chip("Done", Tone.GOOD)) >= 2
        assert chips() == [*ready, Chip("Done", Tone.GOOD), Chip("Done", Tone.GOOD)]
        assert {window.machines.row_of(built.output / name) for name in built.truths} == {-1, 2, 3}

    run(use())


def test_a_machine_that_is_opened_later_shows_it_too(
    window: MainWindow, tmp_path: Path, run: Callable[..., Any], until: Until, hold: Hold
) -> None:
    built = machines.build(tmp_path, 2, "at_once = 1\n")
    gate = hold(ConversionJob, Progress, machine_task)

    async def use() -> None:
        dialog = (await opened(window, built.plan)).dialog
        dialog.run.click()
        await until(lambda: "%" in column(dialog, STATE)[0])
        window.open([tmp_path / "vms/vm-001/vm-001.vmx"])
        await until(lambda: len(window.machines) == 1)
        assert chip(window.jobs[0]) == Chip("Waiting", Tone.BUSY)
        gate.set()
        await until(dialog.run.isEnabled)

    run(use())


def test_all_are_stopped_and_the_queue_leads_to_the_fleet(
    window: MainWindow, around: Context, tmp_path: Path, run: Callable[..., Any], until: Until,
    hold: Hold,
) -> None:  # fmt: skip
    built = machines.build(tmp_path, 2, "at_once = 1\n")
    hold(ConversionJob, Progress, machine_task)

    async def use() -> None:
        dialog = (await opened(window, built.plan)).dialog
        dialog.run.click()
        await until(lambda: "%" in column(dialog, STATE)[0])
        dialog.stop.click()
        await until(dialog.run.isEnabled)
        states = column(dialog, STATE)
        assert states == ["Stopped", "Stopped"]
        dialog.close()
        window.queue.chosen.emit(around.queue[0])
        await until(lambda: window.fleets._open)
        again = window.fleets._open[built.plan].dialog
        assert again is not dialog
        assert column(again, STATE) == states

    run(use())


def test_a_plan_that_is_none_is_told(
    window: MainWindow, tmp_path: Path, run: Callable[..., Any]
) -> None:
    (tmp_path / "plan.toml").write_text("nonsense")
    assert run(window.fleets.open(tmp_path / "plan.toml")) is None
    assert "plan.toml" in window.notices.all()[0].text


@pytest.mark.parametrize("size", [(800, 480), (1600, 900)])
def test_all_columns_have_room(
    window: MainWindow, tmp_path: Path, run: Callable[..., Any], size: tuple[int, int]
) -> None:
    built = machines.build(tmp_path, 1)

    async def use() -> None:
        dialog = (await opened(window, built.plan)).dialog
        dialog.resize(*size)
        header: QHeaderView = dialog.table.horizontalHeader()
        assert header.length() <= dialog.table.viewport().width()
        assert header.sectionSize(TROUBLE) >= 100

    run(use())
