"""How a cell of the compatibility table looks: ground, sign, word, and marks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.widgets.icons import icon
from gui.xen import verdicts
from gui.xen.compat_model import BARRED, CHOSEN, RECOMMENDED, VERDICT

Index = QModelIndex | QPersistentModelIndex
SIGN = 14  #: logical pixels
GAP = 5
_STAR = 11
_FAINT = 0.5  #: of what cannot be had
_FRAME = 2  #: around what is chosen
_FRAME_COLOUR = "#3f83d1"  #: that of resources/chosen.svg


class CompatDelegate(QStyledItemDelegate):
    """Ground and sign tell the verdict, a star what is recommended, a frame what is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        kind = index.data(VERDICT)
        if kind is None:
            return
        painter.save()
        if index.data(BARRED):
            painter.setOpacity(_FAINT)
        else:
            painter.fillRect(area, verdicts.ground(kind, palette))
        self._paint_content(painter, area, palette, index)
        painter.setOpacity(1)
        if index.data(CHOSEN):
            self._paint_frame(painter, area)
        if state & QStyle.StateFlag.State_Selected:
            self._paint_cursor(painter, area, palette)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        width = metrics.horizontalAdvance(str(index.data())) + 2 * SIGN + 5 * GAP
        return QSize(width, metrics.height() + 2 * GAP)

    def _paint_content(
        self, painter: QPainter, area: QRect, palette: QPalette, index: Index
    ) -> None:
        left = QRect(area.left() + GAP + 2, area.center().y() - SIGN // 2 + 1, SIGN, SIGN)
        sign: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        sign.paint(painter, left)
        right = 0
        if index.data(RECOMMENDED):
            star = QRect(area.right() - _STAR - 3, area.center().y() - _STAR // 2, _STAR, _STAR)
            icon("recommended").paint(painter, star)
            right = _STAR
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        room = area.adjusted(SIGN + 2 * GAP + 2, 0, -right - 2, 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_frame(self, painter: QPainter, area: QRect) -> None:
        pen = QPen(QColor(_FRAME_COLOUR), _FRAME)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _paint_cursor(self, painter: QPainter, area: QRect, palette: QPalette) -> None:
        """Where the reader is; the sentence below speaks of this cell."""
        pen = QPen(palette.color(QPalette.ColorRole.Text), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(area.adjusted(2, 2, -3, -3))
