"""A state in the history: the lines through its row, its dot, and its name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.history.history_model import HistoryModel
from gui.history.lanes import Row
from gui.picture.picture_colours import of_palette

_LANE, _LEFT, _MOST = 14, 12, 12  #: pixels of a lane, before the first, and lanes that are drawn
_DOT, _LINE = 4.0, 2.0
_PADDING = 8

Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """Draws what :mod:`gui.history.lanes` says; the dot of the chosen state is filled."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        found = super().sizeHint(option, index)
        return QSize(found.width() + _LEFT + _LANE, found.height() + _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, HistoryModel) else None
        if row is None or not isinstance(model, HistoryModel):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_chosen = row.state == model.chosen
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        graph = _Graph(painter, option.rect, option.palette)
        if model.has_lanes:
            graph.lines(row)
        graph.dot(row.lane if model.has_lanes else 0, is_chosen=is_chosen)
        font = QFont(option.font)
        font.setBold(is_chosen)
        painter.setFont(font)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        lanes = row.width if model.has_lanes else 1
        room = option.rect.adjusted(_LEFT + min(lanes, _MOST) * _LANE, 0, -4, 0)
        _write(painter, room, model.name(row), model.short_name(row))
        painter.restore()


def _write(painter: QPainter, room: QRect, name: str, short: str) -> None:
    """A name as far as there is room; what tells it from others, where there is not enough."""
    metrics = painter.fontMetrics()
    text = name if metrics.horizontalAdvance(name) <= room.width() else short
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class _Graph:
    """The lines and the dot of one row; each lane has a colour of its own."""

    def __init__(self, painter: QPainter, rect: QRect, palette: QPalette) -> None:
        self._painter, self._rect, self._palette = painter, rect, palette
        self._colours = of_palette(palette)
        self._top, self._bottom = float(rect.top()), float(rect.bottom() + 1)
        self._middle = (self._top + self._bottom) / 2

    def lines(self, row: Row) -> None:
        """What runs through, ends in and begins at a row."""
        for lane in row.passing:
            self._line(lane, self._top, self._bottom)
        for lane in row.joining:
            if lane != row.lane:
                self._join(lane, row.lane)
        if row.lane in row.joining:
            self._line(row.lane, self._top, self._middle)
        if row.has_parent:
            self._line(row.lane, self._middle, self._bottom)

    def dot(self, lane: int, *, is_chosen: bool) -> None:
        """A ring; filled and larger where this is what is converted."""
        colour = self._colour(lane)
        self._painter.setPen(QPen(colour, _LINE))
        ground = self._palette.color(QPalette.ColorRole.Base)
        self._painter.setBrush(colour if is_chosen else ground)
        radius = _DOT + 1.5 if is_chosen else _DOT
        self._painter.drawEllipse(QPointF(self._x(lane), self._middle), radius, radius)

    def _line(self, lane: int, start: float, stop: float) -> None:
        self._painter.setPen(QPen(self._colour(lane), _LINE))
        self._painter.drawLine(QPointF(self._x(lane), start), QPointF(self._x(lane), stop))

    def _join(self, lane: int, into: int) -> None:
        """A bow from the lane of a branch to the dot of what it comes from."""
        path = QPainterPath(QPointF(self._x(lane), self._top))
        bend = QPointF(self._x(lane), self._middle)
        path.quadTo(bend, QPointF(self._x(into), self._middle))
        self._painter.setPen(QPen(self._colour(lane), _LINE))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPath(path)

    def _x(self, lane: int) -> float:
        return self._rect.left() + _LEFT + min(lane, _MOST - 1) * _LANE

    def _colour(self, lane: int) -> QColor:
        return self._colours.hue(lane + 1)
