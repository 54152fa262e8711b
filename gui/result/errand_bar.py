"""How an errand is going, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Finding
from gui import engine_texts
from gui.queue.job_display import PERMILLE, numbers
from gui.result.errands import Errand
from gui.widgets import labels
from gui.widgets.icons import icon

_PICTURES = {"done": "ok", "stopped": "warning", "refused": "error", "failed": "error"}


class ErrandBar(QWidget):
    """A sentence; while it runs a bar, its numbers and a button to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errand: Errand | None = None
        self._picture = QLabel()
        self.text, self.findings = labels.sentences(), labels.sentences()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_tr("Progress of what is done with the result"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(14)
        self.numbers = QLabel()
        self.numbers.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.stop = QPushButton(_tr("Stop"))
        self.stop.clicked.connect(self._stop)
        self._sign = QLabel()
        self._sign.setPixmap(icon("warning").pixmap(16, 16))
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        going = QHBoxLayout()
        going.setSpacing(12)
        going.addWidget(self.bar, 1)
        going.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(_row(self._picture, self.text))
        layout.addLayout(going)
        layout.addWidget(self.numbers)
        layout.addLayout(_row(self._sign, self.findings))

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
        warnings = [each for each in errand.findings if not each.blocks]
        self.findings.setText(_sentences(warnings))
        self._sign.setVisible(bool(warnings))
        self.findings.setVisible(bool(warnings))
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
        "refused": _sentences(each for each in errand.findings if each.blocks),
        "failed": _tr("It failed. The log and the report say more."),
    }[errand.finished.outcome]


def _sentences(findings: Iterable[Finding]) -> str:
    return "\n".join(map(engine_texts.sentences, findings))


def _row(picture: QLabel, text: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("errand_bar", text)
