"""What Xen will be told: chosen, seen at once, and then written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, linux, machine, partitioned
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.job.convert import plan as planning
from engine.job.convert.plan import config_path
from engine.report.hal_picks import picks
from engine.vmware.machine import read
from engine.xen.xl_config import xl
from gui import engine_texts
from gui.context import Context
from gui.machines.migration import PAUSE, Migration
from gui.machines.opener import Opened
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.xen.compat_model import BARRED, CHOSEN, RECOMMENDED, VERDICT
from gui.xen.xen_page import XenPage

Run = Callable[..., Any]
Until = Callable[..., Any]
HEARD = Qt.ItemDataRole.AccessibleTextRole
MakeJob = Callable[[str], Migration]


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The .vmx of a machine with a guest of a kind, each built once."""
    built: dict[str, Path] = {}

    def once(kind: str) -> Path:
        if kind not in built:
            folder = tmp_path_factory.mktemp(kind)
            if kind == "linux":
                volume = linux.ext4(folder / "volume", linux.tree(folder / "root"))
                partitioned.build(folder / "raw", [partitioned.Part(64 << 20, "83", volume)])
            else:
                guests.build(folder / "raw", kind, first_sector=2048)
            built[kind] = machine.build(folder / "vm", image=folder / "raw", snapshots=0).vmx
        return built[kind]

    return once


@pytest.fixture
def make_job(machines: Callable[[str], Path], around: Context, tmp_path: Path) -> MakeJob:
    return lambda kind: Migration(around, Opened(read(machines(kind))), tmp_path / "out")


@pytest.fixture
def page(qtbot: QtBot) -> XenPage:
    made = XenPage()
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def follow(page: XenPage, job: Migration) -> None:
    """Show a job, and whatever becomes of it, as the window does."""
    job.changed.connect(lambda: page.show_job(job))
    page.show_job(job)


async def planned(job: Migration) -> None:
    await job.replan()


@pytest.fixture
def job(page: XenPage, make_job: MakeJob) -> Migration:
    """A job for a Windows 2003 that the page follows; not yet looked at."""
    made = make_job("windows2003")
    follow(page, made)
    return made


def config(page: XenPage) -> str:
    return page.preview.text.toPlainText()


def cell(page: XenPage, hal: str, machine_name: str) -> Any:
    """The cell of a HAL and of a machine such as ``acpi=0 apic=0 vcpus=1``."""
    model = page.panel.model
    across, tip = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    row = next(n for n in range(model.rowCount()) if model.row(model.index(n, 0)).key == hal)
    names = [model.headerData(n, across, tip) for n in range(model.columnCount())]
    return model.index(row, names.index(machine_name))


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


def test_the_installed_and_the_recommended_are_marked(
    run: Run, page: XenPage, job: Migration
) -> None:
    run(planned(job))
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
    run: Run, page: XenPage, job: Migration
) -> None:
    run(planned(job))
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
        assert "acpi = 0\napic = 0" in config(page)
        assert page.panel.model.find(CHOSEN) == index
        assert table.currentIndex() == index
        await until(lambda: job.state is State.READY)

    run(scenario())
    assert job.plan is not None
    domain = job.plan.domain
    assert (domain.acpi, domain.apic, domain.vcpus) == (False, False, 1)
    assert any("hal.dll" in str(change) for change in job.plan.changes)
    assert config(page) == xl(domain)


