"""What Xen will be told: chosen, seen at once, and then written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QWidget,
)

from engine.choices import Choices
from engine.job.convert import plan as planning
from engine.job.convert.plan import config_path
from engine.xen.xl_config import xl
from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.xen.xen_page import XenPage

Run = Callable[..., Any]
MakeJob = Callable[[str], Migration]

Until = Callable[..., Any]
HEARD = Qt.ItemDataRole.AccessibleTextRole


def config(page: XenPage) -> str:
    return page.preview.text.toPlainText()


def test_before_a_machine_was_looked_at_there_is_nothing(
    run: Run, page: XenPage, make_job: MakeJob
) -> None:
    job = make_job("windows2003")
    page.show_job(job)
    assert page.outlook is None
    shown = page.currentWidget()
    assert isinstance(shown, QLabel)
    assert "not been looked at" in shown.text()
    page.show_job(None)
    assert page.outlook is None


def test_what_is_not_possible_is_told_and_not_shown_as_if_it_were(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        page.editor.changed.emit("nic0.mac", "nonsense")
        assert "nonsense" in page.consequence.plain_text()
        assert "would not be written" in page.preview.state.text()
        assert not page.preview.copy.isEnabled()
        mac = page.editor.fields["nic0.mac"].widget
        assert isinstance(mac, QLineEdit)
        assert mac.text() == "nonsense"
        await until(lambda: job.state is State.BLOCKED)
        page.editor.changed.emit("nic0.mac", "")
        assert page.preview.copy.isEnabled()
        await until(lambda: job.state is State.READY)

    run(scenario())


def test_the_preview_is_what_the_conversion_writes(
    run: Run, until: Until, page: XenPage, followed: MakeJob
) -> None:
    job = followed("windows10")

    async def scenario() -> None:
        await job.replan()
        page.editor.changed.emit("memory", "1234")
        page.editor.changed.emit("hdtype", "ahci")
        await until(lambda: job.state is State.READY)
        job.convert()
        await until(lambda: job.state.active)
        assert not page.editor.isEnabled()
        assert not page.panel.recommend.isEnabled()
        assert page.editor.toolTip() == "The conversion is running."
        page.editor.changed.emit("memory", "99")  # too late
        await until(lambda: job.state is State.DONE)

    run(scenario())
    assert job.plan is not None
    written = config_path(job.plan.folder, job.plan.machine).read_text()
    assert config(page) == written
    assert "memory = 1234" in written
    assert 'hdtype = "ahci"' in written


def test_it_says_what_the_command_line_would(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    """The choices are those of --hal and --set, and no others."""

    async def scenario() -> None:
        await job.replan()
        page.editor.changed.emit("vcpus", "3")
        page.editor.changed.emit("nic0.bridge", "br7")
        await until(lambda: job.state is State.READY)

    run(scenario())
    choices = Choices(settings={"vcpus": "3", "nic0.bridge": "br7"})
    assert job.choices == choices
    assert job.plan is not None
    told = planning.make(job.machine, job.plan.folder, choices).domain
    assert config(page) == xl(told)


def test_the_target_decides_what_is_told(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    """Another Xen has another dialect, other flags and cards; the choice is kept with the job."""
    box = page.preview.target

    async def choose(target: str) -> None:
        box.setCurrentIndex(box.findData(target))
        box.activated.emit(box.currentIndex())
        await until(lambda: job.state in (State.READY, State.BLOCKED))

    async def scenario() -> None:
        await job.replan()
        assert box.currentData() == "xen"
        assert "model=e1000-82545em" in config(page)
        await choose("xcp-ng-8.3")
        assert "model=e1000-82545em" not in config(page)
        assert "W542" in [each.code for each in job.findings]
        await choose("xen-3.0.3")
        assert "import os.path" in config(page)
        job.convert()
        await until(lambda: job.state.active)
        assert not box.isEnabled()
        await until(lambda: job.state is State.DONE)

    run(scenario())
    assert job.plan is not None
    assert job.choices == Choices(target="xen-3.0.3")
    written = config_path(job.plan.folder, job.plan.machine).read_text()
    assert config(page) == written


def test_only_the_last_of_quick_changes_is_planned(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    plans: list[object] = []

    async def scenario() -> None:
        await job.replan()
        job.changed.connect(lambda: plans.append(job.plan) if job.plan else None)
        for memory in range(500, 540):
            page.editor.changed.emit("memory", str(memory))
        await until(lambda: job.state is State.READY)

    run(scenario())
    assert len(plans) == 1
    assert job.plan is not None
    assert job.plan.domain.memory == 539


def test_the_window_leads_from_xen_to_the_guest(
    run: Run, until: Until, window: MainWindow, machines: Callable[[str], Path]
) -> None:
    async def scenario() -> None:
        window.open([machines("windows10")])
        await until(lambda: window.xen.outlook is not None)

    run(scenario())
    window.road.unfold("xen")
    assert window.xen.isVisible()
    for each in focus_chain(window.xen):
        assert each.accessibleName() or getattr(each, "text", str)(), each
    window.xen.panel.changes.linkActivated.emit("guest")
    assert window.road.guest.view.isVisible()


def focus_chain(page: XenPage) -> list[QWidget]:
    """What the Tab key visits in the page."""
    return [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.objectName().startswith("qt_")
    ]  # fmt: skip
