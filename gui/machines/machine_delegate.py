"""How a machine looks in the list: its system's letter, two lines, and its state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.machines.machine_rows import HEADING, MACHINE
from gui.machines.machine_state import chip
from gui.machines.machine_words import letter, short
from gui.machines.state_chip import Chip, Tone
from gui.widgets import row_painting, type_scale

Index = QModelIndex | QPersistentModelIndex
BADGE = 26  #: pixels
GAP = 9
#: Ground and letters of a state by its tone, on light and on dark.
_TONES = {
    Tone.QUIET: (("#e9ebef", "#4d5763"), ("#363d46", "#b4bdc8")),
    Tone.GOOD: (("#dff3e6", "#14663a"), ("#1d3a2a", "#7fd6a2")),
    Tone.HINT: (("#fdeed2", "#8a5200"), ("#43330f", "#f0bf62")),
    Tone.BAD: (("#fbe1df", "#a02a22"), ("#4a2220", "#ff9d94")),
    Tone.BUSY: (("#dfeafa", "#1b559a"), ("#233a57", "#93c0f5")),
}
_BADGES = {"W": "#3574c4", "L": "#b8741a", "?": "#7c8794"}


class MachineDelegate(QStyledItemDelegate):
    """Paints rows of MachineRows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        if index.data(HEADING):
            return QSize(0, line + 12)
        return QSize(180, 2 * line + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        machine = index.data(MACHINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = option.palette
        if machine is None:
            painter.setFont(row_painting.font(option.font, type_scale.SMALL, strong=True))
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            rect = option.rect.adjusted(GAP, 6, -GAP, 0)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
            painter.restore()
            return
        self._paint_ground(painter, option)
        rect = option.rect.adjusted(GAP, 0, -GAP, 0)
        at = QRect(rect.left(), rect.center().y() - BADGE // 2, BADGE, BADGE)
        paint_badge(painter, at, letter(machine))
        shown = chip(machine)
        width = _paint_chip(painter, option, rect, shown)
        words = rect.adjusted(BADGE + GAP, 6, -width - GAP, -6)
        self._paint_words(painter, option, words, (machine.name, short(machine)))
        if shown.done >= 0:
            at = QRect(words.left(), rect.bottom() - 4, words.width(), 3)
            row_painting.bar(painter, palette, at, shown.done)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            colour = option.palette.color(QPalette.ColorRole.Highlight)
        elif state & QStyle.StateFlag.State_MouseOver:
            colour = option.palette.color(QPalette.ColorRole.AlternateBase)
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 5, 5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2.5, 1.5, -2.5, -1.5), 5, 5)

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        lines: tuple[str, str],
    ) -> None:
        fonts = (
            row_painting.font(option.font, 1, strong=True),
            row_painting.font(option.font, type_scale.SMALL),
        )
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        first = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        roles = (first, QPalette.ColorRole.PlaceholderText)
        half = rect.height() // 2
        for place, (text, font, role) in enumerate(zip(lines, fonts, roles, strict=True)):
            room = QRect(rect.left(), rect.top() + place * half, rect.width(), half)
            row_painting.line(painter, room, text, font, option.palette.color(role))


class Badge(QWidget):
    """The letter of a system, as large as in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = "?"
        self.setFixedSize(BADGE + 4, BADGE + 4)

    def show_letter(self, found: str) -> None:
        self._letter = found
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_badge(painter, self.rect().adjusted(1, 1, -1, -1), self._letter)


def paint_badge(painter: QPainter, rect: QRect, found: str) -> None:
    """A letter on a rounded ground."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_BADGES[found]))
    painter.drawRoundedRect(QRectF(rect), 6, 6)
    painter.setPen(QColor("#ffffff"))
    painter.setFont(row_painting.font(QApplication.font(), 1.1, strong=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, found)


def _tone(palette: QPalette, tone: Tone) -> tuple[QColor, QColor]:
    is_dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    ground, letters = _TONES[tone][is_dark]
    return QColor(ground), QColor(letters)


def _paint_chip(painter: QPainter, option: QStyleOptionViewItem, rect: QRect, shown: Chip) -> int:
    """Paint a state at the right of a row; returns its width."""
    font = row_painting.font(option.font, type_scale.SMALL)
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(shown.text) + 16
    height = metrics.height() + 4
    at = QRect(rect.right() - width, rect.center().y() - height // 2, width, height)
    ground, letters = _tone(option.palette, shown.tone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(at), height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(letters)
    painter.drawText(at, Qt.AlignmentFlag.AlignCenter, shown.text)
    return width
