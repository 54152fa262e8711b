"""The picture of a chain: painted, zoomed, pointed at and saved, without a display."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from fixtures import broken, guests, machine
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.job.convert import plan as planning
from engine.report.disk_picture import allocated
from engine.vmware.machine import read, state
from gui.context import Context
from gui.desktop import theme
from gui.picture.chain_picture import ChainPicture, write
from gui.picture.owners_source import OwnersSource
from gui.picture.picture_colours import Colours, of_palette, of_paper
from gui.picture.picture_export import WIDTH, Sheet, picture, png, svg, whole
from gui.picture.picture_hover import told
from gui.picture.picture_layout import SPAN_LEAST, Layout, View, least_height
from gui.picture.picture_painting import bars, paint
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, described, subjects

Run = Callable[..., Any]
Until = Callable[..., Any]
MIB = 1 << 20


@pytest.fixture(scope="module")
def drawn(built: machine.Machine) -> Subject:
    return subjects(read(built.vmx))["scsi0:0"]


@pytest.fixture(scope="module")
def sheet(drawn: Subject) -> Sheet:
    return whole(drawn)


def painted(sheet: Sheet, colours: Colours, layout: Layout) -> QImage:
    image = QImage(int(layout.width), int(layout.height), QImage.Format.Format_RGB32)
    image.fill(colours.ground)
    painter = QPainter(image)
    paint(painter, layout, sheet.drawn, sheet.coverage, colours)
    painter.end()
    return image


def layout_of(sheet: Sheet) -> Layout:
    view = View(sheet.coverage.start, sheet.coverage.stop)
    return Layout(WIDTH, sheet.height, len(sheet.drawn.layers), view)


# -- painting


def test_a_strip_has_the_colour_of_its_layer_where_that_holds_data(
    qapp: QApplication, sheet: Sheet
) -> None:
    layout, colours, found = layout_of(sheet), of_paper(), sheet.coverage
    image = painted(sheet, colours, layout)
    for index, name in enumerate(sheet.drawn.layers):
        bottom = int(layout.layer(index).bottom()) - 1
        held = found.data[index] > 0
        alike = [
            image.pixelColor(int(layout.left) + column, bottom) == colours.hue(name.number)
            for column in range(found.columns)
        ]
        free = held | (found.zeros[index] > 0)
        assert np.array_equal(np.array(alike)[held], np.ones(held.sum(), bool))
        assert not np.array(alike)[~free].any()


def test_the_result_has_the_colours_of_the_layers_it_comes_from(
    qapp: QApplication, sheet: Sheet
) -> None:
    layout, colours, found = layout_of(sheet), of_paper(), sheet.coverage
    image = painted(sheet, colours, layout)
    strip = layout.result
    only = found.shown.max(axis=0) == np.diff(found.edges)  # all of a column is of one layer
    assert only.sum() > 50
    for column in np.flatnonzero(only).tolist():
        number = sheet.drawn.layers[int(found.shown[:, column].argmax())].number
        x = int(layout.left) + column
        assert image.pixelColor(x, int(strip.bottom()) - 2) == colours.hue(number)
        assert image.pixelColor(x, int(strip.top()) + 1) == colours.hue(number)


def test_holes_show_the_ground_of_the_strip(qapp: QApplication, sheet: Sheet) -> None:
    layout, colours, found = layout_of(sheet), of_paper(), sheet.coverage
    image = painted(sheet, colours, layout)
    nothing = (found.shown + found.shown_zeros).sum(axis=0) == 0
    assert nothing.any()
    for column in np.flatnonzero(nothing).tolist():
        at = QPoint(int(layout.left) + column, int(layout.result.bottom()) - 2)
        assert image.pixelColor(at) == colours.strip


COLUMNS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted), min_size=1, max_size=60)


@given(COLUMNS, st.integers(1, 40))
def test_bars_cover_what_each_column_says(columns: list[list[float]], height: int) -> None:
    low, high = (np.array(each) for each in zip(*columns, strict=True))
    x = np.arange(len(columns) + 1, dtype=np.float64)
    strip = QRectF(0, 100, len(columns), height)
    found = bars(x, low, high, strip)
    inside = np.zeros((len(columns), height), int)
    for bar in found:
        top, bottom = round(bar.top()) - 100, round(bar.bottom()) - 100
        inside[round(bar.left()) : round(bar.right()), top:bottom] += 1
    for column, (begin, end) in enumerate(zip(low, high, strict=True)):
        expected = np.zeros(height, int)
        expected[height - round(end * height) : height - round(begin * height)] = 1
        assert inside[column].tolist() == expected.tolist()


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


# -- what is where


@given(st.integers(SPAN_LEAST, 1 << 46), st.floats(0.01, 100), st.floats(0, 1))
def test_zooming_stays_on_the_disk_and_keeps_its_place(
    size: int, factor: float, place: float
) -> None:
    view = View(0, size)
    for _ in range(6):
        about = view.start + int(view.span * place)
        view = view.zoomed(factor, about, size)
        assert 0 <= view.start < view.stop <= size
        assert view.span >= min(SPAN_LEAST, size)
        assert view.start <= about <= view.stop


@given(st.integers(SPAN_LEAST, 1 << 46), st.integers(-(1 << 47), 1 << 47))
def test_moving_stays_on_the_disk(size: int, by: int) -> None:
    view = View(0, size).zoomed(0.3, size // 2, size)
    moved = view.moved(by, size)
    assert moved.span == view.span
    assert moved.start >= 0
    assert moved.stop <= size


@given(st.integers(1, 1 << 46), st.integers(300, 3000), st.floats(0, 0.999))
def test_a_point_is_the_address_that_is_painted_there(size: int, width: int, at: float) -> None:
    layout = Layout(width, 400, 3, View(0, size))
    x = layout.left + at * (layout.right - layout.left)
    address = layout.address(x)
    assert 0 <= address < size
    there = float(layout.x(np.array([address], np.int64))[0])
    assert abs(there - x) <= max(1.0, (layout.right - layout.left) / size)


@given(st.integers(512, 1 << 46), st.integers(400, 3000))
def test_ticks_are_few_and_round(size: int, width: int) -> None:
    layout = Layout(width, 400, 3, View(0, size))
    ticks = list(layout.ticks())
    assert 1 <= len(ticks) <= width / 40
    assert ticks[0] == 0
    assert all(tick % 512 == 0 for tick in ticks)


@pytest.mark.parametrize("count", [1, 5, 31])
def test_nothing_lies_over_anything_else(count: int) -> None:
    layout = Layout(400, least_height(count), count, View(0, 1 << 40))
    rows = [layout.title, *(layout.layer(index) for index in range(count))]
    rows += [layout.result, layout.areas, layout.axis, layout.legend]
    for upper, lower in pairwise(rows):
        assert upper.bottom() <= lower.top() + 0.001
    assert rows[-1].bottom() <= least_height(count)
    for index in range(count):
        assert layout.row_at(layout.layer(index).center().y()) == index
    assert layout.row_at(layout.result.center().y()) == count
    assert layout.row_at(layout.axis.center().y()) is None


# -- words


def test_what_is_pointed_at_is_told(sheet: Sheet) -> None:
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


def test_partitions_are_told(tmp_path: Path) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw")
    plan = planning.make(read(made.vmx), tmp_path / "out", Choices())
    one = whole(subjects(plan.machine, plan)["scsi0:0"])
    (area,) = one.drawn.areas
    assert (area.start, area.label) == (63 * 512, "1 ntfs")
    layout = layout_of(one)
    text = told(layout.areas.center(), layout, one.drawn, one.coverage)
    assert "partition 1 ntfs, " in text
    assert "Partition 1 ntfs: " in described(one.drawn, one.coverage)


def test_a_snapshot_is_drawn_as_it_was(built: machine.Machine) -> None:
    frozen = subjects(state(read(built.vmx), "1"))["scsi0:0"]
    assert [layer.short for layer in frozen.layers] == ["Snapshot 1"]


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


def test_a_png_is_the_same_picture(qapp: QApplication, sheet: Sheet) -> None:
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


@pytest.fixture
def shown(around: Context, drawn: Subject, qtbot: QtBot, run: Run, until: Until) -> ChainPicture:
    made = ChainPicture(
        PictureSource(around.workers, around.tasks), OwnersSource(around.workers, around.tasks)
    )
    qtbot.addWidget(made)
    made.resize(700, 300)

    async def scenario() -> None:
        made.show_subject(drawn)
        made.show()
        await until(lambda: made.canvas.coverage is not None)

    run(scenario())
    return made


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
