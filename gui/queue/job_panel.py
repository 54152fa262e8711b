"""Where a conversion is set up, started and watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.choices import Storage
from gui.guest.guest_choice import GuestChoice
from gui.machines.migration import Migration
from gui.queue.job_display import ProgressDisplay, Status
from gui.queue.primary_button import PrimaryButton
from gui.queue.state import State
from gui.widgets.plain_text import tip


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a button cannot be pressed; empty where it can."""

    convert: str = ""
    resume: str = ""
    cancel: str = ""
    choose: str = ""


def reasons(job: Migration | None) -> Reasons:
    """What stands against each button."""
    if job is None:
        none = _tr("Open a virtual machine first.")
        return Reasons(none, none, none, none)
    if job.state.waits:
        queued = _tr("It is waiting in the queue.")
        return Reasons(queued, queued, "", queued)
    if job.state.active:
        running = _tr("The conversion is running.")
        stopping = _tr("It is being stopped.") if job.state is State.STOPPING else ""
        return Reasons(running, running, stopping, running)
    idle = _tr("Nothing is running.")
    if job.busy:
        busy = _tr("Something is done with the result already.")
        return Reasons(busy, busy, idle, busy)
    resume = "" if job.resumable else _tr("There is nothing to be resumed.")
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


class JobPanel(QWidget):
    """Shows one job and hands on what the user does with it."""

    folder_asked = Signal()
    show_result_asked = Signal(object)  #: Path
    earlier_asked = Signal(object)  #: Path of an earlier result
    discard_asked = Signal(object)  #: Path of the folder with what was stopped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Migration | None = None
        self._make_choices()
        self._make_display()
        self._make_buttons()
        self._arrange()
        self.refresh()

    def show_job(self, job: Migration | None) -> None:
        """Show another job, or none."""
        if job is self._job:
            return
        if self._job is not None:
            self._job.changed.disconnect(self.refresh)
            self._job.progressed.disconnect(self._show_progress)
        self._job = job
        if job is not None:
            job.changed.connect(self.refresh)
            job.progressed.connect(self._show_progress)
            self._fill_snapshots(job)
        self.refresh()

    # -- parts

    def _make_choices(self) -> None:
        self.snapshot = QComboBox()
        self.snapshot.setAccessibleName(self.tr("State to convert"))
        self.snapshot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.snapshot.activated.connect(self._choose_snapshot)
        self.guest = GuestChoice()
        self.guest.chosen.connect(self._choose_guest)
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(self.tr("Target folder"))
        self.folder.setPlaceholderText(self.tr("beside the virtual machine"))
        self.choose = QPushButton(self.tr("Cha&nge…"))
        self.choose.setAccessibleName(self.tr("Change the target folder"))
        self.choose.clicked.connect(self.folder_asked)
        self.sums = QCheckBox(self.tr("Also SHA-256"))
        self.sums.clicked.connect(self._choose_sums)

    def _make_display(self) -> None:
        self.status = Status()
        self.progress = ProgressDisplay()
        self.display = QStackedWidget()  # of one height, so that nothing jumps at the start
        self.display.addWidget(self.status)
        self.display.addWidget(self.progress)
        self.display.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _make_buttons(self) -> None:
        self.result = QPushButton(self.tr("Open &folder"))
        self.result.setToolTip(self.tr("Show the image and the configuration"))
        self.result.clicked.connect(self._show_result)
        self.earlier = QPushButton(self.tr("Show &that result"))
        self.earlier.setToolTip(self.tr("Open what this machine was converted into before"))
        self.earlier.clicked.connect(self._show_earlier)
        self.discard = QPushButton(self.tr("&Discard…"))
        self.discard.setToolTip(self.tr("Remove what was copied; the machine stays as it is"))
        self.discard.clicked.connect(self._discard)
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
        folder.addWidget(self.sums)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&State to convert"), self.snapshot)
        form.addRow(self.tr("&Guest"), self.guest)
        form.addRow(self.tr("Into folder"), folder)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self.display, 1)
        buttons = QHBoxLayout()
        left = (self.earlier, self.result, self.discard)
        for button in (*left, self.cancel, self.resume, self.convert):
            buttons.addWidget(button)
        bottom.addLayout(buttons)
        bottom.setAlignment(buttons, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addLayout(bottom)

    # -- showing

    def refresh(self) -> None:
        """Show the job as it is now."""
        job = self._job
        active = job is not None and job.state.active
        self.display.setCurrentWidget(self.progress if active else self.status)
        self.status.show_job(job)
        self.folder.setText(str(job.folder) if job and job.folder else "")
        self.folder.setToolTip(tip(self.folder.text()))
        self._show_snapshot(job)
        self.guest.show_job(job)
        self.sums.setChecked(job is not None and job.choices.sha256)
        self._enable(reasons(job), is_done=job is not None and job.state is State.DONE)
        resumable = job is not None and job.resumable and not job.state.settled
        self.resume.setVisible(resumable)
        self.discard.setVisible(resumable)
        self.convert.setVisible(not resumable)
        self.result.setVisible(job is not None and job.state is State.DONE)
        is_told = job is not None and job.state is State.READY and job.earlier is not None
        self.earlier.setVisible(is_told)
        if active and job is not None:
            self.progress.show_job(job)

    def _enable(self, against: Reasons, *, is_done: bool) -> None:
        for widget, reason, hint in (
            (self.convert, against.convert, self.tr("Write the image and the configuration")),
            (self.resume, against.resume, self.tr("Go on where it was stopped")),
            (self.cancel, against.cancel, self.tr("Stop; what was copied is kept")),
            (self.choose, against.choose, self.tr("Choose where the result goes")),
            (self.snapshot, against.choose, self.tr("Which state of the machine is converted")),
            (self.guest, against.choose, self.tr("What is changed in the guest on the way")),
            (
                self.sums,
                against.choose or (self.tr("Done: the result offers it.") if is_done else ""),
                self.tr("Hash the whole images, as sha256sum does: minutes for each TiB"),
            ),
        ):
            widget.setEnabled(not reason)
            widget.setToolTip(tip(reason or hint))

    def _fill_snapshots(self, job: Migration) -> None:
        with QSignalBlocker(self.snapshot):
            self.snapshot.clear()
            self.snapshot.addItem(self.tr("Running state (now)"), "")
            for each in job.machine.snapshots.all:
                text = self.tr("Snapshot {number}: {name}")
                self.snapshot.addItem(text.format(number=each.uid, name=each.name), str(each.uid))

    def _show_progress(self) -> None:
        if self._job is not None:
            self.progress.show_progress(self._job)

    def _show_snapshot(self, job: Migration | None) -> None:
        if job is None:
            self.snapshot.clear()
            return
        with QSignalBlocker(self.snapshot):
            self.snapshot.setCurrentIndex(max(self.snapshot.findData(job.choices.snapshot), 0))

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
            self._job.choose(snapshot=self.snapshot.itemData(index))

    def _choose_guest(self, storage: Storage, hal: str) -> None:
        if self._job is not None:
            self._job.choose_guest(storage, hal)

    def _choose_sums(self, wanted: bool) -> None:
        if self._job is not None:
            self._job.choose(sha256=wanted)

    def _discard(self) -> None:
        if self._job is not None and self._job.folder is not None:
            self.discard_asked.emit(self._job.folder)

    def _show_earlier(self) -> None:
        if self._job is not None and self._job.earlier is not None:
            self.earlier_asked.emit(self._job.earlier.folder)

    def _show_result(self) -> None:
        if self._job is not None and self._job.folder is not None:
            self.show_result_asked.emit(Path(self._job.folder))


def _tr(text: str) -> str:
    return QCoreApplication.translate("job_panel", text)
