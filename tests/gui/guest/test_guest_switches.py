"""What the window offers to be changed in the guest, and that it is then done."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.guest import efi_loader
from engine.job.convert import outlook as outlooks
from engine.report.options import Option
from engine.vmware.machine import read
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.queue.state import State
from gui.road.guest_card import GuestCard

Run = Callable[..., Any]
Until = Callable[..., Any]
JobOf = Callable[[str], Migration]


@pytest.fixture
def card(qtbot: QtBot) -> GuestCard:
    made = GuestCard()
    qtbot.addWidget(made)
    made.set_unfolded(True)
    made.show()
    return made


@pytest.fixture
def job_of(around: Context, card: GuestCard, tmp_path: Path) -> JobOf:
    """Makes a job for a machine with a guest of a kind, which the card follows."""

    def make(kind: str) -> Migration:
        guests.build(tmp_path / "raw", kind, first_sector=2048)
        built = machine.build(tmp_path / "server", image=tmp_path / "raw", snapshots=1)
        job = Migration(around, Opened(read(built.vmx)), tmp_path / "server-xen")
        job.changed.connect(lambda: show(card, job))
        return job

    return make


def show(card: GuestCard, job: Migration) -> None:
    outlook = outlooks.of(job.last_plan, job.choices) if job.last_plan else None
    card.show_job(job, outlook)


def take(job: Migration, option: Option) -> None:
    job.choose(hal=option.hal, settings={**job.choices.settings, **option.settings})


def rows(card: GuestCard) -> dict[str, list[str]]:
    """The HALs below each heading."""
    found = {}
    for top in range(card.hals.list.topLevelItemCount()):
        heading = card.hals.list.topLevelItem(top)
        assert heading is not None
        children = [heading.child(place) for place in range(heading.childCount())]
        found[heading.text(0)] = [each.text(0).partition(".")[0] for each in children if each]
    return found


def select(card: GuestCard, hal: str) -> None:
    (item,) = card.hals.list.findItems(
        f"{hal}.dll", Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive
    )
    card.hals.list.setCurrentItem(item)


def test_a_hal_is_chosen_by_the_keyboard_and_installed(
    run: Run, until: Until, card: GuestCard, job_of: JobOf, tmp_path: Path
) -> None:
    job = job_of("windowsxp")

    async def scenario() -> None:
        card.hals.chosen.connect(lambda option: take(job, option))
        await job.replan()
        assert card.hals.isVisible()
        found = rows(card)
        assert next(iter(found)) == "Recommended"
        assert len(found["Recommended"]) == 1
        listed = [hal for hals in found.values() for hal in hals]
        assert sorted(listed) == ["hal", "halaacpi", "halacpi", "halapic", "halmacpi", "halmps"]
        select(card, "halacpi")
        assert card.hals.reason.text()
        QTest.keyClick(card.hals.list, Qt.Key.Key_Return)
        await until(lambda: job.state is State.READY and job.choices.hal == "halacpi")
        assert job.plan is not None
        assert any("hal.dll" in str(change) for change in job.plan.changes)
        job.convert()
        assert not card.hals.isEnabled()
        assert card.hals.toolTip() == "The conversion is running."
        await until(lambda: job.state is State.DONE)

    run(scenario())
    found = json.loads((tmp_path / "server-xen" / "manifest.json").read_text())
    paths = [each.get("path", "") for each in found["disks"][0]["changes"]]
    assert r"\WINDOWS\system32\hal.dll" in paths


def test_what_windows_does_not_change_to_is_not_chosen(
    run: Run, card: GuestCard, job_of: JobOf
) -> None:
    job = job_of("windowsxp")
    chosen: list[object] = []

    async def scenario() -> None:
        card.hals.chosen.connect(chosen.append)
        await job.replan()
        show(card, job)
        barred = [hals for title, hals in rows(card).items() if "by itself" in title]
        for hal in barred[0]:
            select(card, hal)
            QTest.keyClick(card.hals.list, Qt.Key.Key_Return)

    run(scenario())
    assert chosen == []


def test_it_can_be_left_as_it_is(run: Run, until: Until, card: GuestCard, job_of: JobOf) -> None:
    job = job_of("windows10")

    async def scenario() -> None:
        await job.replan()
        assert not card.hals.isVisible()
        ticks = card.switches.ticks
        assert ticks["storage"].isChecked()
        assert job.plan is not None
        assert job.plan.changes
        ticks["storage"].click()
        await until(lambda: job.state is State.READY)
        assert job.plan.changes == ()
        assert not ticks["storage"].isChecked()
        assert not ticks["crash"].isEnabled()  # it is part of it

    run(scenario())
    assert "W646" in [each.code for each in job.findings]


def test_each_sentence_is_a_switch(run: Run, until: Until, card: GuestCard, job_of: JobOf) -> None:
    job = job_of("windows2003")

    async def scenario() -> None:
        await job.replan()
        assert job.plan is not None
        before = len(job.plan.changes)
        for name in ("cpu", "heads", "crash"):
            card.switches.ticks[name].click()
            await until(lambda: job.state is State.READY)
            assert job.choices.guest[f"guest.{name}"] == "keep"
        assert len(job.plan.changes) < before
        card.switches.ticks["heads"].click()
        await until(lambda: job.state is State.READY)
        assert job.choices.guest["guest.heads"] == "fit"

    run(scenario())


def test_a_loader_is_a_switch_where_it_is_missed(run: Run, card: GuestCard, job_of: JobOf) -> None:
    job = job_of("windows10")

    async def scenario() -> None:
        await job.replan()

    run(scenario())
    show(card, job)
    plan = job.last_plan
    assert plan is not None
    assert plan.domain.firmware != "uefi"
    missed = {
        place: replace(guest, findings=(*guest.findings, efi_loader.missing(1)))
        for place, guest in plan.guests.items()
    }
    uefi = replace(plan.domain, firmware="uefi")
    for other in (replace(plan, guests=missed), replace(plan, domain=uefi)):
        job.last_plan = other
        show(card, job)
        assert "loader" not in card.switches.ticks
    job.last_plan = replace(plan, guests=missed, domain=uefi)
    show(card, job)
    assert card.switches.ticks["loader"].isChecked()
    assert "BOOTX64.EFI" in card.switches.ticks["loader"].toolTip()
