"""How an entry of the queue is going, and how it ended."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
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
from engine.job.work import Advice
from gui import engine_texts
from gui.queue.entry import Entry
from gui.queue.numbers import PERMILLE, numbers
from gui.queue.state import State
from gui.widgets import labels
from gui.widgets.icons import icon

_PICTURES = {State.DONE: "ok", State.STOPPED: "warning", State.FAILED: "error"}


class EntryBar(QWidget):
    """A sentence; while it runs a bar, its numbers and a button to stop it."""

    stop_asked = Signal(object)  #: the Entry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self._picture = labels.line()
        self.text, self.findings = labels.sentences(), labels.sentences()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_tr("Progress of what is done with the result"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(14)
        self.numbers = labels.line()
        self.numbers.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.stop = QPushButton(_tr("Stop"))
        self.stop.clicked.connect(self._stop)
        self._sign = labels.line()
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

    def show_entry(self, entry: Entry | None) -> None:
        """Show an entry as it is now; None hides the bar."""
        if entry is not self._entry:
            if self._entry is not None:
                self._entry.progressed.disconnect(self._show_progress)
            self._entry = entry
            if entry is not None:
                entry.progressed.connect(self._show_progress)
        self.setVisible(entry is not None)
        if entry is None:
            return
        self._show_texts(state(entry), _PICTURES.get(entry.state, ""), entry.findings)
        for widget in (self.bar, self.numbers):
            widget.setVisible(entry.state.active)
        self.stop.setVisible(entry.state.settled)
        self.stop.setEnabled(entry.state is not State.STOPPING)
        self._show_progress()

    def show_refusal(self, findings: Sequence[Finding]) -> None:
        """Say why something was not asked for; an entry that goes on is more important."""
        if self._entry is not None and self._entry.state.settled:
            return
        self.show_entry(None)
        self._show_texts(_sentences(findings), "error", ())
        for widget in (self.bar, self.numbers, self.stop):
            widget.hide()
        self.show()

    def _show_texts(self, text: str, picture: str, findings: Iterable[Finding]) -> None:
        self._picture.setPixmap(icon(picture).pixmap(16, 16))
        self._picture.setVisible(bool(picture))
        self.text.setText(text)
        warnings = [each for each in findings if not each.blocks]
        self.findings.setText(_sentences(warnings))
        self._sign.setVisible(bool(warnings))
        self.findings.setVisible(bool(warnings))

    def _show_progress(self) -> None:
        if self._entry is not None and self._entry.state.active:
            course = self._entry.course
            self.bar.setRange(0, PERMILLE if course.total else 0)
            if course.total:
                self.bar.setValue(min(course.done * PERMILLE // course.total, PERMILLE))
            self.numbers.setText(numbers(self._entry))

    def _stop(self) -> None:
        if self._entry is not None:
            self.stop_asked.emit(self._entry)


def state(entry: Entry) -> str:
    """The step under way, or how it ended."""
    match entry.state:
        case State.WAITING:
            return _tr("{work}: waiting in the queue.").format(work=entry.title)
        case State.STOPPING:
            return _tr("Stopping…")
        case State.RUNNING:
            return entry.course.current or _tr("Starting…")
        case State.DONE:
            there = [each for each in entry.advice if not each.here]
            return "\n".join((entry.told, *map(_advice, there)))
        case State.STOPPED if cut := [each for each in entry.findings if each.blocks]:
            return _sentences(cut)
        case State.STOPPED:
            return _tr("{work}: stopped.").format(work=entry.title)
        case _ if blocking := [each for each in entry.findings if each.blocks]:
            return _sentences(blocking)
        case _:
            return _tr("It failed. The log and the report say more.")


def _advice(advice: Advice) -> str:
    return f"{engine_texts.phrase(advice.words)}: {shlex.join(advice.command)}"


def _sentences(findings: Iterable[Finding]) -> str:
    return "\n".join(map(engine_texts.sentences, findings))


def _row(picture: QLabel, text: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("entry_bar", text)
