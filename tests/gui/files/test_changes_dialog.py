"""What snapshots changed, as the window shows it: compared in a thread, searched, files saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine, written
from fixtures.written import Written
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from engine.findings import refuse
from engine.vmware import machine as machines
from gui.context import Context
from gui.files import files_source
from gui.files.changes_dialog import ChangesDialog
from gui.files.files_model import Column
from gui.files.files_source import Subject
from gui.widgets import dialogs

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written.windows_nt(tmp_path_factory.mktemp("ntfs"))


@pytest.fixture(scope="module")
def subject(made: Written, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("machine") / "vm"
    built = machine.build(folder, image=made.before, later=[made.after, made.before], snapshots=2)
    return Subject(machines.read(built.vmx), False, {})


@pytest.fixture
def dialog(around: Context, subject: Subject, qtbot: QtBot, run: Run) -> Iterator[ChangesDialog]:
    async def make() -> ChangesDialog:
        return ChangesDialog(around, subject, "2", None)

    dialog = run(make())
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()


def texts(dialog: ChangesDialog, column: Column = Column.NAME) -> list[str]:
    """The texts of a column, row by row, of all that is in the tree."""
    model, found = dialog.model, []

    def take(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            found.append(model.data(model.index(row, column, parent)))
            take(model.index(row, 0, parent))

    take(QModelIndex())
    return found


def select(dialog: ChangesDialog, name: str) -> None:
    model = dialog.model
    start = model.index(0, 0)
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (index,) = model.match(start, Qt.ItemDataRole.DisplayRole, name, 1, flags)
    dialog.tree.setCurrentIndex(index)


async def compared(dialog: ChangesDialog, until: Until) -> None:
    await until(lambda: not dialog.bar.isVisible())
    await until(dialog.model.rowCount)


def test_what_a_snapshot_changed_is_a_tree(dialog: ChangesDialog, run: Run, until: Until) -> None:
    run(compared(dialog, until))
    assert dialog.older.currentText().startswith("Snapshot 1")
    assert dialog.newer.currentText().startswith("Snapshot 2")
    assert dialog.told.text() == "3 files, 77.5 KiB, most in \\WINDOWS\\system32"
    names = texts(dialog)
    assert names[:5] == ["scsi0:0 1 ntfs", "WINDOWS", "system32", "big.dll", "new.log"]
    assert names[5] == "short.ini"
    assert "Folders and structures of the file system" in names
    how = dict(zip(names, texts(dialog, Column.HOW), strict=True))
    assert (how["big.dll"], how["new.log"], how["WINDOWS"]) == ("changed", "added", "")


def test_it_is_unfolded_to_where_most_was_written(
    dialog: ChangesDialog, run: Run, until: Until
) -> None:
    run(compared(dialog, until))
    index, opened = dialog.model.index(0, 0), []
    while dialog.tree.isExpanded(index):
        opened.append(dialog.model.node(index).name)
        index = dialog.model.index(0, 0, index)
    assert opened == ["scsi0:0 1 ntfs", "WINDOWS", "system32"]


def test_files_are_searched_for(dialog: ChangesDialog, run: Run, until: Until) -> None:
    async def search(text: str, name: str) -> list[str]:
        dialog.search.setText(text)
        await until(lambda: name in texts(dialog) and "big.dll" not in texts(dialog))
        return texts(dialog)

    run(compared(dialog, until))
    assert "new.log" not in run(search("SHORT", "short.ini"))


def test_two_states_are_chosen(dialog: ChangesDialog, run: Run, until: Until) -> None:
    async def choose() -> None:
        await compared(dialog, until)
        dialog.newer.setCurrentIndex(2)
        dialog.newer.activated.emit(2)
        await until(lambda: not dialog.bar.isVisible())
        assert dialog.told.text() == "Nothing differs between these states."
        dialog.older.setCurrentIndex(2)
        dialog.older.activated.emit(2)
        assert dialog.told.text() == "Choose two states."

    run(choose())


def test_it_can_be_stopped(dialog: ChangesDialog) -> None:
    assert dialog.stop.isVisible()
    dialog.stop.click()
    assert dialog.told.text().startswith("Stopped.")
    assert not dialog.stop.isVisible()


def test_a_refusal_is_told(
    around: Context,
    subject: Subject,
    qtbot: QtBot,
    run: Run,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise refuse("E845", reason="<b>it</b>")

    monkeypatch.setattr(files_source, "compare", broken)

    async def make() -> ChangesDialog:
        dialog = ChangesDialog(around, subject, "running", None)
        qtbot.addWidget(dialog)
        await until(lambda: "<b>it</b>" in dialog.told.text())
        return dialog

    dialog = run(make())
    assert dialog.told.textFormat() is Qt.TextFormat.PlainText
    assert dialog.newer.currentText().startswith("Running state")


def test_a_file_is_saved_as_it_was_then(
    dialog: ChangesDialog,
    run: Run,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Path] = []

    async def choose(_: object, title: str, path: Path, filters: str) -> Path:
        asked.append(path)
        return tmp_path / path.name

    monkeypatch.setattr(dialogs, "new_file", choose)

    async def save() -> None:
        await compared(dialog, until)
        assert not dialog.save.isEnabled()
        select(dialog, "big.dll")
        dialog.save.click()
        await until(lambda: dialog.told.text().startswith("Saved as"))

    run(save())
    assert asked[0].name == "big.dll"
    assert (tmp_path / "big.dll").read_bytes() == written.OTHER


def test_nothing_is_saved_over_a_file(
    dialog: ChangesDialog,
    run: Run,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "mine").write_text("mine")

    async def choose(*_: object) -> Path:
        return tmp_path / "mine"

    monkeypatch.setattr(dialogs, "new_file", choose)

    async def save() -> None:
        await compared(dialog, until)
        select(dialog, "new.log")
        dialog.save.click()
        await until(lambda: "exists already" in dialog.told.text())

    run(save())
    assert (tmp_path / "mine").read_text() == "mine"


def test_it_goes_while_it_compares(dialog: ChangesDialog, run: Run, around: Context) -> None:
    dialog.reject()
    run(around.workers.idle())
    assert dialog.model.rowCount() == 0
