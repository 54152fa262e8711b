"""All of one job: the plan before it starts, its steps while it runs, the result in the end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.context import Context
from gui.machines.migration import Migration
from gui.queue.state import State
from gui.queue.steps_view import StepsView
from gui.result.result_page import ResultPage
from gui.widgets import labels
from gui.widgets.units import duration, size


class JobPage(QWidget):
    """A sentence on top; below it the steps, or the result."""

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.summary = labels.line()
        self.summary.setWordWrap(True)
        self.summary.setMargin(8)
        self.steps = StepsView()
        self.result = ResultPage(around)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.steps)
        self.pages.addWidget(self.result)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.summary)
        layout.addWidget(self.pages)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def show_job(self, job: Migration | None) -> None:
        """Show a job as it is now."""
        done = job is not None and job.state is State.DONE
        self.summary.setVisible(not done)
        self.summary.setText(summary(job, self._around.settings.speed))
        self.steps.show_job(job, self._around.settings.speed)
        self.result.show_folder(job.folder if job and done else None)
        self.pages.setCurrentWidget(self.result if done else self.steps)

    def show_folder(self, folder: Path) -> None:
        """Show the results that an earlier session has made."""
        self.summary.hide()
        self.result.show_folder(folder)
        self.pages.setCurrentWidget(self.result)


def summary(job: Migration | None, speed: int) -> str:
    """Where, how much room, how long."""
    if job is None:
        return _tr("Open a virtual machine to see what will be done.")
    plan = job.plan
    if plan is None:
        return _tr("Not planned yet.")
    told = [
        _tr("Into {folder}.").format(folder=plan.folder),
        _tr("At most {needed} of {free} free there.").format(
            needed=size(plan.needed), free=size(plan.free)
        ),
    ]
    left = job.course.total - job.course.done
    if job.state in (State.READY, State.WAITING, State.STOPPED) and left:
        told.append(
            _tr("About {time}, as fast as the last conversion.").format(time=duration(left / speed))
            if speed
            else _tr("How long it takes is known once it runs.")
        )
    return " ".join(told)


def _tr(text: str) -> str:
    return QCoreApplication.translate("job_page", text)
