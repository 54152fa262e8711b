"""What the window has to say without being asked: in lines at its top, not in dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.widgets import labels, tab_order
from gui.widgets.icons import icon

AT_ONCE = 4  #: older ones make room
LEAVES_AFTER = 12_000  #: milliseconds, for what only tells something and asks for nothing


class Notice(QFrame):
    """One message, with what can be done about it, until it is closed."""

    def __init__(self, kind: Literal["info", "warning", "error"], text: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.text = text
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self.dismiss)
        if kind == "info":
            self._leaving.start(LEAVES_AFTER)
        picture = labels.line()
        picture.setPixmap(icon(kind).pixmap(16, 16))
        label = labels.sentences(text)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setIcon(self.style().standardIcon(QStyle.StandardPixmap.SP_TitleBarCloseButton))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 6, 6, 6)
        self._row.setSpacing(10)
        self._row.addWidget(picture)
        self._row.addWidget(label, 1)
        self._row.addWidget(self._close)

    def offer(self, label: str, act: Callable[[], object]) -> QPushButton:
        """Add a button which does something and closes the message; it stays until then."""
        self._leaving.stop()
        button = QPushButton(label)
        button.clicked.connect(lambda: act())
        button.clicked.connect(self.dismiss)
        self._row.insertWidget(self._row.count() - 1, button)
        tab_order.follow(button, [self._close])
        return button

    def buttons(self) -> list[QPushButton]:
        """What has been offered, in its order."""
        return self.findChildren(QPushButton)

    def dismiss(self) -> None:
        self.setParent(None)
        self.deleteLater()


class Notices(QWidget):
    """The messages of the window, the newest at the bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def tell(self, kind: Literal["info", "warning", "error"], text: str) -> Notice:
        """Say something."""
        notice = Notice(kind, text)
        notice.setAccessibleName(text)
        shown = self.all()
        for old in shown[: max(len(shown) + 1 - AT_ONCE, 0)]:
            old.dismiss()
        self._column.addWidget(notice)
        return notice

    def all(self) -> list[Notice]:
        return self.findChildren(Notice, options=Qt.FindChildOption.FindDirectChildrenOnly)
