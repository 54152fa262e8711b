"""For those who do not see the window, or use no mouse: names, the Tab key, letters of menus."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.queue.state import State

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
def opened(run: Run, until: Until, window: MainWindow, vmx: Path, tmp_path: Path) -> MainWindow:
    """The window with a Windows 2003 that can be converted."""

    window.resize(1280, 700)

    async def scenario() -> None:
        window.open([vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        job_of(window).choose_folder(tmp_path / "xen")
        await until(lambda: job_of(window).state is State.READY)

    run(scenario())
    return window


def own_parts(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of another, which is the one that is named."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar) or isinstance(
        widget, QHeaderView
    ) or widget.objectName().startswith("qt_")  # fmt: skip


def interactive(window: QWidget) -> Iterator[QWidget]:
    """Whatever can be used, by its kind or because the Tab key stops there."""
    for widget in window.findChildren(QWidget):
        stops = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        can_be_used = isinstance(widget, INTERACTIVE) or stops
        if can_be_used and widget.isVisible() and not own_parts(widget):
            yield widget


def name(widget: QWidget) -> str:
    """What a widget is for. On Linux the name of a box is what is chosen; its label tells it."""
    found = QAccessible.queryAccessibleInterface(widget)
    if isinstance(widget, QComboBox):
        labels = (other for other, _ in found.relations(QAccessible.RelationFlag.Label))
        return " ".join(each.text(QAccessible.Text.Name) for each in labels)
    return found.text(QAccessible.Text.Name)


def described(widgets: list[QWidget]) -> list[str]:
    return [f"{type(each).__name__} in {type(each.parentWidget()).__name__}" for each in widgets]


def pages(window: MainWindow) -> Iterator[None]:
    """With each card unfolded, and each page of the drawer open."""
    for each in window.road.cards:
        window.road.unfold(each)
    yield
    for page in (window.queue, window.console):
        window.drawer.show_page(page)
        yield
    window.drawer.show_page(None)


def nameless(window: QWidget) -> list[str]:
    return described([each for each in interactive(window) if not name(each)])


def kindless(window: QWidget) -> list[str]:
    """What tells a screen reader nothing of what can be done with it."""
    plain = (QAccessible.Role.NoRole, QAccessible.Role.Client)
    return described(
        [
            each
            for each in interactive(window)
            if isinstance(each, INTERACTIVE)
            and QAccessible.queryAccessibleInterface(each).role() in plain
        ]
    )


Reach = Callable[[MainWindow], Coroutine[Any, Any, None]]


async def ready(window: MainWindow) -> None:
    """As it is opened."""


async def running(window: MainWindow) -> None:
    """Until the event loop turns."""
    job_of(window).convert()
    assert job_of(window).state is State.RUNNING


async def stopped(window: MainWindow) -> None:
    job = job_of(window)
    job.convert()
    job.cancel()
    while job.state is not State.STOPPED:
        await asyncio.sleep(0.005)


async def failed(window: MainWindow) -> None:
    job = job_of(window)
    assert job.folder is not None
    job.folder.write_text("a file where the folder should be")
    try:
        job.convert()
        while job.state is not State.FAILED:
            await asyncio.sleep(0.005)
    finally:
        job.folder.unlink()


async def done(window: MainWindow) -> None:
    job = job_of(window)
    job.convert()
    while job.state is not State.DONE or not window.road.result.result.files.topLevelItemCount():
        await asyncio.sleep(0.005)


def job_of(window: MainWindow) -> Migration:
    assert window.current is not None
    return window.current


def check_pages(window: MainWindow) -> None:
    """Names, kinds and the Tab key; the event loop does not turn meanwhile."""
    for _ in pages(window):
        assert nameless(window) == []
        assert kindless(window) == []
        assert unreached(window) == []


@pytest.mark.parametrize(
    ("reach", "acts"),
    [
        (ready, ["Convert"]),
        (running, ["Cancel"]),
        (stopped, ["Resume"]),
        (failed, ["Try again"]),
        (done, ["Try", "Send…"]),
    ],
)
def test_every_state_can_be_heard_and_gone_through(
    run: Run, until: Until, opened: MainWindow, reach: Reach, acts: list[str]
) -> None:
    job = job_of(opened)
    opened.activateWindow()

    async def scenario() -> None:
        await reach(opened)
        try:
            check_pages(opened)
            inside = [each for each in tab_order(opened) if opened.bar.isAncestorOf(each)]
            assert [name(each) for each in inside] == ["What else can be done", *acts]
        finally:
            job.cancel()
            await until(lambda: not job.state.active)

    run(scenario())


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
        await until(opened.road.result.result.files.topLevelItemCount)

    opened.notices.tell("info", "Something can be done").offer("Do it", lambda: None)
    for _ in pages(opened):
        assert nameless(opened) == []
    run(scenario())
    for _ in pages(opened):
        assert nameless(opened) == []


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A machine that misses a link of its chain."""
    made = machine.build(tmp_path / "vm", size=1 << 20, name="broken")
    made.disk.with_name("broken-000001.vmdk").unlink()
    return made.vmx


