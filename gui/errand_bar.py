"""How an errand is going, and how it ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from gui import engine_texts
from gui.errands import Errand
from gui.icons import icon
from gui.job_display import PERMILLE, numbers

_PICTURES = {"done": "ok", "stopped": "warning", "refused": "error", "failed": "error"}


class ErrandBar(QWidget):
    """A sentence; while it runs a bar, its numbers and a button to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errand: Errand | None = None
        self._picture = QLabel()
        self.text, self.findings = _text(), _text()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_tr("Progress of what is done with the result"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(14)
        self.numbers = QLabel()
        self.numbers.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.stop = QPushButton(_tr("Stop"))
        self.stop.clicked.connect(self._stop)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 0, 1)
        layout.addWidget(self.bar, 1, 1)
        layout.addWidget(self.numbers, 2, 1)
        layout.addWidget(self.findings, 3, 1)
        layout.addWidget(self.stop, 0, 2, 3, 1, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_errand(self, errand: Errand | None) -> None:
        """Show an errand as it is now; None hides the bar."""
        if errand is not self._errand:
            if self._errand is not None:
                self._errand.progressed.disconnect(self._show_progress)
            self._errand = errand
            if errand is not None:
                errand.progressed.connect(self._show_progress)
        self.setVisible(errand is not None)
        if errand is None:
            return
        name = _PICTURES[errand.finished.outcome] if errand.finished else ""
        self._picture.setPixmap(icon(name).pixmap(16, 16))
        self._picture.setVisible(bool(name))
        self.text.setText(state(errand))
        self.findings.setText("\n".join(map(engine_texts.sentences, errand.findings)))
        self.findings.setVisible(bool(errand.findings))
        for widget in (self.bar, self.numbers, self.stop):
            widget.setVisible(errand.runs)
        self.stop.setEnabled(not errand.stopping)
        self._show_progress()

    def _show_progress(self) -> None:
        if self._errand is not None and self._errand.runs:
            course = self._errand.course
            self.bar.setRange(0, PERMILLE if course.total else 0)
            if course.total:
                self.bar.setValue(min(course.done * PERMILLE // course.total, PERMILLE))
            self.numbers.setText(numbers(self._errand))

    def _stop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()


def state(errand: Errand) -> str:
    """The step under way, or how it ended."""
    if errand.stopping and errand.runs:
        return _tr("Stopping…")
    if errand.finished is None:
        return errand.course.current or _tr("Starting…")
    return {
        "done": errand.task.told,
        "stopped": _tr("Stopped."),
        "refused": _tr("This is not possible:"),
        "failed": _tr("It failed. The log and the report say more."),
    }[errand.finished.outcome]


def _text() -> QLabel:
    """A label for sentences that may be copied."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("errand_bar", text)
