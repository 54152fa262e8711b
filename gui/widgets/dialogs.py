"""Questions to the user. All of them are opened, never executed: the event loop keeps turning."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

T = TypeVar("T")


async def finished(dialog: QDialog) -> int:
    """Show ``dialog`` and wait until it is closed; returns its result code."""
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def close(code: int) -> None:
        if not closed.done():
            closed.set_result(code)

    dialog.finished.connect(close)
    dialog.open()
    try:
        return await closed
    finally:
        dialog.close()
        dialog.deleteLater()


async def ask(
    parent: QWidget, title: str, text: str, answers: Mapping[str, T], otherwise: T, detail: str = ""
) -> T:
    """The answer to a question: one of ``answers`` (by button text), or ``otherwise`` on Escape.

    The last answer is the default button. Cancel is offered where no answer comes to the same.
    """
    box = message(QMessageBox.Icon.Question, title, text, parent)
    box.setInformativeText(detail)
    chosen = {}
    for label, value in answers.items():
        button = box.addButton(label, QMessageBox.ButtonRole.ActionRole)
        chosen[button] = value
        box.setDefaultButton(button)
    escape = [button for button, value in chosen.items() if value == otherwise]
    if escape:
        box.setEscapeButton(escape[0])
    else:
        box.addButton(QMessageBox.StandardButton.Cancel)
    await finished(box)
    clicked = box.clickedButton()
    return next((value for button, value in chosen.items() if button is clicked), otherwise)


async def choose_files(parent: QWidget, title: str, folder: str, filters: str) -> list[Path]:
    """Existing files chosen by the user; none if they changed their mind."""
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return await _chosen(dialog)


async def choose_folder(parent: QWidget, title: str, folder: str) -> Path | None:
    """A folder chosen by the user."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    found = await _chosen(dialog)
    return found[0] if found else None


async def choose_file(parent: QWidget, title: str, folder: str, filters: str = "") -> Path | None:
    """One existing file chosen by the user."""
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    found = await _chosen(dialog)
    return found[0] if found else None


async def save_file(parent: QWidget, title: str, name: str, filters: str) -> Path | None:
    """A file to be written; whether it may be replaced has been asked."""
    dialog = QFileDialog(parent, title, name, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_suffix(chosen)))
    dialog.setDefaultSuffix(_suffix(filters))
    found = await _chosen(dialog)
    return found[0] if found else None


async def new_file(parent: QWidget, title: str, path: Path, filters: str) -> Path | None:
    """A file to be made; one that is there is not replaced, which is for the engine to say."""
    dialog = QFileDialog(parent, title, str(path), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(_suffix(filters))
    found = await _chosen(dialog)
    return found[0] if found else None


async def ask_name(parent: QWidget, title: str, label: str, name: str = "") -> str:
    """A name that the user types; empty if they changed their mind."""
    dialog = QInputDialog(parent)
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(name)
    code = await finished(dialog)
    return dialog.textValue().strip() if code == QDialog.DialogCode.Accepted else ""


async def tell(parent: QWidget, title: str, text: str) -> None:
    """Something that went wrong."""
    await finished(message(QMessageBox.Icon.Warning, title, text, parent))


def _suffix(filters: str) -> str:
    """The first suffix of a filter: ``svg`` of ``SVG (*.svg);;PNG (*.png)``."""
    return filters.partition("*.")[2].partition(")")[0]


async def _chosen(dialog: QFileDialog) -> list[Path]:
    if await finished(dialog) != QDialog.DialogCode.Accepted:
        return []
    return [Path(each) for each in dialog.selectedFiles()]


def message(icon: QMessageBox.Icon, title: str, text: str, parent: QWidget) -> QMessageBox:
    """A box with a text, in which nothing is markup."""
    box = QMessageBox(icon, title, text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box
