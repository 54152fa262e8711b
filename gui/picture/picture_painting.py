"""Paints a picture of a chain: the same in the window, as SVG and as PNG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from engine.report.disk_picture import Coverage
from gui.engine_texts import phrase
from gui.picture.picture_colours import Colours
from gui.picture.picture_layout import Layout
from gui.picture.picture_subject import LayerName, Subject
from gui.widgets.units import exact_size, size

Shares = NDArray[np.float64]

LEAST = 0.2  #: so high is a column in which anything is held
CHIP = 10.0
FILE_LEAST = 90.0
NUMBER_LEAST = 18.0  #: pixels of a stretch of the result that is told its number
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


def paint(
    painter: QPainter, layout: Layout, drawn: Subject, coverage: Coverage | None, colours: Colours
) -> None:
    """Paint all of it; without ``coverage`` the strips are empty."""
    _Picture(painter, layout, drawn, colours).paint(coverage)


@dataclass(frozen=True, slots=True)
class _Picture:
    painter: QPainter
    layout: Layout
    drawn: Subject
    colours: Colours

    def paint(self, coverage: Coverage | None) -> None:
        self._title()
        for index, name in enumerate(self.drawn.layers):
            strip = self.layout.layer(index)
            self._ground(strip)
            self._label(strip, self._fitting(strip, name), name.file, name.number)
            if coverage is not None:
                self._layer(strip, coverage, index, name.number)
        self._ground(self.layout.result)
        self._label(self.layout.result, _tr("Result"))
        if coverage is not None:
            self._result(coverage)
        self._areas()
        self._axis()
        self._legend()

    # -- strips

    def _ground(self, strip: QRectF) -> None:
        self.painter.fillRect(strip, self.colours.strip)

    def _layer(self, strip: QRectF, coverage: Coverage, index: int, number: int) -> None:
        data = coverage.share(coverage.data[index])
        zeros = coverage.share(coverage.zeros[index])
        low, high = _stacked([data, zeros])
        x = self.layout.x(coverage.edges)
        self._fill_layer(bars(x, low[0], high[0], strip), number)
        self._fill(bars(x, low[1], high[1], strip), self.colours.zeros)

    def _result(self, coverage: Coverage) -> None:
        """What each layer gives to a column, the base at the bottom; zeros above."""
        strip, x = self.layout.result, self.layout.x(coverage.edges)
        zeros = coverage.share(coverage.shown_zeros.sum(axis=0))
        low, high = _stacked([*coverage.share(coverage.shown)[::-1], zeros])
        for number, (begin, end) in enumerate(zip(low[:-1], high[:-1], strict=True), start=1):
            self._fill_layer(bars(x, begin, end, strip), number)
        self._fill(bars(x, low[-1], high[-1], strip), self.colours.zeros)
        for first, last, index in _stretches(coverage):
            left, right = float(x[first]), float(x[last])
            room = QRectF(left, strip.top(), right - left, strip.height())
            if room.width() >= NUMBER_LEAST:
                self._number(room, str(self.drawn.layers[index].number))

    def _number(self, room: QRectF, text: str) -> None:
        """The number of a layer on its colour, on a ground that keeps it legible."""
        plate = QRectF(0, 0, self._metrics().horizontalAdvance(text) + 6, 15)
        plate.moveCenter(room.center())
        self.painter.fillRect(plate, self.colours.ground)
        self._text(plate, text, align=_CENTRE)

    def _fill_layer(self, rects: list[QRectF], number: int) -> None:
        self._fill(rects, QBrush(self.colours.hue(number)))
        self._fill(rects, self.colours.hatching(number))

    def _fill(self, rects: list[QRectF], brush: QBrush) -> None:
        if rects and brush.style() is not Qt.BrushStyle.NoBrush:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(brush)
            self.painter.drawRects(rects)

    # -- underneath

    def _areas(self) -> None:
        strip, view = self.layout.areas, self.layout.view
        self._label(strip, _tr("Partitions"))
        if not self.drawn.areas:
            self._text(strip, _tr("none known"), quiet=True)
        for area in self.drawn.areas:
            if area.start < view.stop and area.stop > view.start:
                left, right = self.layout.x(np.array([area.start, area.stop], np.int64)).tolist()
                room = QRectF(left, strip.top(), max(right - left, 1.0), strip.height())
                self.painter.setPen(QPen(self.colours.quiet))
                self.painter.setBrush(Qt.BrushStyle.NoBrush)
                self.painter.drawRect(room)
                self._text(room.adjusted(5, 0, -3, 0), phrase(area.label))

    def _axis(self) -> None:
        strip = self.layout.axis
        for tick in self.layout.ticks():
            x = float(self.layout.x(np.array([tick], np.int64))[0])
            self.painter.fillRect(QRectF(x, strip.top(), 1, 4), self.colours.quiet)
            room = QRectF(x - 60, strip.top() + 3, 120, strip.height() - 3)
            align = _CENTRE
            if x - 30 < strip.left():
                room, align = room.translated(60, 0), _LEFT
            elif x + 30 > strip.right():
                room, align = room.translated(-60, 0), _RIGHT
            self._text(room, exact_size(tick), quiet=True, align=align)

    def _legend(self) -> None:
        room = self.layout.legend
        for brushes, text in (
            (self._layer_brushes(1), _tr("data")),
            ((QBrush(self.colours.strip), self.colours.zeros), _tr("zeros")),
            ((QBrush(self.colours.strip),), _tr("nothing held")),
        ):
            self._chip(room, *brushes)
            room = room.adjusted(CHIP + 5, 0, 0, 0)
            self._text(room, text, quiet=True)
            room = room.adjusted(self._metrics().horizontalAdvance(text) + 16, 0, 0, 0)

    # -- words

    def _title(self) -> None:
        text, view = self.drawn.title, self.layout.view
        if view.span < self.drawn.size:
            part = _tr("{title} – the {span} from {start} on")
            text = part.format(title=text, span=size(view.span), start=size(view.start))
        self._text(self.layout.title, text, bold=True)

    def _fitting(self, strip: QRectF, name: LayerName) -> str:
        """The number and name of a layer; cut to what differs where there is little room."""
        room = self.layout.beside(strip).width() - CHIP - 5
        whole = f"{name.number}  {name.short}"
        is_short = self._metrics().horizontalAdvance(whole) > room
        return f"{name.number}  {name.cut}" if is_short else whole

    def _label(self, strip: QRectF, text: str, file: str = "", number: int = 0) -> None:
        """The words beside a strip; the name of its file as far as there is room."""
        room = self.layout.beside(strip)
        if number:
            self._chip(room, *self._layer_brushes(number))
        room = room.adjusted(CHIP + 5, 0, 0, 0)
        self._text(room, text)
        room = room.adjusted(self._metrics().horizontalAdvance(text) + 8, 0, 0, 0)
        if room.width() >= FILE_LEAST:
            shown = self._metrics().elidedText(file, Qt.TextElideMode.ElideMiddle, room.width())
            self._text(room, shown, quiet=True)

    def _layer_brushes(self, number: int) -> tuple[QBrush, QBrush]:
        return QBrush(self.colours.hue(number)), self.colours.hatching(number)

    def _chip(self, room: QRectF, *brushes: QBrush) -> None:
        """A small sample of what something is painted with."""
        chip = QRectF(room.left(), room.center().y() - CHIP / 2, CHIP, CHIP)
        for brush in brushes:
            self._fill([chip], brush)
        self.painter.setPen(QPen(self.colours.quiet))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(chip)

    def _text(
        self,
        room: QRectF,
        text: str,
        *,
        quiet: bool = False,
        bold: bool = False,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        font = QFont(self.painter.font())
        font.setBold(bold)
        self.painter.save()
        self.painter.setFont(font)
        self.painter.setPen(QColor(self.colours.quiet if quiet else self.colours.text))
        shown = self._metrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        self.painter.drawText(room, align, shown)
        self.painter.restore()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.painter.font(), self.painter.device())


def bars(x: Shares, low: Shares, high: Shares, strip: QRectF) -> list[QRectF]:
    """The rectangles of columns between the edges ``x``, from ``low`` to ``high`` (0 to 1).

    Neighbours that look the same are one rectangle.
    """
    bottom, top = np.rint(low * strip.height()), np.rint(high * strip.height())
    change = np.flatnonzero((np.diff(bottom) != 0) | (np.diff(top) != 0)) + 1
    begin, end = np.append(0, change), np.append(change, len(low))
    seen = (top[begin] > bottom[begin]) & (x[end] > x[begin])
    begin, end = begin[seen], end[seen]
    rows = zip(x[begin], strip.bottom() - top[begin], x[end] - x[begin],
               top[begin] - bottom[begin], strict=True)  # fmt: skip
    return [QRectF(*map(float, row)) for row in rows]


def _stacked(shares: list[Shares]) -> tuple[list[Shares], list[Shares]]:
    """Where each share begins and ends if they stand on each other; small sums are made visible."""
    every = np.vstack(shares)
    total = every.sum(axis=0)
    scale = np.divide(np.maximum(total, LEAST), total, out=np.zeros_like(total), where=total > 0)
    high = np.cumsum(every * scale, axis=0)
    low = np.vstack((np.zeros_like(total), high[:-1]))
    return list(low), list(high)


def _stretches(coverage: Coverage) -> Iterator[tuple[int, int, int]]:
    """Columns [begin, end) of the result that are mostly of one layer, and its index."""
    main = np.where(coverage.shown.any(axis=0), coverage.shown.argmax(axis=0), -1)
    edges = np.concatenate(([0], np.flatnonzero(np.diff(main)) + 1, [len(main)])).tolist()
    for begin, end in pairwise(edges):
        if main[begin] >= 0:
            yield begin, end, int(main[begin])


def _tr(text: str) -> str:
    return QCoreApplication.translate("picture_painting", text)
