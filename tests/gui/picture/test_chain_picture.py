"""The picture of a chain with its words: told, exported and saved, without a display."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from fixtures import broken, machine
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.report.disk_picture import allocated
from engine.vmware.machine import read
from gui.context import Context
from gui.desktop import theme
from gui.picture.chain_picture import ChainPicture, write
from gui.picture.owners_source import OwnersSource
from gui.picture.picture_colours import of_palette, of_paper
from gui.picture.picture_export import WIDTH, Sheet, picture, png, svg
from gui.picture.picture_hover import told
from gui.picture.picture_layout import Layout, View
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, subjects

Run = Callable[..., Any]
Until = Callable[..., Any]
LayoutOf = Callable[[Sheet], Layout]
MIB = 1 << 20


@pytest.mark.parametrize("dark", [False, True])
def test_layers_stand_out_from_the_ground(qapp: QApplication, dark: bool) -> None:
    colours = of_palette(theme.palette(dark))
    for number in range(1, 7):
        assert contrast(colours.hue(number), colours.ground) >= 3
    looks = [(colours.hue(n).name(), colours.hatching(n).style()) for n in range(1, 33)]
    assert len(set(looks)) == 32  # no two of the most snapshots there are look alike


def contrast(one: QColor, other: QColor) -> float:
    """As in WCAG 2, "contrast ratio"."""

    def luminance(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# -- words


def test_what_is_pointed_at_is_told(sheet: Sheet, layout_of: LayoutOf) -> None:
    layout, found = layout_of(sheet), sheet.coverage

    def at(column: int, y: float) -> str:
        return told(QPointF(layout.left + column + 0.5, y), layout, sheet.drawn, found)

    full = int(np.flatnonzero(found.share(found.data[2]) == 1)[0])
    text = at(full, layout.layer(2).center().y())
    assert "1 Base · Snapshot “Snapshot 1”, win2003.vmdk – 100 % data" in text
    assert text.startswith(f"{full * 16 / found.columns:.2f}"[:2])
    assert " MiB: " in text
    empty = int(np.flatnonzero((found.data[0] + found.zeros[0]) == 0)[0])
    assert at(empty, layout.layer(0).center().y()).endswith("holds nothing here")
    newest = int(found.share(found.shown[0]).argmax())
    assert "from 3 Running state, win2003-000002.vmdk" in at(newest, layout.result.center().y())
    assert told(QPointF(3, 50), layout, sheet.drawn, found) == ""
    assert told(QPointF(layout.left + 5, 3), layout, sheet.drawn, found) == ""


def test_what_each_layer_holds(built: machine.Machine, sheet: Sheet) -> None:
    machine_read = read(built.vmx)
    (disk,) = machine_read.disks
    found = allocated(machine_read)
    names = [layer.path.name for layer in disk.layers]
    assert [found[disk.slot, name] for name in names] == sheet.coverage.data.sum(axis=1).tolist()
    assert found[disk.slot, ""] == int(sheet.coverage.shown.sum())


# -- files


def test_an_svg_has_the_colours_and_the_words(qapp: QApplication, sheet: Sheet) -> None:
    root = fromstring(svg([sheet]))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert "win2003" in (root.findtext("svg:title", "", space))
    assert "holds" in root.findtext("svg:desc", "", space)
    words = {
        "".join(each.itertext()).strip() for each in root.iter("{http://www.w3.org/2000/svg}text")
    }
    assert {"Result", "Partitions", "3  Running state", "data", "zeros"} <= words
    fills = {each.get("fill") for each in root.iter("{http://www.w3.org/2000/svg}g")}
    assert {of_paper().hue(number).name() for number in (1, 2, 3)} <= fills


def test_a_png_is_the_same_picture(qapp: QApplication, sheet: Sheet, layout_of: LayoutOf) -> None:
    image = QImage.fromData(png([sheet]))
    assert (image.width(), image.height()) == (2 * WIDTH, 2 * sheet.height)
    layout = layout_of(sheet)
    at = QPointF(layout.left + 4, layout.result.bottom() - 2) * 2
    assert image.pixelColor(at.toPoint()) == of_paper().hue(1)


def test_all_disks_are_in_the_report_made_in_a_thread(
    qapp: QApplication, built: machine.Machine
) -> None:
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(picture(read(built.vmx))))
    thread.start()
    thread.join()
    assert b"win2003, disk scsi0:0: 16 MiB" in made[0]
    assert fromstring(made[0]).get("viewBox", "").startswith("0 0 1200 ")


def test_what_cannot_be_written_is_told(qapp: QApplication, sheet: Sheet, tmp_path: Path) -> None:
    assert write(tmp_path / "a.png", sheet) == ""
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert write(tmp_path / "a.svg", sheet) == ""
    fromstring((tmp_path / "a.svg").read_bytes())
    assert write(tmp_path / "no folder" / "a.svg", sheet)


# -- in the window


@pytest.mark.parametrize("name", ["saved.svg", "saved.png", ""])
def test_what_is_seen_is_saved(shown: ChainPicture, run: Run, tmp_path: Path, name: str) -> None:
    async def ask(suggested: str, filters: str) -> Path | None:
        assert "*.svg" in filters
        return tmp_path / name if name else None

    assert run(shown.save_to_file(ask)) == ""
    assert [path.name for path in tmp_path.glob("saved*")] == ([name] if name else [])


def test_without_a_disk_it_is_said_why(shown: ChainPicture) -> None:
    shown.show_subject(None, "A part is missing.")
    assert shown.why.isVisible()
    assert shown.why.text() == "A part is missing."
    assert not shown.canvas.isVisible()


def test_damage_that_turns_up_is_told(
    around: Context, tmp_path: Path, qtbot: QtBot, run: Run, until: Until
) -> None:
    found = read(broken.KINDS["overlapping_grains"](tmp_path / "vm"))
    (one,) = subjects(found).values()
    made = ChainPicture(
        PictureSource(around.workers, around.tasks), OwnersSource(around.workers, around.tasks)
    )
    qtbot.addWidget(made)

    async def scenario() -> None:
        made.show_subject(one)
        made.show()
        await until(lambda: made.why.isVisible())

    run(scenario())
    assert "damaged" in made.why.text()


def test_of_what_is_asked_for_only_the_last_is_told(
    around: Context, drawn: Subject, run: Run, until: Until
) -> None:
    source = PictureSource(around.workers, around.tasks)
    told_of: list[tuple[int, int]] = []
    source.found.connect(lambda _, coverage: told_of.append((coverage.start, coverage.columns)))

    async def scenario() -> None:
        for start in (*range(20), 3, 19, 19):
            source.ask(drawn.chain, View(start, 16 * MIB), 50)
        await until(lambda: told_of)
        source.ask(drawn.chain, View(19, 16 * MIB), 50)  # known: at once
        assert told_of == [(19, 50), (19, 50)]
        source.ask(drawn.chain, View(0, 16 * MIB), 60)
        source.stop()
        await around.workers.idle()

    run(scenario())
    assert told_of == [(19, 50), (19, 50)]
