"""What the window offers to be changed in the guest, and that it is then done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from pytestqt.qtbot import QtBot

from engine.vmware.machine import read
from gui.context import Context
from gui.guest.guest_choice import AUTO, KEEP, GuestChoice
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.queue.state import State
from gui.road.guest_card import GuestCard

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def card(qtbot: QtBot) -> GuestCard:
    made = GuestCard()
    qtbot.addWidget(made)
    made.set_unfolded(True)
    made.show()
    return made


def job_of(kind: str, around: Context, folder: Path) -> Migration:
    guests.build(folder / "raw", kind, first_sector=2048)
    built = machine.build(folder / "server", image=folder / "raw", snapshots=1)
    return Migration(around, Opened(read(built.vmx)), folder / "server-xen")


def offered(box: Any) -> list[str]:
    return [box.itemData(index) for index in range(box.count())]


def pick(box: Any, data: str) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_the_hal_is_chosen_and_installed(
    run: Run, until: Until, around: Context, card: GuestCard, tmp_path: Path
) -> None:
    job = job_of("windowsxp", around, tmp_path)

    async def scenario() -> None:
        job.changed.connect(lambda: card.show_job(job))
        card.show_job(job)
        await job.replan()
        assert card.choice.hal.isVisible()
        assert card.choice.hal.currentData() == KEEP
        # Those that Device Manager would offer; the others are for the command line.
        assert offered(card.choice.hal) == [KEEP, "hal", "halacpi", "halmps"]
        assert "halmacpi.dll" in card.choice.hal.itemText(0)
        pick(card.choice.hal, "halacpi")
        await until(lambda: job.state is State.READY)
        assert card.choice.hal.currentData() == "halacpi"
        assert job.plan is not None
        assert any("hal.dll" in str(change) for change in job.plan.changes)
        job.convert()
        assert not card.choice.isEnabled()
        assert card.choice.toolTip() == "The conversion is running."
        await until(lambda: job.state is State.DONE)

    run(scenario())
    found = json.loads((tmp_path / "server-xen" / "manifest.json").read_text())
    paths = [each.get("path", "") for each in found["disks"][0]["changes"]]
    assert r"\WINDOWS\system32\hal.dll" in paths


def test_it_can_be_left_as_it_is(
    run: Run, until: Until, around: Context, card: GuestCard, tmp_path: Path
) -> None:
    job = job_of("windows10", around, tmp_path)

    async def scenario() -> None:
        job.changed.connect(lambda: card.show_job(job))
        card.show_job(job)
        await job.replan()
        assert not card.choice.hal.isVisible()
        assert card.choice.storage.currentData() == AUTO
        assert job.plan is not None
        assert job.plan.changes
        pick(card.choice.storage, KEEP)
        await until(lambda: job.state is State.READY)
        assert job.plan.changes == ()
        assert card.choice.storage.currentData() == KEEP

    run(scenario())
    assert "W646" in [each.code for each in job.findings]


def test_each_box_has_a_name_for_those_who_cannot_see_it(qtbot: QtBot) -> None:
    choice = GuestChoice()
    qtbot.addWidget(choice)
    assert choice.storage.accessibleName()
    assert choice.hal.accessibleName()
    assert not choice.hal.isVisible()
