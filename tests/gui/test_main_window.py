"""The whole window, without a display, with the real engine."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import broken, machine
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollBar,
    QWidget,
)

from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Progress
from gui.app import session
from gui.chain.chain_nodes import Column
from gui.context import Context
from gui.machines.drop_area import sort_out
from gui.machines.migration import Migration
from gui.machines.opener import Opener
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.settings import Settings

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def own(built: machine.Machine, tmp_path: Path) -> Path:
    """The .vmx of a copy of the machine, so that its folder's neighbours are this test's."""
    shutil.copytree(built.vmx.parent, tmp_path / "server")
    return tmp_path / "server" / built.vmx.name


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, copy = QPoint(50, 50), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # Qt gives a drop only to the widget that the drag has entered.
    for event in (
        QDragEnterEvent(where, copy, mime, left, none),
        QDropEvent(QPointF(where), copy, mime, left, none),
    ):
        QApplication.sendEvent(window.drop_area, event)


def current(window: MainWindow) -> Migration:
    assert window.current is not None
    return window.current


def notices(window: MainWindow) -> str:
    return "\n".join(notice.text for notice in window.notices.all())


async def answer(until: Until, window: MainWindow, word: str) -> None:
    """Click the button with ``word`` in the question that is, or will be, open."""

    def box() -> QMessageBox | None:
        found = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
        return found[0] if found else None

    await until(box)
    question = box()
    assert question is not None
    next(each for each in question.buttons() if word in each.text()).click()


def test_three_actions_from_drop_to_image(
    run: Run, until: Until, window: MainWindow, own: Path, built: machine.Machine
) -> None:
    async def scenario() -> None:
        drop(window, own)
        await until(lambda: window.bar.convert.isEnabled())
        assert str(window.road.target.folder) == f"{own.parent}-xen"
        window.bar.convert.click()
        await until(lambda: current(window).state is State.DONE)

    run(scenario())
    image = own.parent.with_name("server-xen") / "win2003.img"
    assert image.read_bytes() == built.truths[machine.CURRENT].read_bytes()


def test_a_mixed_drop_opens_the_one_and_names_the_other(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").touch()

    async def scenario() -> None:
        drop(window, tmp_path / "notes.txt", own.parent)
        await until(lambda: len(window.jobs) == 1)

    run(scenario())
    assert "notes.txt: not a virtual machine" in notices(window)
    assert window.bar.isVisible()


def test_what_cannot_be_read_is_told_and_the_rest_is_opened(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    junk = tmp_path / "junk.vmx"
    junk.write_bytes(bytes(range(256)) * 100)
    (tmp_path / "empty").mkdir()

    async def scenario() -> None:
        drop(window, junk, tmp_path / "empty", own)
        await until(lambda: len(window.jobs) == 1)

    run(scenario())
    assert "junk.vmx" in notices(window)
    assert "holds no virtual machine" in notices(window)


@pytest.mark.parametrize("kind", broken.KINDS)
def test_a_broken_machine_is_explained_and_makes_no_image(
    run: Run, until: Until, window: MainWindow, tmp_path: Path, kind: str
) -> None:
    path = broken.KINDS[kind](tmp_path / "vm")

    async def scenario() -> None:
        drop(window, path)
        await until(lambda: notices(window) or asked(window) or settled(window))
        for box in window.findChildren(QMessageBox):
            box.reject()
        await until(lambda: notices(window) or settled(window))
        if window.bar.convert.isEnabled():  # some faults are met by reading the data only
            window.bar.convert.click()
            await until(lambda: not current(window).state.active)
            assert current(window).state is State.FAILED

    run(scenario())
    assert not window.bar.convert.isEnabled()
    assert not list(tmp_path.rglob("*.img"))
    assert notices(window) or any(each.blocks for each in current(window).findings)


def asked(window: MainWindow) -> bool:
    return any(box.isVisible() for box in window.findChildren(QMessageBox))


def settled(window: MainWindow) -> bool:
    return window.current is not None and window.current.state is not State.PLANNING


def test_the_same_machine_is_there_once(
    run: Run, until: Until, window: MainWindow, own: Path
) -> None:
    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        first = current(window)
        drop(window, own.parent)
        await until(lambda: current(window) is not first)

    run(scenario())
    assert len(window.jobs) == 1
    assert window.model.rowCount() == 1


def test_machines_can_be_closed_again(
    run: Run, until: Until, window: MainWindow, own: Path, built: machine.Machine
) -> None:
    async def scenario() -> None:
        drop(window, own, built.vmx)
        await until(lambda: len(window.jobs) == 2)
        window.pane.select(0)
        window.close_machine.trigger()
        assert [job.machine.path for job in window.jobs] == [built.vmx]
        assert current(window).machine.path == built.vmx
        window.close_machine.trigger()

    run(scenario())
    assert window.invitation.isVisible()
    assert window.current is None
    assert not window.close_machine.isEnabled()
    assert window.windowTitle() == "vmx2xen"


def test_those_of_one_drive_run_one_after_another(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(own.parent, tmp_path / "other") / own.name

    def copies(job: Migration) -> bool:
        """Whether it is under way, and not in its last moments, which leave the drive to others."""
        return job.state.active and job.entry is not None and not job.entry.course.is_ending

    async def scenario() -> None:
        drop(window, own, other)
        await until(lambda: len(window.jobs) == 2)
        await until(lambda: all(job.state is State.READY for job in window.jobs))
        together: list[int] = []
        for place in (0, 1):
            window.pane.select(place)
            window.bar.convert.click()
            window.jobs[place].changed.connect(
                lambda: together.append(sum(map(copies, window.jobs)))
            )
        assert [job.state for job in window.jobs] == [State.RUNNING, State.WAITING]
        assert window.header.queue.text() == "Queue 2"
        assert not window.bar.convert.isEnabled()
        assert not window.close_machine.isEnabled()
        await until(lambda: all(job.state is State.DONE for job in window.jobs))
        assert max(together) == 1

    run(scenario())
    assert window.header.queue.text() == "Queue"
    for folder in ("server-xen", "other-xen"):
        assert (tmp_path / folder / "win2003.img").exists()


def test_a_row_of_the_queue_leads_to_its_machine(
    run: Run, until: Until, window: MainWindow, own: Path, built: machine.Machine
) -> None:
    async def scenario() -> None:
        drop(window, own, built.vmx)
        await until(lambda: len(window.jobs) == 2)
        await until(lambda: all(job.state is State.READY for job in window.jobs))
        window.jobs[0].convert()
        window.jobs[0].cancel()
        window.pane.select(1)
        window.queue.list.setCurrentIndex(window.queue.list.model().index(0, 0))
        window.queue.list.itemActivated.emit(window.queue.list.currentItem(), 0)
        assert current(window) is window.jobs[0]
        await until(lambda: not window.jobs[0].state.active)

    run(scenario())


def test_a_machine_that_was_not_trusted_can_be_trusted_later(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    shutil.move(own.parent / "win2003-000002.vmdk", tmp_path / "elsewhere.vmdk")
    for name in ("win2003.vmdk", "win2003-000001.vmdk"):
        shutil.copy(own.parent / name, tmp_path / name)
    outside = str(tmp_path / "elsewhere.vmdk")
    own.write_text(own.read_text().replace("win2003-000002.vmdk", outside))

    async def scenario() -> None:
        drop(window, own)
        await answer(until, window, "without")
        await until(lambda: settled(window))
        assert current(window).state is State.BLOCKED
        (button,) = [b for row in window.road.rows() for b in row.buttons]
        assert button.text() == "Trust this machine"
        button.click()
        await until(lambda: settled(window) and current(window).state is State.READY)

    run(scenario())


def test_another_folder_is_offered_where_this_one_is_taken(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        (tmp_path / "taken").mkdir()
        (tmp_path / "taken" / "win2003.img").touch()
        current(window).choose_folder(tmp_path / "taken")
        await until(lambda: current(window).state is State.BLOCKED)
        row = next(row for row in window.road.rows() if row.code.text() == "E402")
        row.buttons[0].click()
        await until(lambda: window.findChildren(QFileDialog))
        (dialog,) = window.findChildren(QFileDialog)
        dialog.setDirectory(str(tmp_path))
        dialog.done(QDialog.DialogCode.Accepted)
        await until(lambda: current(window).state is State.READY)

    run(scenario())


def test_the_report_and_the_log_are_saved(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    async def choose(name: str) -> None:
        await until(lambda: window.findChildren(QFileDialog))
        (dialog,) = window.findChildren(QFileDialog)
        dialog.setDirectory(str(tmp_path))
        dialog.done(QDialog.DialogCode.Accepted)
        await until(lambda: f"Saved: {tmp_path / name}" in notices(window))
        await until(lambda: not window.findChildren(QFileDialog))

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        window._around.log.append("warning", "something to be told")
        window.console.model.pull()
        window.console.report.click()
        await choose("vmx2xen-report.zip")
        window.console.save.click()
        await choose("vmx2xen.log")

    run(scenario())
    with zipfile.ZipFile(tmp_path / "vmx2xen-report.zip") as archive:
        names = set(archive.namelist())
        assert {"versions.txt", "log.txt", "machine-1/plan.json"} <= names
        assert "something to be told" in archive.read("log.txt").decode()
    assert "something to be told" in (tmp_path / "vmx2xen.log").read_text()


def test_findings_are_counted_and_shown(
    run: Run, until: Until, window: MainWindow, own: Path
) -> None:
    (own.parent / "win2003-000001.vmdk").unlink()

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))

    run(scenario())
    count = len(current(window).findings)
    assert count >= 1
    assert len(window.road.findings_text().splitlines()) >= 2 * count
    assert "E301" in window.road.findings_text()
    assert "win2003-000001.vmdk of" in window.bar.status.text.text()


def test_a_stopped_conversion_is_offered_at_the_next_start(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    new_window: Callable[[], MainWindow],
    own: Path,
    built: machine.Machine,
) -> None:
    folder = own.parent.with_name("server-xen")

    async def first() -> None:
        drop(window, own)
        await until(lambda: window.bar.convert.isEnabled())
        window.bar.convert.click()
        window.bar.cancel.click()
        await until(lambda: current(window).state is State.STOPPED)

    async def second(later: MainWindow) -> None:
        later.offer_unfinished()
        await until(lambda: notices(later))
        assert str(folder) in notices(later)
        (notice,) = later.notices.all()
        next(b for b in notice.buttons() if b.text() == "Resume").click()
        await until(lambda: later.current is not None and later.current.state is State.DONE)
        assert notices(later) == ""

    run(first())
    run(second(new_window()))
    image = folder / "win2003.img"
    assert image.read_bytes() == built.truths[machine.CURRENT].read_bytes()
    assert Settings.load(around.settings.file).unfinished == []


def test_leaving_while_it_runs_is_asked_about(
    run: Run, until: Until, window: MainWindow, own: Path
) -> None:
    async def scenario() -> None:
        drop(window, own)
        await until(lambda: window.bar.convert.isEnabled())
        left: list[bool] = []
        window.closed.connect(lambda: left.append(True))
        window.bar.convert.click()
        window.close()
        window.close()  # impatient: it is asked once
        await answer(until, window, "Go on")
        await until(lambda: current(window).state is State.DONE)
        assert left == []
        window.close()
        await until(lambda: left)

    run(scenario())
    assert not window.isVisible()


def test_leaving_stops_and_keeps(run: Run, until: Until, window: MainWindow, own: Path) -> None:
    async def scenario() -> None:
        drop(window, own)
        await until(lambda: window.bar.convert.isEnabled())
        left: list[bool] = []
        window.closed.connect(lambda: left.append(True))
        window.bar.convert.click()
        window.close()
        await answer(until, window, "Stop")
        await until(lambda: left)

    run(scenario())
    assert current(window).state in (State.STOPPED, State.DONE)


def test_a_question_of_trust_is_put_in_the_window(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    shutil.move(own.parent / "win2003-000002.vmdk", tmp_path / "elsewhere.vmdk")
    for name in ("win2003.vmdk", "win2003-000001.vmdk"):
        shutil.copy(own.parent / name, tmp_path / name)
    outside = str(tmp_path / "elsewhere.vmdk")
    own.write_text(own.read_text().replace("win2003-000002.vmdk", outside))

    async def scenario() -> None:
        drop(window, own)
        await answer(until, window, "Trust")
        await until(lambda: settled(window))

    run(scenario())
    assert current(window).state is State.READY


def test_where_it_stood_is_remembered(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    new_window: Callable[[], MainWindow],
) -> None:
    window.resize(700, 600)  # of the 800 × 800 that there are without a display
    window.drawer.show_page(window.console)
    window.tree.setColumnWidth(Column.ROLE, 222)
    window.tree.header().moveSection(5, 2)

    async def scenario() -> None:
        left: list[bool] = []
        window.closed.connect(lambda: left.append(True))
        window.close()
        await until(lambda: left)

    run(scenario())
    for name in ("geometry", "splitter", "columns", "tree", "drawer"):
        setattr(around.settings, name, getattr(Settings.load(around.settings.file), name))
    other = new_window()
    assert other.size() == window.size()
    assert other.drawer.page is other.console
    assert other.tree.columnWidth(Column.ROLE) == 222
    assert other.tree.header().visualIndex(5) == 2


@pytest.mark.parametrize("text", ["x", "00ff", "0" * 5000, "ä"])
@pytest.mark.parametrize("drawer", ["", "nonsense"])
def test_a_state_that_makes_no_sense_is_ignored(
    around: Context, new_window: Callable[[], MainWindow], text: str, drawer: str
) -> None:
    usual = new_window()
    for name in ("geometry", "splitter", "columns", "tree"):
        setattr(around.settings, name, text)
    around.settings.drawer = drawer
    other = new_window()
    assert other.size() == usual.size()
    assert other.drawer.page is usual.drawer.page is None
    widths = [usual.tree.columnWidth(column) for column in Column]
    assert [other.tree.columnWidth(column) for column in Column] == widths


def test_everything_can_be_heard_and_reached(
    run: Run, until: Until, window: MainWindow, own: Path
) -> None:
    window.resize(1280, 700)

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))

    run(scenario())
    window.notices.tell("info", "Something to be closed")
    reached = focus_chain(window)
    QTest.keyClick(window.desk.parts.tabs, Qt.Key.Key_Right)  # the tree is behind the snapshots
    reached += focus_chain(window)
    for widget in reached:
        assert spoken(widget), widget
    assert {window.pane.list, window.tree, window.bar.convert, window.road.target.choose} <= set(
        reached
    )


def focus_chain(window: MainWindow) -> list[QWidget]:
    """What the Tab key visits, in its order."""
    found: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return [each for each in found if not isinstance(each, QScrollBar)]


def spoken(widget: QWidget) -> str:
    """What a screen reader says."""
    text = getattr(widget, "text", lambda: "")
    return widget.accessibleName() or (text() if isinstance(widget, QLabel) else str(text()))


class Painted(QObject):
    """Notes that a window was painted, as an event filter."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen = seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, MainWindow) and event.type() is QEvent.Type.Paint:
            self._seen.append("painted")
        return False


