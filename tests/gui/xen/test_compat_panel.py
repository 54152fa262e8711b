"""The table of what fits: marked, read about, chosen, and recommended again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
)

from engine.report.hal_picks import picks
from engine.xen.xl_config import xl
from gui import engine_texts
from gui.machines.migration import PAUSE, Migration
from gui.queue.state import State
from gui.xen.compat_model import BARRED, CHOSEN, RECOMMENDED, VERDICT
from gui.xen.xen_page import XenPage

Run = Callable[..., Any]
Until = Callable[..., Any]
Look = Callable[[Migration], None]
MakeJob = Callable[[str], Migration]

HEARD = Qt.ItemDataRole.AccessibleTextRole


def cell(page: XenPage, hal: str, machine_name: str) -> Any:
    """The cell of a HAL and of a machine such as ``acpi=0 apic=0 vcpus=1``."""
    model = page.panel.model
    across, tip = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    row = next(n for n in range(model.rowCount()) if model.row(model.index(n, 0)).key == hal)
    names = [model.headerData(n, across, tip) for n in range(model.columnCount())]
    return model.index(row, names.index(machine_name))


def test_the_installed_and_the_recommended_are_marked(
    look: Look, page: XenPage, job: Migration
) -> None:
    look(job)
    index = page.panel.model.find(RECOMMENDED)
    assert index == page.panel.model.find(CHOSEN) == page.panel.table.currentIndex()
    assert page.panel.model.row(index).is_installed
    assert page.panel.recommendation.text().startswith("Recommended: Keep halmacpi.dll and set")
    assert "is made for ACPI with APICs" in page.panel.recommendation.text()
    assert "OriginalFilename is halmacpi.dll" in page.panel.evidence.text()
    assert "HardwareID of ACPI_HAL" in page.panel.evidence.toolTip()
    assert not page.panel.recommend.isEnabled()
    assert page.preview.state.text() == "As recommended"


def test_a_selected_cell_says_why_and_changes_nothing(
    look: Look, page: XenPage, job: Migration
) -> None:
    look(job)
    page.panel.table.setCurrentIndex(cell(page, "halacpi", "acpi=0 apic=0 vcpus=1"))
    assert "reads the machine from ACPI tables" in page.panel.reason.text()
    assert "tools/libacpi/build.c" in page.panel.reason.text()
    assert "To change to it" in page.panel.reason.text()
    assert page.panel.choose.isEnabled()
    assert (job.choices.hal, job.choices.settings, job.state) == ("keep", {}, State.READY)


@pytest.mark.parametrize("how", ["return", "button", "double click"])
def test_a_chosen_cell_sets_the_hal_and_the_flags(
    run: Run, until: Until, page: XenPage, job: Migration, how: str
) -> None:
    async def scenario() -> None:
        await job.replan()
        table = page.panel.table
        index = cell(page, "hal", "acpi=0 apic=0 vcpus=1")
        table.setCurrentIndex(index)
        if how == "return":
            QTest.keyClick(table, Qt.Key.Key_Return)
        elif how == "button":
            page.panel.choose.click()
        else:
            table.doubleClicked.emit(index)
        # It is seen before anything is planned.
        assert job.plan is None
        assert job.choices.hal == "hal"
        assert "acpi = 0\napic = 0" in page.preview.text.toPlainText()
        assert page.panel.model.find(CHOSEN) == index
        assert table.currentIndex() == index
        await until(lambda: job.state is State.READY)

    run(scenario())
    assert job.plan is not None
    domain = job.plan.domain
    assert (domain.acpi, domain.apic, domain.vcpus) == (False, False, 1)
    assert any("hal.dll" in str(change) for change in job.plan.changes)
    assert page.preview.text.toPlainText() == xl(domain)


def test_the_recommendation_can_be_taken_again(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        before = page.preview.text.toPlainText()
        settings = {"pae": "0", "nic0.bridge": "br7", "memory": "1000"}
        job.choose(PAUSE, hal="hal", settings=settings)
        assert page.panel.recommend.isEnabled()
        page.panel.recommend.click()
        assert (job.choices.hal, job.choices.settings) == ("keep", {"nic0.bridge": "br7"})
        assert page.preview.text.toPlainText() == before.replace("xenbr0", "br7")
        assert page.preview.text.differing == {}
        await until(lambda: job.state is State.READY)

    run(scenario())


def test_what_windows_does_not_change_to_is_faint(
    look: Look, page: XenPage, followed: MakeJob
) -> None:
    """As the list in the card Guest has it, whatever would start with it."""
    job = followed("windows2003")
    look(job)
    model = page.panel.model
    barred = {
        model.row(model.index(row, 0)).key
        for row in range(model.rowCount())
        if model.data(model.index(row, 0), BARRED)
    }
    outlook = page.outlook
    assert outlook is not None
    assert barred == {each.hal for each in picks(outlook) if each.group == "barred"}
    assert barred
    assert "halmacpi" not in barred
    heard = model.data(cell(page, "halapic", "acpi=1 apic=1 vcpus=1"), HEARD)
    assert heard.endswith("cannot be had")


@pytest.mark.parametrize("width", [640, 800, 1100, 1400])
def test_all_of_the_table_is_seen_at_any_width(
    look: Look, page: XenPage, followed: MakeJob, qapp: QApplication, width: int
) -> None:
    """No column is behind a scroll bar, and no part is squeezed into a column of 25 letters."""
    job = followed("windows2003")
    look(job)
    page.resize(width, max(page.minimumHeight(), 430))
    qapp.processEvents()
    assert page.panel.table.horizontalScrollBar().maximum() == 0
    letters = (
        page.preview.text.viewport().width() / page.preview.text.fontMetrics().averageCharWidth()
    )
    assert letters > 40


@pytest.mark.parametrize(("kind", "asked"), [("windows10", "To be changed"), ("linux", "Commands")])
def test_other_guests_have_the_rows_that_matter(
    look: Look, page: XenPage, followed: MakeJob, kind: str, asked: str
) -> None:
    job = followed(kind)
    look(job)
    model = page.panel.model
    keys = [model.row(model.index(row, 0)).key for row in range(model.rowCount())]
    assert {"hdtype", "firmware", "nic.model"} <= set(keys)
    assert page.panel.table.horizontalHeader().isHidden()
    assert page.panel.changes.text().startswith(asked)
    assert not page.panel.evidence.isVisible()
    uefi = model.index(keys.index("firmware"), 1)
    page.panel.table.setCurrentIndex(uefi)
    assert "installed with a BIOS" in page.panel.reason.text()
    bus = model.data(model.index(keys.index("hdtype"), 0), VERDICT)
    assert bus == {"windows10": "fits", "linux": "fails"}[kind]


def test_an_option_of_another_guest_is_chosen(
    run: Run, until: Until, page: XenPage, followed: MakeJob
) -> None:
    job = followed("windows10")

    async def scenario() -> None:
        await job.replan()
        page.panel.table.setCurrentIndex(page.panel.model.index(0, 1))
        QTest.keyClick(page.panel.table, Qt.Key.Key_Space)
        assert job.choices.settings == {"hdtype": "ahci"}
        await until(lambda: job.state is State.READY)

    run(scenario())
    assert job.plan is not None
    assert job.plan.domain.hdtype == "ahci"
    assert any("storahci" in str(change) for change in job.plan.changes)


def test_the_plan_brings_what_stands_against_it(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        index = cell(page, "halaacpi", "acpi=1 apic=1 vcpus=1")
        page.panel.table.chosen.emit(index)
        await until(lambda: job.state is not State.PLANNING)

    run(scenario())
    blocking = [engine_texts.lines(each) for each in job.findings if each.blocks]
    assert all(each in page.consequence.plain_text() for each in blocking)
