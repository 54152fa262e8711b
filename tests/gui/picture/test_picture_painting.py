"""The picture, painted: colours, bars and words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui.picture.picture_colours import Colours, of_paper
from gui.picture.picture_export import Sheet
from gui.picture.picture_layout import Layout
from gui.picture.picture_painting import LEAST, _stacked, bars, paint

LayoutOf = Callable[[Sheet], Layout]


def painted(sheet: Sheet, colours: Colours, layout: Layout) -> QImage:
    image = QImage(int(layout.width), int(layout.height), QImage.Format.Format_RGB32)
    image.fill(colours.ground)
    painter = QPainter(image)
    paint(painter, layout, sheet.drawn, sheet.coverage, colours)
    painter.end()
    return image


def test_a_strip_has_the_colour_of_its_layer_where_that_holds_data(
    qapp: QApplication, sheet: Sheet, layout_of: LayoutOf
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
    qapp: QApplication, sheet: Sheet, layout_of: LayoutOf
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


def test_holes_show_the_ground_of_the_strip(
    qapp: QApplication, sheet: Sheet, layout_of: LayoutOf
) -> None:
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


def test_what_is_not_known_yet_is_empty(
    qapp: QApplication, sheet: Sheet, layout_of: LayoutOf
) -> None:
    layout, colours = layout_of(sheet), of_paper()
    image = QImage(int(layout.width), int(layout.height), QImage.Format.Format_RGB32)
    image.fill(colours.ground)
    painter = QPainter(image)
    paint(painter, layout, sheet.drawn, None, colours)
    painter.end()
    strips = [layout.result, *(layout.layer(index) for index in range(layout.count))]
    for strip in strips:
        row = int(strip.center().y())
        found = {
            image.pixelColor(x, row).name() for x in range(int(layout.left), int(layout.right))
        }
        assert found == {colours.strip.name()}


def test_a_little_is_seen_and_much_is_not_more_than_all() -> None:
    rare, much, none = np.array([0.001, 0.3, 0.0]), np.array([0.0, 0.7, 0.0]), np.zeros(3)
    low, high = _stacked([rare, much, none])
    assert [each.tolist() for each in low] == [[0, 0, 0], [LEAST, 0.3, 0], [LEAST, 1, 0]]
    assert [each.tolist() for each in high] == [[LEAST, 0.3, 0], [LEAST, 1, 0], [LEAST, 1, 0]]
