"""For those who do not see the window, or use no mouse: names, the Tab key, letters of menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from gui.crash import CrashDialog
from gui.job import State
from gui.main_window import MainWindow

Run = Callable[..., Any]
Until = Callable[..., Any]

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTabBar, QTextEdit,
)  # fmt: skip


@pytest.fixture(scope="module")
def vmx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("accessible")
    guests.build(folder / "raw", "windows2003")
    return machine.build(folder / "vm", image=folder / "raw", snapshots=1).vmx


@pytest.fixture
def opened(run: Run, until: Until, window: MainWindow, vmx: Path) -> MainWindow:
    """The window with a Windows 2003 that can be converted."""

    async def scenario() -> None:
        window.open([vmx])
        await until(lambda: window.current and window.current.state is State.READY)

    run(scenario())
    return window


def own_parts(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of another, which is the one that is named."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar) or isinstance(
        widget, QHeaderView
    ) or widget.objectName().startswith("qt_")  # fmt: skip


def interactive(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and not own_parts(widget):
            yield widget


def name(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found else ""


def described(widgets: list[QWidget]) -> list[str]:
    return [f"{type(each).__name__} in {type(each.parentWidget()).__name__}" for each in widgets]


def pages(window: MainWindow) -> Iterator[None]:
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        QApplication.processEvents()
        yield


def nameless(window: QWidget) -> list[str]:
    return described([each for each in interactive(window) if not name(each)])


def test_the_first_page_has_names(window: MainWindow) -> None:
    window.invitation.recent.show_paths(["/vm/opened before.vmx"])
    QApplication.processEvents()
    assert nameless(window) == []


def test_whatever_can_be_used_has_a_name_from_the_plan_to_the_result(
    run: Run, until: Until, opened: MainWindow
) -> None:
    job = opened.current
    assert job is not None

    async def scenario() -> None:
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(opened.job_page.result.files.topLevelItemCount)

    opened.notices.tell("info", "Something can be done").offer("Do it", lambda: None)
    for _ in pages(opened):
        assert nameless(opened) == []
    run(scenario())
    for _ in pages(opened):
        assert nameless(opened) == []


def test_what_helps_against_findings_has_a_name(
    run: Run, until: Until, window: MainWindow, tmp_path: Path
) -> None:
    broken = machine.build(tmp_path / "vm", size=1 << 20, name="broken")
    broken.disk.with_name("broken-000001.vmdk").unlink()

    async def scenario() -> None:
        window.open([broken.vmx])
        await until(lambda: window.current and window.current.state is State.BLOCKED)

    run(scenario())
    for _ in pages(window):
        assert nameless(window) == []
    rows = window.findings.rows()
    assert all(name(button) for row in rows for button in row.buttons)
    assert any(row.buttons for row in rows)


def test_dialogs_have_names(window: MainWindow) -> None:
    crash = CrashDialog("a report", window)
    box = QMessageBox(QMessageBox.Icon.Question, "title", "text", parent=window)
    box.addButton("An answer", QMessageBox.ButtonRole.ActionRole)
    for dialog in (crash, box):
        dialog.show()
        assert nameless(dialog) == []
        dialog.close()
        dialog.deleteLater()


def test_tab_goes_from_top_to_bottom(opened: MainWindow) -> None:
    """The machines, their picture, what is to be known of one, its job; the button that goes on."""
    opened.tabs.setCurrentWidget(opened.findings)
    notice = opened.notices.tell("info", "Something can be done")
    do_it = notice.offer("Do it", lambda: None)
    order = [
        do_it,
        opened.tree,
        opened.desk.picture.canvas,
        opened.tabs.tabBar(),
        opened.findings.copy,
        opened.panel.snapshot,
        opened.panel.guest.storage,
        opened.panel.choose,
        opened.panel.convert,
    ]
    chain = focus_chain(do_it)
    assert [each for each in chain if each in order] == order


def focus_chain(first: QWidget) -> list[QWidget]:
    found, following = [first], first.nextInFocusChain()
    while following is not None and following is not first:
        found.append(following)
        following = following.nextInFocusChain()
    return found


def test_tab_comes_to_whatever_can_be_used(opened: MainWindow) -> None:
    """Once around the window by the Tab key, on each page."""
    opened.activateWindow()
    for _ in pages(opened):
        wanted = {
            each
            for each in interactive(opened)
            if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
        opened.tree.setFocus()
        reached: set[QWidget] = set()
        for _ in range(200):
            focus = QApplication.focusWidget()
            if focus is None or (focus is opened.tree and reached):
                break
            reached.add(focus)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert described(list(wanted - reached)) == []


def letters(texts: list[str]) -> list[str]:
    plain = [text.replace("&&", "") for text in texts]
    return [text[text.index("&") + 1].lower() for text in plain if "&" in text]


@pytest.mark.parametrize("language", ["english", "german"])
def test_letters_of_a_menu_are_told_apart(
    request: pytest.FixtureRequest, language: str, new_window: Callable[[], MainWindow]
) -> None:
    if language == "german":
        request.getfixturevalue("german")
    window = new_window()
    bar = [action.text() for action in window.menuBar().actions()]
    assert len(letters(bar)) == len(set(letters(bar))) == len(bar)
    for menu in window.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
        texts = [each.text() for each in menu.actions() if each.text() and each.isEnabled()]
        assert len(letters(texts)) == len(set(letters(texts))) == len(texts), texts


@pytest.mark.parametrize("language", ["english", "german"])
def test_letters_on_a_page_are_told_apart(request: pytest.FixtureRequest, language: str) -> None:
    """Those of buttons, of what labels stand for, and of the menus; in all that is seen at once."""
    if language == "german":
        request.getfixturevalue("german")
    window = request.getfixturevalue("opened")
    menus = [action.text() for action in window.menuBar().actions()]
    for _ in pages(window):
        labelled = [
            each.text() for each in window.findChildren(QLabel) if each.isVisible() and each.buddy()
        ]
        buttons = [each.text() for each in window.findChildren(QAbstractButton) if each.isVisible()]
        used = letters([*menus, *labelled, *buttons])
        assert sorted(set(used)) == sorted(used)
