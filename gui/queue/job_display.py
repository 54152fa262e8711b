"""How a job stands, in words; and while it runs, in numbers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from engine.job.convert.plan import Plan, config_path
from gui import engine_texts
from gui.machines.finished_machine import created
from gui.machines.migration import Migration
from gui.queue.numbers import PERMILLE, numbers
from gui.queue.state import State
from gui.widgets import labels
from gui.widgets.icons import icon
from gui.widgets.units import size

NUMBERS_EVERY = 500  #: milliseconds; faster ones cannot be read
PICTURES = {
    State.BLOCKED: "error",
    State.STOPPED: "warning",
    State.FAILED: "error",
    State.DONE: "ok",
}


class Status(QWidget):
    """A picture and a sentence or two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = labels.line()
        self.text = labels.sentences()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture)
        layout.addWidget(self.text, 1)

    def show_job(self, job: Migration | None) -> None:
        name = PICTURES.get(job.state, "") if job else ""
        self._picture.setPixmap(icon(name).pixmap(16, 16))
        self._picture.setVisible(bool(name))
        self.text.setText(status(job) if job else _tr("Open a virtual machine."))

    def tell(self, text: str, sign: str) -> None:
        """Say something with the picture ``sign``."""
        self._picture.setPixmap(icon(sign).pixmap(16, 16))
        self._picture.show()
        self.text.setText(text)


class ProgressDisplay(QWidget):
    """The step, a bar, and the numbers below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = labels.line()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the conversion"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(14)
        self.numbers = labels.line()
        self.numbers.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for widget in (self.step, self.bar, self.numbers):
            layout.addWidget(widget)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(NUMBERS_EVERY)

    def show_job(self, job: Migration) -> None:
        """Show everything anew."""
        self._pause.stop()
        self.step.setText(status(job))
        self.show_progress(job)

    def show_progress(self, job: Migration) -> None:
        """Show how far the whole of it is; the numbers only now and then."""
        total = job.course.total if job.step else 0
        self.bar.setRange(0, PERMILLE if total else 0)
        if total:
            self.bar.setValue(min(job.course.done * PERMILLE // total, PERMILLE))
        if not self._pause.isActive():
            self.numbers.setText(numbers(job))
            if job.done:  # the first figure after the zero is shown at once
                self._pause.start()


def status(job: Migration) -> str:
    """One or two sentences: how it stands."""
    blocking = next((each for each in job.findings if each.blocks), None)
    match job.state:
        case State.PLANNING:
            return _tr("Looking at the machine…")
        case State.RUNNING if job.step is not None:
            return _tr("Step {number} of {count}: {name}").format(
                number=job.step.index + 1,
                count=job.step.count,
                name=job.course.current or job.step.name,
            )
        case State.RUNNING:
            return _tr("Starting…")
        case State.STOPPING:
            return _tr("Stopping…")
        case State.WAITING:
            return _tr("Waiting in the queue, until the drives it needs are free.")
        case State.STOPPED:
            return stopped(job)
        case State.DONE if job.plan is not None:
            images = [disk.target.name for disk in job.plan.disks]
            config = config_path(job.plan.folder, job.plan.machine).name
            names = ", ".join(images)
            return _tr("Done. {images} and {config} are in the folder.").format(
                images=names, config=config
            )
        case State.BLOCKED | State.FAILED if blocking is not None:
            return engine_texts.message(blocking)  # its card says what helps
        case State.READY if job.plan is not None:
            return " ".join(filter(None, (ready(job.plan), before(job))))
        case _:
            return _tr("It failed. The log and the report say more.")


def ready(plan: Plan) -> str:
    """How much there is to do."""
    return _tr("{read} to copy. It takes {needed}; {free} are free.").format(
        read=size(sum(disk.allocated for disk in plan.disks)),
        needed=size(plan.needed),
        free=size(plan.free),
    )


def before(job: Migration) -> str:
    """That the machine was converted before; empty if it was not."""
    if job.earlier is None:
        return ""
    return _tr("Converted before, on {date}, into {folder}.").format(
        date=created(job.earlier), folder=job.earlier.folder
    )


def stopped(job: Migration) -> str:
    """What is kept of a conversion that was stopped."""
    if not job.course.done:
        return _tr("Stopped. What has been copied is kept; Resume goes on from there.")
    return _tr("Stopped at {percent} %. It is kept in {folder}; Resume goes on from there.").format(
        percent=job.course.done * 100 // job.course.total, folder=job.folder
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("job_display", text)
