"""Where a conversion is set up, started and watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.job import Job, State
from gui.units import rate, remaining, size

NUMBERS_EVERY = 500  #: milliseconds; faster ones cannot be read
PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a button cannot be pressed; empty where it can."""

    convert: str = ""
    resume: str = ""
    cancel: str = ""
    choose: str = ""


def reasons(job: Job | None, busy: bool) -> Reasons:
    """What stands against each button. ``busy``: another job is running."""
    if job is None:
        none = _tr("Open a virtual machine first.")
        return Reasons(none, none, none, none)
    if job.state.active:
        running = _tr("The conversion is running.")
        stopping = _tr("It is being stopped.") if job.state is State.STOPPING else ""
        return Reasons(running, running, stopping, running)
    idle = _tr("Nothing is running.")
    resume = "" if job.resumable else _tr("There is nothing to be resumed.")
    if busy:
        other = _tr("Another conversion is running.")
        return Reasons(other, other, idle)
    match job.state:
        case State.PLANNING:
            return Reasons(_tr("The machine is still being looked at."), resume, idle)
        case State.BLOCKED:
            return Reasons(_tr("The findings say what has to be mended first."), resume, idle)
        case _ if job.resumable:
            return Reasons(_tr("The folder holds a stopped conversion: resume it."), "", idle)
        case State.DONE:
            return Reasons(_tr("Done. Choose another folder to convert again."), resume, idle)
        case State.FAILED:
            return Reasons(_tr("Choose the folder again to try once more."), resume, idle)
        case _:
            return Reasons("", resume, idle)