def test_the_recommendation_can_be_taken_again(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        before = config(page)
        settings = {"pae": "0", "nic0.bridge": "br7", "memory": "1000"}
        job.choose(PAUSE, hal="hal", settings=settings)
        assert page.panel.recommend.isEnabled()
        page.panel.recommend.click()
        assert (job.choices.hal, job.choices.settings) == ("keep", {"nic0.bridge": "br7"})
        assert config(page) == before.replace("xenbr0", "br7")
        assert page.preview.text.differing == {}
        await until(lambda: job.state is State.READY)

    run(scenario())


def test_every_field_is_heard_and_its_consequence_seen(
    run: Run, page: XenPage, job: Migration
) -> None:
    def widget(key: str, kind: type[QWidget] = QWidget) -> Any:
        found = page.editor.fields[key].widget
        assert isinstance(found, kind)
        return found

    def pick(key: str, value: str) -> None:
        box = widget(key, QComboBox)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def write(key: str, value: str) -> None:
        line = widget(key, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, value)
        QTest.keyClick(line, Qt.Key.Key_Return)

    async def scenario() -> None:
        await job.replan()
        keys = "acpi apic pae vcpus memory firmware hdtype nic0.model nic0.bridge nic0.mac"
        assert list(page.editor.fields) == keys.split()
        widget("acpi", QCheckBox).click()
        assert "acpi = 0" in config(page)
        assert "<b>fails</b>" in page.consequence.verdict.text()
        assert "W520" in page.consequence.plain_text()
        assert widget("acpi").font().bold()
        assert widget("acpi").toolTip() == "Recommended: acpi=1"
        widget("acpi", QCheckBox).click()
        assert "<b>fits</b>" in page.consequence.verdict.text()
        assert page.consequence.plain_text() == ""
        assert not widget("acpi").font().bold()
        widget("apic", QCheckBox).click()
        widget("pae", QCheckBox).click()
        widget("vcpus", QSpinBox).stepUp()
        widget("memory", QSpinBox).setValue(1024)
        pick("firmware", "uefi")
        pick("hdtype", "ahci")
        pick("nic0.model", "rtl8139")
        write("nic0.bridge", "br7")
        write("nic0.mac", "00:16:3E:00:00:07")
        text = config(page)
        for line in ("apic = 0", "pae = 0", "vcpus = 2", "memory = 1024", 'firmware = "uefi"',
                     'hdtype = "ahci"'):  # fmt: skip
            assert f"\n{line}\n" in text
        assert "mac=00:16:3e:00:00:07, bridge=br7, model=rtl8139" in text

    run(scenario())


def test_what_windows_does_not_change_to_is_faint(
    run: Run, page: XenPage, make_job: MakeJob
) -> None:
    """As the list in the card Guest has it, whatever would start with it."""
    job = make_job("windows2003")
    follow(page, job)
    run(planned(job))
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
    run: Run, page: XenPage, make_job: MakeJob, qapp: QApplication, width: int
) -> None:
    """No column is behind a scroll bar, and no part is squeezed into a column of 25 letters."""
    job = make_job("windows2003")
    follow(page, job)
    run(planned(job))
    page.resize(width, max(page.minimumHeight(), 430))
    qapp.processEvents()
    assert page.panel.table.horizontalScrollBar().maximum() == 0
    letters = (
        page.preview.text.viewport().width() / page.preview.text.fontMetrics().averageCharWidth()
    )
    assert letters > 40


def test_what_has_no_field_is_typed(run: Run, page: XenPage, make_job: MakeJob) -> None:
    job = make_job("windows2003")
    follow(page, job)

    def write(text: str) -> None:
        others = page.editor.others
        others.selectAll()
        QTest.keyClicks(others, text)
        QTest.keyClick(others, Qt.Key.Key_Return)

    async def scenario() -> None:
        await job.replan()
        write("serial=pty name=books guest.trial=halacpi guest.timeout=9")
        assert 'serial = "pty"' in config(page)
        assert 'name = "books"' in config(page)
        page.editor.changed.emit("memory", "1024")  # one of the fields leaves them as they are
        assert page.editor.others.text() == (
            "serial=pty name=books guest.trial=halacpi guest.timeout=9"
        )
        write("serial=pty")
        assert "books" not in config(page)
        assert job.choices.settings == {"serial": "pty", "memory": "1024"}
        write("sreial=pty")
        assert "E501" in page.consequence.plain_text()
        page.panel.recommend.click()
        await job.replan()

    run(scenario())


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


def test_the_preview_is_what_the_conversion_writes(
    run: Run, until: Until, page: XenPage, make_job: MakeJob
) -> None:
    job = make_job("windows10")
    follow(page, job)

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


def test_what_differs_is_marked_and_can_be_copied(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        page.editor.changed.emit("memory", "4321")
        lines = config(page).splitlines()
        marked = {lines[number]: instead for number, instead in page.preview.text.differing.items()}
        assert marked == {"memory = 4321": "memory = 384"}
        assert page.preview.state.text() == "Lines other than recommended: 1"
        number = lines.index("memory = 4321")
        assert page.preview.text.hint(number) == "Recommended: memory = 384"
        assert page.preview.text.hint(number + 1) == ""
        page.preview.copy.click()
        assert QGuiApplication.clipboard().text() == config(page)
        page.preview.libvirt.click()
        assert '<memory unit="MiB">4321</memory>' in QGuiApplication.clipboard().text()
        await until(lambda: job.state is State.READY)

    run(scenario())


@pytest.mark.parametrize(("kind", "asked"), [("windows10", "To be changed"), ("linux", "Commands")])
def test_other_guests_have_the_rows_that_matter(
    run: Run, page: XenPage, make_job: MakeJob, kind: str, asked: str
) -> None:
    job = make_job(kind)
    follow(page, job)
    run(planned(job))
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
    run: Run, until: Until, page: XenPage, make_job: MakeJob
) -> None:
    job = make_job("windows10")
    follow(page, job)

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
