"""The panel of a job: what can be clicked, what is said."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.job.bottleneck import Limit
from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import StepStarted
from engine.phrase import Phrase
from gui.machines.migration import Migration
from gui.queue.entry import Entry
from gui.queue.job_panel import JobPanel, reasons
from gui.queue.numbers import numbers, stall
from gui.queue.state import State

Run = Callable[..., Any]


@pytest.fixture
def panel(qtbot: QtBot) -> JobPanel:
    made = JobPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def pressable(panel: JobPanel) -> set[str]:
    buttons = (panel.convert, panel.resume, panel.cancel, panel.choose, panel.result)
    return {_plain(button) for button in buttons if button.isEnabled() and button.isVisible()}


def _plain(button: QPushButton) -> str:
    return button.text().replace("&", "")


def test_without_a_machine_nothing_can_be_pressed(panel: JobPanel) -> None:
    assert pressable(panel) == set()
    assert panel.convert.toolTip() == "Open a virtual machine first."


def test_convert_cancel_resume_by_their_buttons(
    run: Run, panel: JobPanel, job: Migration, built: machine.Machine
) -> None:
    async def scenario() -> None:
        panel.show_job(job)
        await job.replan()
        assert pressable(panel) == {"Convert", "Change…"}
        assert "free" in panel.status.text.text()
        panel.convert.click()
        assert pressable(panel) == {"Cancel"}
        panel.cancel.click()
        assert pressable(panel) == set()
        assert panel.cancel.toolTip() == "It is being stopped."
        await ended(job)
        assert "kept" in panel.status.text.text()
        assert pressable(panel) == {"Resume", "Change…"}
        assert not panel.convert.isVisible()
        panel.resume.click()
        assert pressable(panel) == {"Cancel"}
        await ended(job)
        assert pressable(panel) == {"Open folder", "Change…"}
        assert "win2003.img" in panel.status.text.text()
        assert "win2003.cfg" in panel.status.text.text()

    run(scenario())
    assert job.folder is not None
    truth = built.truths[machine.CURRENT]
    assert (job.folder / "win2003.img").read_bytes() == truth.read_bytes()


async def planned(job: Migration) -> None:
    await job.replan()


async def ended(job: Migration) -> None:
    while job.state.active:
        await asyncio.sleep(0.005)


def test_progress_goes_up_within_a_step(run: Run, panel: JobPanel, job: Migration) -> None:
    shown: list[tuple[int, int, str]] = []

    def note() -> None:
        bar = panel.progress.bar
        step = job.step.index if job.step else -1
        shown.append((step, bar.value() if bar.maximum() else 0, panel.progress.numbers.text()))

    async def scenario() -> None:
        panel.show_job(job)
        await job.replan()
        job.progressed.connect(note)
        job.convert()
        await ended(job)

    run(scenario())
    assert shown
    assert [entry[:2] for entry in shown] == sorted(entry[:2] for entry in shown)
    assert all(" of " in text for _, _, text in shown)
    assert max(value for _, value, _ in shown) == 1000


def test_the_snapshot_is_chosen_by_its_name(run: Run, panel: JobPanel, job: Migration) -> None:
    panel.show_job(job)
    items = [panel.snapshot.itemText(number) for number in range(panel.snapshot.count())]
    assert items == ["Running state (now)", "Snapshot 1: Snapshot 1", "Snapshot 2: Snapshot 2"]

    async def scenario() -> None:
        panel.snapshot.setCurrentIndex(2)
        panel.snapshot.activated.emit(2)
        while job.state is State.PLANNING:
            await asyncio.sleep(0.005)

    run(scenario())
    assert job.plan is not None
    assert job.plan.choices.snapshot == "2"
    assert panel.snapshot.currentIndex() == 2


def test_a_job_that_is_not_shown_does_not_show(run: Run, panel: JobPanel, job: Migration) -> None:
    panel.show_job(job)
    panel.show_job(None)
    run(planned(job))
    assert panel.folder.text() == ""
    assert pressable(panel) == set()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("resumable", [False, True])
def test_in_no_state_two_ways_are_open(
    monkeypatch: pytest.MonkeyPatch, job: Migration, state: State, resumable: bool
) -> None:
    monkeypatch.setattr(Migration, "state", state)
    job.resumable = resumable
    against = reasons(job)
    ways = [not against.convert, not against.resume, not against.cancel]
    assert sum(ways) <= 1
    if state.settled:
        assert against.convert
        assert against.resume
        assert against.choose


def test_numbers_need_a_step(job: Migration) -> None:
    assert numbers(job) == ""


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("reading", "The source does not answer: no progress for 12 s"),
        ("writing", "The target has not taken it yet: no progress for 12 s"),
        ("processor", "Nothing moves: no progress for 12 s"),
        ("", "Nothing moves: no progress for 12 s"),
    ],
)
def test_a_stall_says_what_is_waited_for(limit: Limit, text: str) -> None:
    assert stall(12.3, limit) == text


def test_work_that_stands_still_says_so(run: Run, job: Migration) -> None:
    run(planned(job))
    assert job.plan is not None
    entry = Entry(ConversionJob(job.plan), job.plan.folder)
    entry.step = StepStarted(0, 5, Phrase("Convert"), 100)
    entry.course.begin(entry.step, time.monotonic() - 100)
    assert "no progress for 100 s" in numbers(entry)
    entry.course.advance(50, 100, time.monotonic())
    assert "no progress" not in numbers(entry)


def test_the_folder_asked_for(panel: JobPanel, job: Migration, run: Run, qtbot: QtBot) -> None:
    panel.show_job(job)
    run(planned(job))
    with qtbot.waitSignal(panel.folder_asked):
        panel.choose.click()
    assert Path(panel.folder.text()) == job.folder