class PrimaryButton(QPushButton):
    """The button that goes on: it wears the accent colour while it can be pressed."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.ParentChange):
            self._dress()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dress()
        return handled

    def _dress(self) -> None:
        own = QPalette()
        if self.isEnabled():
            own.setColor(QPalette.ColorRole.Button, own.color(QPalette.ColorRole.Accent))
            own.setColor(QPalette.ColorRole.ButtonText, own.color(QPalette.ColorRole.BrightText))
        self.setPalette(own)


class JobPanel(QWidget):
    """Shows one job and hands on what the user does with it."""

    folder_asked = Signal()
    show_result_asked = Signal(object)  #: Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._busy = False
        self._make_choices()
        self._make_display()
        self._make_buttons()
        self._arrange()
        self._numbers_due = QTimer(self)
        self._numbers_due.setSingleShot(True)
        self._numbers_due.setInterval(NUMBERS_EVERY)
        self._numbers_due.timeout.connect(self._show_numbers)
        self.refresh()

    def show_job(self, job: Job | None) -> None:
        """Show another job, or none."""
        if job is self._job:
            return
        if self._job is not None:
            self._job.changed.disconnect(self.refresh)
            self._job.progressed.disconnect(self._progress)
        self._job = job
        if job is not None:
            job.changed.connect(self.refresh)
            job.progressed.connect(self._progress)
            self._fill_snapshots(job)
        self.refresh()

    def set_busy(self, busy: bool) -> None:
        """Whether a job other than the one shown is running."""
        if busy != self._busy:
            self._busy = busy
            self.refresh()

    # -- parts

    def _make_choices(self) -> None:
        self.snapshot = QComboBox()
        self.snapshot.setAccessibleName(self.tr("State to convert"))
        self.snapshot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.snapshot.activated.connect(self._choose_snapshot)
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(self.tr("Target folder"))
        self.folder.setPlaceholderText(self.tr("beside the virtual machine"))
        self.choose = QPushButton(self.tr("C&hange…"))
        self.choose.setAccessibleName(self.tr("Change the target folder"))
        self.choose.clicked.connect(self.folder_asked)

    def _make_display(self) -> None:
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.numbers = QLabel()
        self.numbers.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the step"))
        self.bar.setTextVisible(False)

    def _make_buttons(self) -> None:
        self.result = QPushButton(self.tr("Open &folder"))
        self.result.setToolTip(self.tr("Show the image and the configuration"))
        self.result.clicked.connect(self._show_result)
        self.cancel = QPushButton(self.tr("C&ancel"))
        self.cancel.clicked.connect(self._cancel)
        self.resume = PrimaryButton(self.tr("&Resume"))
        self.resume.clicked.connect(self._resume)
        self.convert = PrimaryButton(self.tr("&Convert"))
        self.convert.clicked.connect(self._convert)

    def _arrange(self) -> None:
        folder = QHBoxLayout()
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.choose)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&State"), self.snapshot)
        form.addRow(self.tr("Into folder"), folder)
        buttons = QHBoxLayout()
        buttons.addWidget(self.status, 1)
        for button in (self.result, self.cancel, self.resume, self.convert):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self.bar)
        layout.addWidget(self.numbers)
        layout.addLayout(buttons)

    # -- showing

    def refresh(self) -> None:
        """Show the job as it is now."""
        job = self._job
        active = job is not None and job.state.active
        self.bar.setVisible(active)
        self.numbers.setVisible(active)
        self.status.setText(_status(job))
        self.folder.setText(str(job.folder) if job and job.folder else "")
        self.folder.setToolTip(self.folder.text())
        self._show_snapshot(job)
        self._enable(reasons(job, self._busy))
        resumable = job is not None and job.resumable and not active
        self.resume.setVisible(resumable)
        self.convert.setVisible(not resumable)
        self.result.setVisible(job is not None and job.state is State.DONE)
        if active:
            self._show_bar()
            self._show_numbers()

    def _enable(self, against: Reasons) -> None:
        for widget, reason, hint in (
            (self.convert, against.convert, self.tr("Write the image and the configuration")),
            (self.resume, against.resume, self.tr("Go on where it was stopped")),
            (self.cancel, against.cancel, self.tr("Stop; what was copied is kept")),
            (self.choose, against.choose, self.tr("Choose where the result goes")),
            (self.snapshot, against.choose, self.tr("Which state of the machine is converted")),
        ):
            widget.setEnabled(not reason)
            widget.setToolTip(reason or hint)

    def _fill_snapshots(self, job: Job) -> None:
        with QSignalBlocker(self.snapshot):
            self.snapshot.clear()
            self.snapshot.addItem(self.tr("Running state (now)"), "")
            for each in job.machine.snapshots.all:
                text = self.tr("Snapshot {number}: {name}")
                self.snapshot.addItem(text.format(number=each.uid, name=each.name), str(each.uid))

    def _show_snapshot(self, job: Job | None) -> None:
        if job is None:
            self.snapshot.clear()
            return
        with QSignalBlocker(self.snapshot):
            self.snapshot.setCurrentIndex(max(self.snapshot.findData(job.snapshot), 0))

    def _progress(self) -> None:
        self._show_bar()
        if not self._numbers_due.isActive():
            self._numbers_due.start()

    def _show_bar(self) -> None:
        step = self._job.step if self._job else None
        if self._job is None or step is None or not step.total:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, PERMILLE)
        self.bar.setValue(min(self._job.done * PERMILLE // step.total, PERMILLE))

    def _show_numbers(self) -> None:
        self.numbers.setText(_numbers(self._job) if self._job else "")

    # -- acting

    def _convert(self) -> None:
        if self._job is not None:
            self._job.convert()

    def _resume(self) -> None:
        if self._job is not None:
            self._job.resume()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _choose_snapshot(self, index: int) -> None:
        if self._job is not None:
            self._job.choose_snapshot(self.snapshot.itemData(index))

    def _show_result(self) -> None:
        if self._job is not None and self._job.folder is not None:
            self.show_result_asked.emit(Path(self._job.folder))


def _status(job: Job | None) -> str:
    """One or two sentences: how it stands."""
    if job is None:
        return ""
    blocking = next((each for each in job.findings if each.blocks), None)
    match job.state:
        case State.PLANNING:
            return _tr("Looking at the machine…")
        case State.RUNNING if job.step is not None:
            return _tr("Step {number} of {count}: {name}").format(
                number=job.step.index + 1, count=job.step.count, name=job.step.name
            )
        case State.RUNNING:
            return _tr("Starting…")
        case State.STOPPING:
            return _tr("Stopping…")
        case State.STOPPED:
            return _tr("Stopped. What has been copied is kept; Resume goes on from there.")
        case State.DONE:
            return _tr("Done. The image and the configuration are in the folder.")
        case State.BLOCKED | State.FAILED if blocking is not None:
            return f"{blocking.message} {blocking.remedy}"
        case State.READY if job.plan is not None:
            return _tr("{read} to copy. It takes {needed}; {free} are free.").format(
                read=size(sum(disk.allocated for disk in job.plan.disks)),
                needed=size(job.plan.needed),
                free=size(job.plan.free),
            )
        case _:
            return _tr("It failed. The log and the report say more.")


def _numbers(job: Job) -> str:
    """Done of total, speed, time to go."""
    step = job.step
    if step is None or not step.total:
        return ""
    parts = [_tr("{done} of {total}").format(done=size(job.done), total=size(step.total))]
    left = job.pace.seconds_left(step.total)
    if left is not None:
        parts += [rate(job.pace.rate), remaining(left)]
    return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("job_panel", text)