def test_a_broken_chain_can_be_heard_and_gone_through(
    run: Run, until: Until, window: MainWindow, broken: Path
) -> None:
    window.resize(1280, 700)
    window.activateWindow()

    async def scenario() -> None:
        window.open([broken])
        await until(lambda: window.current and window.current.state is State.BLOCKED)
        check_pages(window)

    run(scenario())
    (remedies,) = [row.buttons for row in window.road.rows() if row.buttons]
    assert all(name(button) for button in remedies)
    heard = [index.data(Qt.ItemDataRole.AccessibleTextRole) for index in everything(window.tree)]
    assert any("broken-000001.vmdk" in each for each in heard if each)


def everything(view: QAbstractItemView) -> Iterator[QModelIndex]:
    """All cells of the first column, from above."""
    model = view.model()

    def below(parent: QModelIndex) -> Iterator[QModelIndex]:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            yield index
            yield from below(index)

    yield from below(QModelIndex())


Ask = Callable[[MainWindow], object]


def ask_where(window: MainWindow) -> None:
    """Where a missing file is, as from its finding."""
    (row,) = [each for each in window.road.rows() if each.buttons]
    row.buttons[0].click()


@pytest.mark.parametrize("language", ["english", "german"])
@pytest.mark.parametrize(
    ("ask", "first"),
    [
        (lambda window: window._about(), QPushButton),
        (lambda window: window.show_crash("Traceback"), QPlainTextEdit),
        (lambda window: window.saving.report(), QLineEdit),
        (ask_where, QLineEdit),
        (lambda window: window.change.ask(), QLineEdit),
    ],
    ids=["about", "crash", "report", "locate", "settings"],
)
def test_dialogs_can_be_heard_and_gone_through(
    request: pytest.FixtureRequest,
    run: Run,
    until: Until,
    new_window: Callable[[], MainWindow],
    broken: Path,
    language: str,
    ask: Ask,
    first: type[QWidget],
) -> None:
    """They begin where one begins to read or to write, and Escape closes them."""
    if language == "german":
        request.getfixturevalue("german")
    window = new_window()

    async def scenario() -> None:
        window.open([broken])
        await until(lambda: window.current and window.current.state is State.BLOCKED)
        ask(window)
        await until(lambda: dialogs_of(window))
        (dialog,) = dialogs_of(window)
        dialog.activateWindow()
        await until(lambda: isinstance(QApplication.focusWidget(), first))
        assert dialog.windowTitle()
        assert nameless(dialog) == []
        assert kindless(dialog) == []
        buttons = [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()]
        assert len(letters(buttons)) == len(set(letters(buttons)))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: not dialogs_of(window))

    run(scenario())


def dialogs_of(window: MainWindow) -> list[QDialog]:
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def test_questions_have_names(window: MainWindow) -> None:
    box = QMessageBox(QMessageBox.Icon.Question, "title", "text", parent=window)
    box.addButton("An answer", QMessageBox.ButtonRole.ActionRole)
    box.show()
    assert nameless(box) == []
    box.close()
    box.deleteLater()


def names_of(widgets: list[QWidget], *wanted: str) -> list[str]:
    """Those of the ``wanted`` names that there are, in the order of the widgets."""
    return [each for each in map(name, widgets) if each in wanted]


def test_what_is_made_later_has_its_place_in_the_order(run: Run, opened: MainWindow) -> None:
    """Fields of the domain, what helps against a finding, what a notice offers."""
    opened.activateWindow()
    opened.notices.tell("info", "Something can be done").offer("Do it", lambda: None)
    opened.road.unfold("xen")
    order = ["Compatibility", "acpi", "vCPUs", "Xen configuration", "Change the target folder"]
    assert names_of(tab_order(opened), *order) == order
    run(failed(opened))
    order = ["Another folder…", "Change the target folder", "Do it", "Close this message"]
    assert names_of(tab_order(opened), *order) == order


def test_tab_goes_from_top_to_bottom(opened: MainWindow) -> None:
    """The machines, the cards of one from top to bottom; the button that goes on."""
    for each in ("from", "guest"):
        opened.road.unfold(each)
    notice = opened.notices.tell("info", "Something can be done")
    do_it = notice.offer("Do it", lambda: None)
    order = [
        do_it,
        opened.pane.list,
        opened.tree,
        opened.desk.picture.canvas,
        opened.road.guest.hals.list,
        opened.road.target.choose,
        opened.bar.convert,
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
        assert unreached(opened) == []


def unreached(window: MainWindow) -> list[str]:
    """What can be used and the Tab key does not come to."""
    wanted = {
        each
        for each in interactive(window)
        if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    return described(list(wanted - set(tab_order(window))))


def tab_order(window: MainWindow) -> list[QWidget]:
    """What has the focus one after another while Tab is pressed, until it comes round."""
    window.pane.list.setFocus()
    reached: list[QWidget] = []
    for _ in range(200):  # a text with links keeps the focus for some of them
        focus = QApplication.focusWidget()
        if focus is None or (focus is window.pane.list and len(reached) > 1):
            break
        if focus not in reached:
            reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return reached


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
