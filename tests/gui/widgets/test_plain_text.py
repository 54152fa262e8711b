"""Nothing that a stranger wrote is markup in the window: labels, boxes, tool tips."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QToolTip,
    QWidget,
)

from gui.main_window import MainWindow
from gui.queue.state import State
from gui.widgets import dialogs, labels
from gui.widgets.plain_text import tip

Run = Callable[..., Any]
Until = Callable[..., Any]

GUI = Path(__file__).resolve().parents[3] / "gui"
FILES = sorted(GUI.rglob("*.py"))
MARKUP = "<b>x</b><img src='/dev/zero'> &lt;&amp; <a href='file:///etc'>y</a>"


# -- the sources: one way to make a label, a box, a tool tip


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.expr) -> str:
    return ast.unparse(call.func) if isinstance(call, ast.Call) else ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labels_and_boxes_are_made_in_one_place(path: Path) -> None:
    for name, place in (("QLabel", "labels.py"), ("QMessageBox", "dialogs.py")):
        made = [call for call in calls(path) if called(call) == name]
        assert not made or path.name == place, ast.unparse(made[0])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_tool_tips_are_words_of_ours_or_plain(path: Path) -> None:
    for call in calls(path):
        if called(call).endswith((".setToolTip", "QToolTip.showText")):
            text = call.args[1] if called(call) == "QToolTip.showText" else call.args[-1]
            either = (text.body, text.orelse) if isinstance(text, ast.IfExp) else (text,)
            ours = all(called(each) in ("tip", "_tr", "self.tr") for each in either)
            assert ours, f"{path.name}: {ast.unparse(call)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_tool_tips_of_models_are_plain(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.match_case | ast.If):
            continue
        asked = node.pattern if isinstance(node, ast.match_case) else node.test
        if "ToolTipRole" not in ast.unparse(asked):
            continue
        for line in (each for part in node.body for each in ast.walk(part)):
            if isinstance(line, ast.Return) and line.value is not None:
                assert re.match(r"tip\(|None", ast.unparse(line.value)), ast.unparse(node)


# -- the window with a machine of a stranger


@pytest.fixture(scope="module")
def vmx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vm = machine.build(tmp_path_factory.mktemp("strange") / "vm", size=2 << 20, snapshots=1)
    text = vm.vmx.read_text()
    text = re.sub('displayName = "[^"]*"', f'displayName = "{MARKUP}"', text)
    vm.vmx.write_text(f'{text}annotation = "{MARKUP}"\n')
    states = vm.vmx.with_suffix(".vmsd")
    named = '(displayName|description) = "[^"]*"'
    states.write_text(re.sub(named, rf'\1 = "{MARKUP}"', states.read_text()))
    return vm.vmx


@pytest.fixture
def strange(run: Run, until: Until, window: MainWindow, vmx: Path, tmp_path: Path) -> MainWindow:
    """The window with that machine, converted."""

    async def scenario() -> None:
        window.open([vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        assert window.current is not None
        window.current.choose_folder(tmp_path / "xen")
        await until(lambda: window.current and window.current.state is State.READY)
        window.current.convert()
        await until(lambda: window.current and window.current.state is State.DONE)

    run(scenario())
    return window


def indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model, waiting = view.model(), [QModelIndex()]
    while model is not None and waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            own = [model.index(row, column, parent) for column in range(model.columnCount(parent))]
            yield from own
            waiting.append(own[0])


def test_nothing_of_it_is_markup(strange: MainWindow) -> None:
    seen: list[object] = []
    for label in strange.findChildren(QLabel):
        rich = label.textFormat() == Qt.TextFormat.RichText
        # Labels that Qt makes itself, such as those of forms, have words of ours.
        plain = label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text()
        assert plain or rich, label.text()
        if "dev/zero" in label.text():
            seen.append(label)
            assert not rich or "<img" not in label.text()
    for widget in strange.findChildren(QWidget):
        assert tip(widget.toolTip()) == widget.toolTip() or widget.toolTip().startswith("<qt>")
        assert "<img" not in widget.toolTip()
    for view in strange.findChildren(QAbstractItemView):
        for index in indexes(view):
            text = index.data(Qt.ItemDataRole.ToolTipRole)
            assert not isinstance(text, str) or "<img" not in text
            seen += [index] if "dev/zero" in str(index.data()) else []
    assert len(seen) > 2


def test_the_mouse_may_rest_on_a_snapshot(strange: MainWindow) -> None:
    """Qt would load the image that the tool tip names, /dev/zero, and never come back."""
    (view, index) = next(
        (view, index)
        for view in strange.findChildren(QAbstractItemView)
        for index in indexes(view)
        if "dev/zero" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    )
    view.scrollTo(index)
    place = view.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    assert "&lt;img" in QToolTip.text() or not view.isVisible()
    QToolTip.hideText()


def test_boxes_and_labels_say_what_they_are_given(window: MainWindow) -> None:
    box = dialogs.message(QMessageBox.Icon.Warning, "title", MARKUP, window)
    assert box.textFormat() == Qt.TextFormat.PlainText
    for label in (labels.line(MARKUP), labels.sentences(MARKUP)):
        assert (label.text(), label.textFormat()) == (MARKUP, Qt.TextFormat.PlainText)


@pytest.mark.parametrize("text", ["", "a plain text", "1 > 0\nand so on", "C:\\WINDOWS"])
def test_a_plain_tool_tip_stays_as_it_is(text: str) -> None:
    assert tip(text) == text


@pytest.mark.parametrize("text", [MARKUP, "&lt;b&gt;", "<?xml", "a < b & c", "<\n>"])
def test_a_tool_tip_is_shown_as_it_is_written(qapp: QApplication, text: str) -> None:
    from PySide6.QtGui import QTextDocument

    shown = QTextDocument()
    shown.setHtml(tip(text))
    assert shown.toPlainText() == text
