"""Questions to the user: opened and answered while the event loop turns."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets import dialogs

T = TypeVar("T")
Kind = TypeVar("Kind", bound=QDialog)
Run = Callable[[Coroutine[Any, Any, T]], T]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def answered(run: Run[Any], until: Until, parent: QWidget) -> Callable[..., Any]:
    """What a question returns when ``act`` was done with its dialog."""

    async def scenario(asked: Coroutine[Any, Any, T], kind: type[Kind],
                       act: Callable[[Kind], object]) -> T:  # fmt: skip
        task = asyncio.ensure_future(asked)
        await until(lambda: [each for each in parent.findChildren(kind) if each.isVisible()])
        act(parent.findChildren(kind)[-1])
        return await task

    return lambda asked, kind, act: run(scenario(asked, kind, act))


def press(word: str) -> Callable[[QMessageBox], None]:
    return lambda box: next(b for b in box.buttons() if word in b.text()).click()


def type_in(dialog: QFileDialog, path: Path) -> None:
    [line] = dialog.findChildren(QLineEdit)
    line.setText(str(path))


ANSWERS = {"Stop": "stop", "Go on": "go"}


def ask(parent: QWidget, otherwise: str, text: str = "Really?") -> Coroutine[Any, Any, str]:
    return dialogs.ask(parent, "Title", text, ANSWERS, otherwise, "<b>detail</b>")


def test_the_button_that_is_clicked_is_the_answer(
    answered: Callable[..., Any], parent: QWidget
) -> None:
    for word, answer in ANSWERS.items():
        assert answered(ask(parent, "nothing"), QMessageBox, press(word)) == answer
    assert answered(ask(parent, "nothing"), QMessageBox, press("Cancel")) == "nothing"


def test_escape_is_the_answer_that_changes_nothing(
    answered: Callable[..., Any], parent: QWidget
) -> None:
    seen: list[tuple[list[str], str]] = []

    def look(box: QMessageBox) -> None:
        default = box.defaultButton()
        seen.append(([each.text() for each in box.buttons()], default.text() if default else ""))
        box.reject()

    assert answered(ask(parent, "stop"), QMessageBox, look) == "stop"
    assert answered(ask(parent, "nothing"), QMessageBox, look) == "nothing"
    assert seen[0] == (["Stop", "Go on"], "Go on")  # no Cancel: it would come to the same
    assert sorted(seen[1][0]) == ["Cancel", "Go on", "Stop"]


def test_nothing_in_a_question_is_markup(answered: Callable[..., Any], parent: QWidget) -> None:
    def look(box: QMessageBox) -> None:
        assert box.textFormat() == Qt.TextFormat.PlainText
        assert (box.text(), box.informativeText()) == ("<b>name</b>", "<b>detail</b>")
        box.reject()

    answered(ask(parent, "", "<b>name</b>"), QMessageBox, look)
    answered(dialogs.tell(parent, "Title", "<b>x</b>"), QMessageBox, press("OK"))


def test_a_name_is_typed_without_blanks_around(
    answered: Callable[..., Any], parent: QWidget
) -> None:
    def write(dialog: QInputDialog) -> None:
        assert dialog.textValue() == "before"
        dialog.setTextValue("  a name ")
        dialog.accept()

    asked = dialogs.ask_name(parent, "Title", "Name", "before")
    assert answered(asked, QInputDialog, write) == "a name"
    asked = dialogs.ask_name(parent, "Title", "Name", "before")
    assert answered(asked, QInputDialog, lambda dialog: dialog.reject()) == ""


@pytest.mark.parametrize(
    ("choose", "mode"),
    [
        (dialogs.choose_file, QFileDialog.FileMode.ExistingFile),
        (dialogs.choose_files, QFileDialog.FileMode.ExistingFiles),
        (dialogs.choose_folder, QFileDialog.FileMode.Directory),
    ],
)
def test_what_is_chosen_is_there(
    answered: Callable[..., Any], parent: QWidget, tmp_path: Path, choose: Any, mode: Any
) -> None:
    more = () if choose is dialogs.choose_folder else ("All (*)",)
    (tmp_path / "a.vmx").touch()
    name = "" if choose is dialogs.choose_folder else "a.vmx"

    def take(dialog: QFileDialog) -> None:
        assert dialog.fileMode() == mode
        type_in(dialog, tmp_path / name)
        dialog.done(QDialog.DialogCode.Accepted)

    found = answered(choose(parent, "Title", str(tmp_path), *more), QFileDialog, take)
    assert found == ([tmp_path / name] if choose is dialogs.choose_files else tmp_path / name)
    none = answered(choose(parent, "Title", str(tmp_path), *more), QFileDialog, QFileDialog.reject)
    assert not none


def test_a_file_to_be_written_gets_the_suffix_of_its_kind(
    answered: Callable[..., Any], parent: QWidget, tmp_path: Path
) -> None:
    filters = "SVG (*.svg);;PNG (*.png)"

    def save(dialog: QFileDialog) -> None:
        assert dialog.defaultSuffix() == "svg"
        assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.filterSelected.emit("PNG (*.png)")
        assert dialog.defaultSuffix() == "png"
        type_in(dialog, tmp_path / "picture")
        dialog.done(QDialog.DialogCode.Accepted)

    asked = dialogs.save_file(parent, "Title", str(tmp_path / "x"), filters)
    assert answered(asked, QFileDialog, save).name == "picture.png"

    def make(dialog: QFileDialog) -> None:
        assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.done(QDialog.DialogCode.Accepted)

    asked = dialogs.new_file(parent, "Title", tmp_path / "a", "XVA (*.xva)")
    assert answered(asked, QFileDialog, make) == tmp_path / "a.xva"


def test_a_dialog_that_is_not_waited_for_any_more_is_gone(
    run: Run[Any], until: Until, parent: QWidget
) -> None:
    async def scenario() -> None:
        task = asyncio.ensure_future(dialogs.tell(parent, "Title", "text"))
        await until(lambda: parent.findChildren(QMessageBox))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: not parent.findChildren(QMessageBox))

    run(scenario())
