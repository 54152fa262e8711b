"""The picture in the window: zoomed, dragged, pointed at, and heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.vmware.machine import read
from gui.desktop import theme
from gui.picture.chain_picture import ChainPicture
from gui.picture.picture_colours import of_palette
from gui.picture.picture_export import Sheet
from gui.picture.picture_layout import View
from gui.picture.picture_subject import Subject, subjects

Run = Callable[..., Any]
Until = Callable[..., Any]
MIB = 1 << 20


def test_the_wheel_zooms_where_the_mouse_is(shown: ChainPicture, run: Run, until: Until) -> None:
    canvas = shown.canvas
    at = QPointF(canvas.layout_now.right - 40, 50)
    before = canvas.layout_now.address(at.x())

    async def scenario() -> None:
        none = QPoint(0, 0)
        for _ in range(4):
            event = QWheelEvent(
                at, canvas.mapToGlobal(at), none, QPoint(0, 120), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(canvas, event)
        assert canvas.coverage is not None  # what was known is stretched meanwhile
        await until(lambda: canvas.coverage.start == canvas.view.start)

    run(scenario())
    assert canvas.view.span == pytest.approx(16 * MIB / 1.25**4, rel=0.01)
    assert canvas.layout_now.address(at.x()) == pytest.approx(before, abs=canvas.view.span / 50)
    assert shown.all.isEnabled()


def test_keys_zoom_and_move(shown: ChainPicture, run: Run) -> None:
    canvas = shown.canvas

    async def scenario() -> None:
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
        assert canvas.view == View(4 * MIB, 12 * MIB)
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        assert canvas.view.start > 4 * MIB
        QTest.keyClick(canvas, Qt.Key.Key_Left)
        assert canvas.view == View(4 * MIB, 12 * MIB)
        QTest.keyClick(canvas, Qt.Key.Key_Minus)
        QTest.keyClick(canvas, Qt.Key.Key_Minus)
        assert canvas.view == View(0, 16 * MIB)
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
        QTest.keyClick(canvas, Qt.Key.Key_Home)
        assert canvas.view == View(0, 16 * MIB)

    run(scenario())


def test_it_is_dragged(shown: ChainPicture, run: Run) -> None:
    canvas = shown.canvas
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    async def scenario() -> None:
        canvas.zoom(0.25)
        start = canvas.view.start
        middle = QPoint(int(canvas.layout_now.left) + 200, 60)
        QTest.mousePress(canvas, left, none, middle)
        QTest.mouseMove(canvas, middle - QPoint(50, 0))
        QTest.mouseRelease(canvas, left, none, middle - QPoint(50, 0))
        wide = canvas.layout_now.right - canvas.layout_now.left
        assert canvas.view.start - start == pytest.approx(canvas.view.span * 50 / wide, rel=0.05)

    run(scenario())


def test_pointing_says_what_is_there(shown: ChainPicture) -> None:
    canvas = shown.canvas
    point = canvas.layout_now.result.center().toPoint()
    QTest.mouseMove(canvas, point)
    assert " MiB: " in shown.where.text()
    assert canvas.toolTip() == shown.where.text()


def test_it_is_seen_in_the_colours_of_the_palette(shown: ChainPicture, qapp: QApplication) -> None:
    canvas = shown.canvas
    for dark in (False, True):
        shown.setPalette(theme.palette(dark))
        colours = of_palette(theme.palette(dark))
        image = canvas.grab().toImage()
        base = canvas.layout_now.layer(2)
        assert image.pixelColor(int(base.left()) + 4, int(base.bottom()) - 1) == colours.hue(1)
        assert image.pixelColor(3, 3) == theme.palette(dark).color(QPalette.ColorRole.Base)


def test_it_can_be_heard(shown: ChainPicture) -> None:
    assert shown.canvas.accessibleName() == "Picture of the disk"
    assert "3 Running state, win2003-000002.vmdk: holds" in shown.canvas.accessibleDescription()
    for action in (shown.zoom_in, shown.zoom_out, shown.all, shown.save):
        assert action.toolTip()


def test_the_same_disk_keeps_its_place_and_another_begins_anew(
    shown: ChainPicture, drawn: Subject, built: machine.Machine, run: Run
) -> None:
    canvas = shown.canvas

    async def scenario() -> None:
        canvas.zoom(0.25)
        near = canvas.view
        canvas.show_subject(drawn)
        assert canvas.view == near
        canvas.show_subject(subjects(read(built.vmx))["scsi0:0"])  # read anew
        assert canvas.view == View(0, 16 * MIB)
        assert canvas.coverage is None

    run(scenario())


def test_a_spot_is_a_layer_or_the_disk(shown: ChainPicture) -> None:
    canvas = shown.canvas
    layout = canvas.layout_now
    middle = (layout.left + layout.right) / 2

    def at(x: float, y: float) -> int | str | None:
        spot = canvas.spot_at(QPointF(x, y))
        if spot is None:
            return "none"
        assert spot.start <= layout.address(x) < spot.stop
        return spot.layer

    assert [at(middle, layout.layer(index).center().y()) for index in range(3)] == [0, 1, 2]
    assert at(middle, layout.result.center().y()) is None
    assert at(middle, layout.areas.center().y()) is None
    assert at(middle, layout.axis.center().y()) == "none"
    assert at(layout.left - 1, layout.result.center().y()) == "none"
    assert at(layout.right, layout.result.center().y()) == "none"


def test_who_points_elsewhere_is_told_nothing(shown: ChainPicture, qtbot: QtBot) -> None:
    canvas = shown.canvas
    told: list[object] = []
    canvas.pointed.connect(told.append)
    canvas.rested.connect(told.append)
    QTest.mouseMove(canvas, canvas.layout_now.axis.center().toPoint())
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert told == ["", None, "", None]


def test_what_is_found_of_another_disk_is_not_shown(shown: ChainPicture, sheet: Sheet) -> None:
    canvas = shown.canvas
    before = canvas.coverage
    assert canvas.drawn is not None
    canvas._source.found.emit(object(), sheet.coverage)
    assert canvas.coverage is before
    canvas._source.found.emit(canvas.drawn.chain, sheet.coverage)
    assert canvas.coverage is sheet.coverage
