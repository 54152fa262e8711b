"""The card of the target: how much room and time, and the steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from engine.image_formats import FORMATS, Format
from gui.context import Context
from gui.machines.migration import Migration
from gui.queue.state import State
from gui.queue.steps_view import STATE, STEP, TIME, WORK
from gui.road.sentences import target
from gui.road.target_card import TargetCard

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def card(qtbot: QtBot, around: Context) -> TargetCard:
    made = TargetCard(around)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def column(card: TargetCard, number: int) -> list[str]:
    rows = [card.steps.topLevelItem(n) for n in range(card.steps.topLevelItemCount())]
    return [row.text(number) for row in rows if row is not None]


def watch(card: TargetCard, job: Migration) -> None:
    job.changed.connect(lambda: card.show_job(job))


def test_the_plan_is_shown_before_the_start(
    run: Run, around: Context, card: TargetCard, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        card.show_job(job)

    run(scenario())
    assert [name.split()[1] for name in column(card, STEP)] == [
        "Convert", "Verify", "Write", "Write", "Finish",
    ]  # fmt: skip
    assert set(column(card, STATE)) == {"Waiting"}
    assert all("MiB" in work for work in column(card, WORK)[:2])
    said = target(job, (), around.settings.speed)
    assert str(job.folder) in said.sentence
    assert "free" in said.detail
    assert "known once it runs" in said.detail
    around.settings.speed = 1 << 20
    card.show_job(job)
    assert "as fast as the last conversion" in target(job, (), around.settings.speed).detail
    assert all(time.startswith("about ") for time in column(card, TIME)[:2])


@pytest.mark.parametrize("format", ["qcow2", "vhd", "vmdk"])
def test_the_format_is_chosen_in_the_card(
    run: Run, until: Until, around: Context, card: TargetCard, job: Migration, format: Format
) -> None:
    async def scenario() -> None:
        await job.replan()
        watch(card, job)
        card.show_job(job)
        assert card.format.currentData() == "raw"
        card.format.setCurrentIndex(card.format.findData(format))
        card.format.activated.emit(card.format.currentIndex())
        await until(lambda: job.state is State.READY)
        job.convert()
        await until(lambda: job.state is State.DONE)

    run(scenario())
    assert job.folder is not None
    assert (job.folder / f"win2003{FORMATS[format].suffix}").is_file()
    assert not (job.folder / "win2003.img").exists()
    assert card.format.currentData() == format
    assert target(job, (), 0).sentence == f"{job.folder}, {format}"


def test_rows_stay_as_high_when_steps_are_done(
    run: Run, until: Until, card: TargetCard, job: Migration
) -> None:
    """They get pictures then."""
    heights: list[int] = []

    def measure() -> None:
        card.steps.show_job(job, 0)
        card.steps.doItemsLayout()
        first = card.steps.topLevelItem(0)
        assert first is not None
        heights.append(card.steps.visualItemRect(first).height())

    async def scenario() -> None:
        await job.replan()
        measure()
        job.convert()
        await until(lambda: job.state is State.DONE)
        measure()

    run(scenario())
    assert heights[0] == heights[1] > 0


def test_without_a_machine_there_are_no_steps(card: TargetCard) -> None:
    card.show_job(None)
    assert column(card, STEP) == []
    assert card.folder is None


def test_steps_go_on(run: Run, until: Until, card: TargetCard, job: Migration) -> None:
    seen: list[list[str]] = []

    async def scenario() -> None:
        await job.replan()
        watch(card, job)
        job.changed.connect(lambda: seen.append(column(card, STATE)))
        job.convert()
        await until(lambda: job.state is State.DONE)

    run(scenario())
    assert ["Done", "Running", "Waiting", "Waiting", "Waiting"] in seen


def test_the_folder_asked_for(card: TargetCard, job: Migration, run: Run, qtbot: QtBot) -> None:
    async def scenario() -> None:
        await job.replan()
        card.show_job(job)

    run(scenario())
    with qtbot.waitSignal(card.folder_asked):
        card.choose.click()
    assert card.folder == job.folder is not None
