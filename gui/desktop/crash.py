"""When the program itself is at fault: a report instead of a vanished window."""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.report.redact import of_this_user
from gui.log.log_buffer import LogBuffer
from gui.log.report_archive import versions
from gui.widgets import labels

LOG_LINES = 200


class Crashes(QObject):
    """The one place where exceptions nobody expected arrive: from slots, tasks and threads."""

    reported = Signal(str)  #: the traceback

    def __init__(self, log: LogBuffer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on take what would otherwise end up on the terminal."""
        sys.excepthook = self._from_slot
        threading.excepthook = self._from_thread
        loop.set_exception_handler(self._from_task)

    def report(self, trace: str) -> None:
        """Log it and tell it. May be called from any thread."""
        self._log.append("error", trace)
        print(trace, file=sys.stderr)
        self.reported.emit(trace)

    def _from_slot(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
        else:
            self.report("".join(traceback.format_exception(kind, error, trace)))

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        self.report("".join(traceback.format_exception(error)))

    def _from_task(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        text = "".join(traceback.format_exception(error)) if error else str(context["message"])
        self.report(text)


def report_text(trace: str, log: LogBuffer) -> str:
    """What helps to find the fault."""
    lines = map(str, log.since(0)[0][-LOG_LINES:])
    return of_this_user().text("\n".join((versions(), "", trace.rstrip(), "", *lines)))


class CrashDialog(QDialog):
    """Shows the report, to be copied or saved whole."""

    save_asked = Signal()

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong in vmx2xen"))
        self.resize(720, 420)
        text = labels.line(
            self.tr(
                "This is a fault of the program, not of yours. The source files are untouched. "
                "Please send the report to the developers. It names files and folders, but no "
                "people and computers."
            )
        )
        text.setWordWrap(True)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report"))
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(self.tr("&Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        save = buttons.addButton(self.tr("&Save report…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self.save_asked)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(self.report)
        layout.addWidget(buttons)
