"""The drawer at the right: the queue or the log, closed at first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from gui.log.log_console import LogConsole
from gui.queue.queue_view import QueueView
from gui.widgets import labels, type_scale

WIDTH = 420


class Drawer(QWidget):
    """Shows one of its pages."""

    shown = Signal()  #: another page, or none

    def __init__(self, queue: QueueView, log: LogConsole) -> None:
        super().__init__()
        self.queue, self.log = queue, log
        self._title = type_scale.strong(labels.line())
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip(_tr("Close (Esc)"))
        self.close_button.setAccessibleName(_tr("Close"))
        self.close_button.clicked.connect(lambda: self.show_page(None))
        self._first = {queue: queue.list, log: log.table}  # where the keyboard goes
        self.pages = QStackedWidget()
        self.pages.addWidget(queue)
        self.pages.addWidget(log)
        top = QHBoxLayout()
        top.setContentsMargins(10, 4, 4, 0)
        top.addWidget(self._title, 1)
        top.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.pages)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.hide()

    @property
    def page(self) -> QWidget | None:
        """The page that is open."""
        return None if self.isHidden() else self.pages.currentWidget()

    def show_page(self, page: QWidget | None) -> None:
        """Open a page; None closes the drawer."""
        self.setVisible(page is not None)
        if page is not None:
            self.pages.setCurrentWidget(page)
            self._title.setText(_tr("Queue") if page is self.queue else _tr("Log"))
        self.shown.emit()

    def toggle(self, page: QWidget) -> None:
        """Open a page and go there with the keyboard, or close the one that is open."""
        self.show_page(None if self.page is page else page)
        if self.page is not None:
            self._first[self.page].setFocus()


def _tr(text: str) -> str:
    return QCoreApplication.translate("drawer", text)
