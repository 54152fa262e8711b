"""How work looks in the queue: its title, the folder that it is about, and how much is done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.widgets import row_painting, type_scale

Index = QModelIndex | QPersistentModelIndex
FOLDER = Qt.ItemDataRole.UserRole
DONE = Qt.ItemDataRole.UserRole + 1  #: in thousandths; -1 where nothing runs
_GAP, _BAR = 6, 3  #: pixels


class QueueDelegate(QStyledItemDelegate):
    """Two lines, and a bar below them while it runs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + _GAP + _BAR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        title, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        palette, rect = option.palette, option.rect.adjusted(_GAP, 2, -_GAP, -_BAR - 1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        first = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        half = rect.height() // 2
        upper = QRect(rect.left(), rect.top(), rect.width(), half)
        lower = upper.translated(0, half)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row_painting.line(painter, upper, title, option.font, palette.color(first))
        small = row_painting.font(option.font, type_scale.SMALL)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        middle = Qt.TextElideMode.ElideMiddle
        row_painting.line(painter, lower, str(index.data(FOLDER)), small, quiet, middle)
        done = index.data(DONE)
        if isinstance(done, int) and done >= 0:
            bar = QRect(rect.left(), rect.bottom() + 1, rect.width(), _BAR)
            row_painting.bar(painter, palette, bar, done)
        painter.restore()
