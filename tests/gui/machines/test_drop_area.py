"""Dropping machines, with the events that Qt sends."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui.machines.drop_area import DropArea, Dropped, sort_out

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def area(qtbot: QtBot) -> DropArea:
    made = DropArea(QLineEdit())
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("a.vmx", "B.VMDK", "c.ova", "d.ovf", "e.vmdk.REDO", "notes.txt", "more.txt"):
        (tmp_path / name).touch()
    (tmp_path / "machine").mkdir()
    return tmp_path


def mime(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(p) if isinstance(p, str) else QUrl.fromLocalFile(str(p)) for p in paths])
    return data


def enter(area: DropArea, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NONE)
    QApplication.sendEvent(area, event)
    return event


def drop(area: DropArea, data: QMimeData) -> list[Dropped]:
    told: list[Dropped] = []
    area.dropped.connect(told.append)
    enter(area, data)
    event = QDropEvent(QPointF(9, 9), COPY, data, LEFT, NONE)
    QApplication.sendEvent(area, event)
    assert event.isAccepted()
    assert event.dropAction() == COPY  # never a move: the source is not ours
    return told


def veil_text(area: DropArea) -> str:
    return area.veil.text if area.veil.isVisible() else ""


@pytest.mark.parametrize("name", ["a.vmx", "B.VMDK", "c.ova", "d.ovf", "e.vmdk.REDO", "machine"])
def test_what_may_be_a_machine_is_taken(area: DropArea, files: Path, name: str) -> None:
    (told,) = drop(area, mime(files / name))
    assert told == Dropped((files / name,))


def test_names_that_are_no_utf8(area: DropArea, tmp_path: Path) -> None:
    """A file manager sends the bytes; a text of Qt cannot hold them."""
    inside = tmp_path / os.fsdecode(b"gr\xf6\xdfe")
    inside.mkdir()
    (inside / "vm.vmx").touch()
    url = f"file://{quote(os.fsencode(inside / 'vm.vmx'))}"
    assert "%F6%DF" in url
    (found,) = drop(area, mime(url))
    assert found.accepted == (inside / "vm.vmx",)


@pytest.mark.parametrize("name", ["vm.zip", "vm.ova.gz", "disk.vmdk.xz", "vm.box"])
def test_what_is_compressed_is_taken(area: DropArea, files: Path, name: str) -> None:
    """What is opened says how it is unpacked."""
    (files / name).touch()
    (found,) = drop(area, mime(files / name))
    assert found.accepted == (files / name,)


def test_several_at_once(area: DropArea, files: Path) -> None:
    (told,) = drop(area, mime(files / "a.vmx", files / "machine", files / "a.vmx"))
    assert told.accepted == (files / "a.vmx", files / "machine")


def test_a_partly_refused_drop_names_the_refused(area: DropArea, files: Path) -> None:
    (told,) = drop(area, mime(files / "notes.txt", files / "a.vmx", files / "more.txt"))
    assert told.accepted == (files / "a.vmx",)
    assert told.complaint == (
        "notes.txt, more.txt: not a virtual machine (.vmx, .vmdk, .ova, .ovf or a folder)"
    )


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("notes.txt", "notes.txt: not a virtual machine"),
        ("gone.vmx", "gone.vmx: does not exist"),
        ("https://example.org/a.vmx", "a.vmx: not on this computer"),
    ],
)
def test_a_refused_drop_says_why(area: DropArea, files: Path, what: str, why: str) -> None:
    data = mime(what if "://" in what else files / what)
    assert enter(area, data).isAccepted()  # or else nobody could be told
    assert veil_text(area).startswith("This cannot be opened\n" + why)
    (told,) = drop(area, data)
    assert told.accepted == ()
    assert told.complaint.startswith(why)


def test_text_is_no_machine(area: DropArea) -> None:
    data = QMimeData()
    data.setText("/vm/a.vmx")
    (told,) = drop(area, data)
    assert told.complaint == "What was dropped: it is no file"


def test_the_highlight_comes_and_goes(area: DropArea, files: Path) -> None:
    enter(area, mime(files / "a.vmx"))
    assert veil_text(area) == "Drop to open a.vmx"
    QApplication.sendEvent(area, QDragLeaveEvent())
    assert veil_text(area) == ""
    drop(area, mime(files / "a.vmx"))
    assert veil_text(area) == ""


def test_many_and_long_names_stay_readable(files: Path) -> None:
    long = files / ("x" * 200 + ".vmx")
    long.touch()
    found = sort_out(mime(long, *(files / name for name in ("a.vmx", "c.ova", "d.ovf", "machine"))))
    assert len(found.promise) < 120
    assert found.promise.endswith("and 2 more")


def test_a_drop_of_thousands_is_all_looked_at(files: Path) -> None:
    machines = [files / f"{number}.vmx" for number in range(300)]
    for each in machines:
        each.touch()
    others = (files / f"{number}.txt" for number in range(5000))
    found = sort_out(mime(*others, *machines))
    assert list(found.accepted) == machines
    assert len(found.refused) == 5000
    assert len(found.complaint) < 200