def test_a_whole_session(
    run: Run,
    until: Until,
    own: Path,
    tmp_path: Path,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a machine that the window was started with; it is painted before that is opened."""
    settings = Settings(tmp_path / "settings.json")
    seen: list[str] = []
    painted = Painted(seen)
    qapp.installEventFilter(painted)
    find = Opener.find

    def found(opener: Opener, paths: list[Path]) -> Any:
        seen.append("opening")
        return find(opener, paths)

    monkeypatch.setattr(Opener, "find", found)

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        life = asyncio.ensure_future(session(loop, settings, tmp_path / "vmx2xen.log", [own]))
        windows: list[MainWindow] = []

        def shown() -> bool:
            windows[:] = [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
            return any(w.isVisible() and len(w.jobs) for w in windows)

        await until(shown)
        window = next(w for w in windows if w.isVisible())
        assert current(window).machine.path == own
        window.close()
        await life

    before = sys.excepthook, threading.excepthook
    try:
        run(scenario())
    finally:
        sys.excepthook, threading.excepthook = before
        qapp.removeEventFilter(painted)
    assert seen[0] == "painted"
    assert "opening" in seen
    assert Settings.load(settings.file).geometry
    assert "the log is in" in (tmp_path / "vmx2xen.log").read_text()


def test_a_drop_of_nothing_is_told(window: MainWindow) -> None:
    window.drop_area.dropped.emit(sort_out(QMimeData()))
    assert notices(window) == "Not opened – What was dropped: it is no file."


# -- the tree and the picture


def test_the_picture_shows_the_state_that_is_converted(
    run: Run, until: Until, window: MainWindow, own: Path, built: machine.Machine
) -> None:
    canvas = window.desk.picture.canvas

    def layers() -> list[str]:
        return [layer.short for layer in canvas.drawn.layers] if canvas.drawn else []

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window) and canvas.coverage is not None)
        assert layers() == ["Running state", "Snapshot 2", "Base · Snapshot 1"]
        window.desk.history.chosen.emit("1")
        assert current(window).choices.snapshot == "1"
        await until(lambda: settled(window) and layers() == ["Snapshot 1"])
        window.bar.convert.click()
        await until(lambda: current(window).state is State.DONE)

    run(scenario())
    image = own.parent.with_name("server-snapshot-1-xen") / "win2003.img"
    assert image.read_bytes() == built.truths["1"].read_bytes()


def test_what_layers_hold_is_seen_in_the_tree(
    run: Run, until: Until, window: MainWindow, own: Path
) -> None:
    def allocated() -> list[str]:
        disk = window.model.index(0, 0, window.model.index(0, 0))
        column = Column.ALLOCATED
        return [window.model.data(window.model.index(row, column, disk)) for row in range(3)]

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: window.model.rowCount() and all(allocated()))

    run(scenario())
    assert all(text.endswith("iB") for text in allocated())


@pytest.mark.parametrize("way", ["tree", "finding"])
def test_a_missing_part_is_located_and_converted(
    run: Run,
    until: Until,
    window: MainWindow,
    own: Path,
    built: machine.Machine,
    tmp_path: Path,
    way: str,
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(own.parent / "win2003.vmdk", elsewhere / "base.vmdk")

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        assert current(window).state is State.BLOCKED
        if way == "tree":
            window.tree.locate_asked.emit(0, "win2003.vmdk", "scsi0:0.3")
        else:
            buttons = window.road.findChildren(QPushButton)
            next(each for each in buttons if each.text() == "Locate…").click()
        await until(lambda: window.findChildren(QFileDialog))
        (dialog,) = window.findChildren(QFileDialog)
        assert dialog.windowTitle() == "Where is win2003.vmdk of scsi0:0.3?"
        assert Path(dialog.directory().path()) == own.parent
        assert dialog.nameFilters() == ["Files like it (*.vmdk)", "All files (*)"]
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(str(elsewhere / "base.vmdk"))
        QTest.keyClick(name, Qt.Key.Key_Return)
        await until(lambda: current(window).state is State.READY)
        window.bar.convert.click()
        window.bar.cancel.click()
        await until(lambda: not current(window).state.active)
        if current(window).state is State.STOPPED:  # where it is was said, so it is not asked
            window.bar.resume.click()
        await until(lambda: current(window).state is State.DONE)

    run(scenario())
    assert len(window.jobs) == 1
    image = own.parent.with_name("server-xen") / "win2003.img"
    assert image.read_bytes() == built.truths[machine.CURRENT].read_bytes()


def test_a_folder_of_machines_is_searched(
    run: Run, until: Until, window: MainWindow, own: Path, tmp_path: Path
) -> None:
    shutil.copytree(own.parent, tmp_path / "all" / "one")
    shutil.copytree(own.parent, tmp_path / "all" / "more" / "two")

    async def scenario() -> None:
        drop(window, tmp_path / "all")
        await until(lambda: len(window.jobs) == 2)

    run(scenario())
    assert [job.machine.path.parent.name for job in window.jobs] == ["one", "two"]


def test_each_machine_of_a_folder_has_its_line_in_the_log(
    run: Run, until: Until, window: MainWindow, around: Context, tmp_path: Path
) -> None:
    for number in range(30):
        folder = tmp_path / "all" / f"{number:03}"
        folder.mkdir(parents=True)
        text = f'displayName = "machine {number}"\n' if number != 17 else "nothing of the kind"
        (folder / "vm.vmx").write_text(text)
    deep = tmp_path / "all" / "a" / "b" / "c" / "d" / "e" / "f"
    deep.mkdir(parents=True)

    async def scenario() -> None:
        drop(window, tmp_path / "all")
        await until(lambda: len(window.jobs) == 29)
        await until(lambda: all(job.state is State.BLOCKED for job in window.jobs))

    run(scenario())
    log = around.log.text()
    for number in range(30):
        path = tmp_path / "all" / f"{number:03}" / "vm.vmx"
        assert (f"Opened {path}: machine {number}" if number != 17 else f"{path}: E102") in log
    assert "W212" in log
    assert "was not searched whole" in notices(window)


def test_a_disk_is_left_out_by_its_tick(
    run: Run, until: Until, window: MainWindow, own: Path
) -> None:
    more = ['scsi0:1.present = "TRUE"', 'scsi0:1.fileName = "data.vmdk"']
    own.write_text(own.read_text() + "\n".join(more) + "\n")

    def tick(number: int) -> QModelIndex:
        return window.model.index(number, 0, window.model.index(0, 0))

    def check(number: int) -> str:
        shown = window.model.data(tick(number).siblingAtColumn(Column.CHECK))
        assert isinstance(shown, str)
        return shown

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        assert current(window).state is State.BLOCKED
        window.tree.setCurrentIndex(tick(1))
        QTest.keyClick(window.tree, Qt.Key.Key_Space)
        await until(lambda: current(window).state is State.READY)
        assert (check(0), check(1)) == ("OK", "Left out")
        machine_row = window.model.index(0, Column.CHECK)
        assert window.model.data(machine_row) == "OK, see findings"
        assert "W208" in [each.code for each in current(window).findings]
        QTest.keyClick(window.tree, Qt.Key.Key_Return)
        await until(lambda: current(window).state is State.BLOCKED)
        assert check(1) == "Blocked"
        (action,) = window.tree.menu(tick(1)).actions()
        action.trigger()
        await until(lambda: current(window).state is State.READY)
        action.trigger()
        await until(lambda: current(window).state is State.BLOCKED)
        buttons = window.road.findChildren(QPushButton)
        next(each for each in buttons if each.text() == "Leave the disk out").click()
        await until(lambda: current(window).state is State.READY)
        window.bar.convert.click()
        await until(lambda: current(window).state is State.DONE)

    run(scenario())
    assert len(list(own.parent.with_name("server-xen").glob("*.img"))) == 1


def test_a_file_of_a_snapshot_is_located(
    run: Run, until: Until, window: MainWindow, own: Path, built: machine.Machine, tmp_path: Path
) -> None:
    """What was said of the running state is said of its own layers alone."""
    shutil.move(own.parent / "win2003-000001.vmdk", tmp_path / "one.vmdk")
    (tmp_path / "more").mkdir()
    shutil.move(own.parent / "win2003.vmdk", tmp_path / "more" / "base.vmdk")

    async def choose(path: Path) -> None:
        buttons = window.road.findChildren(QPushButton)
        next(each for each in buttons if each.text() == "Locate…").click()
        await until(lambda: window.findChildren(QFileDialog))
        name = window.findChildren(QFileDialog)[0].findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(str(path))
        QTest.keyClick(name, Qt.Key.Key_Return)
        await until(lambda: not window.findChildren(QFileDialog))

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        current(window).choose(snapshot="2")
        await until(lambda: settled(window))
        assert [each.place for each in current(window).findings if each.place] == ["scsi0:0"]
        await choose(tmp_path / "one.vmdk")
        await until(lambda: settled(window))
        await choose(tmp_path / "more" / "base.vmdk")
        await until(lambda: current(window).state is State.READY)
        window.bar.convert.click()
        await until(lambda: current(window).state is State.DONE)

    run(scenario())
    image = own.parent.with_name("server-snapshot-2-xen") / "win2003.img"
    assert image.read_bytes() == built.truths["2"].read_bytes()


def test_the_next_act_has_a_key_and_the_title_says_how_far_it_is(
    run: Run,
    until: Until,
    window: MainWindow,
    own: Path,
    hold: Callable[..., threading.Event],
) -> None:
    gate = hold(ConversionJob, Progress)
    titles: set[str] = set()
    window.windowTitleChanged.connect(titles.add)

    async def scenario() -> None:
        drop(window, own)
        await until(lambda: settled(window))
        menu = next(each for each in window.findChildren(QMenu) if each.title() == "&Machine")
        menu.aboutToShow.emit()
        assert menu.actions()[0].text() == "&Next: Convert"
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: any("%" in each for each in titles))
        gate.set()
        await until(lambda: current(window).state is State.DONE)
        menu.aboutToShow.emit()
        assert menu.actions()[0].text() == "&Next: Send…"

    run(scenario())
    assert any(re.fullmatch(r"[0-9]+ % – win2003 – vmx2xen", each) for each in titles)
    assert window.windowTitle() == "win2003 – vmx2xen"


def test_what_was_opened_is_offered_again(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    new_window: Callable[[], MainWindow],
    own: Path,
) -> None:
    async def first() -> None:
        drop(window, own.parent)
        await until(lambda: Settings.load(around.settings.file).recent and settled(window))

    async def second(later: MainWindow) -> None:
        (button,) = later.invitation.recent.findChildren(QPushButton)
        assert own.name in button.text()
        button.click()
        await until(lambda: settled(later))
        later.close_machine.trigger()
        later.recent.aboutToShow.emit()
        action, _, clear = later.recent.actions()
        assert own.name in action.text()
        action.trigger()
        await until(lambda: settled(later))
        clear.trigger()
        later.recent.aboutToShow.emit()
        assert [each.isEnabled() for each in later.recent.actions()] == [False]

    run(first())
    assert Settings.load(around.settings.file).recent == [str(own)]
    run(second(new_window()))
    assert around.settings.recent == []
