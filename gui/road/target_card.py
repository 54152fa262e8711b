"""The card To: where the result goes, and the steps on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QVBoxLayout, QWidget

from engine.image_formats import FORMATS
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.reasons import reasons
from gui.queue.state import State
from gui.queue.steps_view import StepsView
from gui.road.card import Card, side_by_side
from gui.road.then_send import ThenSend
from gui.widgets import hidden_label
from gui.widgets.plain_text import tip
from gui.widgets.room_bar import RoomBar

_STEPS_HEIGHT = 150
_PERMILLE = 1000


class TargetCard(Card):
    """Folder, format and room; unfolded the steps and what is made beside."""

    folder_asked = Signal()
    earlier_asked = Signal(object)  #: Path of an earlier result

    def __init__(self, around: Context) -> None:
        body = QWidget()
        super().__init__(_tr("To"), body, _tr("Steps…"))
        self._around = around
        self._job: Migration | None = None
        self.room = RoomBar()
        self.room.setRange(0, _PERMILLE)
        self.room.setAccessibleName(_tr("Room that it takes of what is free"))
        self.choose = QPushButton(_tr("Cha&nge the folder…"))
        self.choose.setAccessibleName(_tr("Change the target folder"))
        self.choose.clicked.connect(self.folder_asked)
        self.earlier = QPushButton(_tr("Show that result"))
        self.earlier.setToolTip(_tr("Open what this machine was converted into before"))
        self.earlier.clicked.connect(self._show_earlier)
        self.sums = QCheckBox(_tr("Also SHA-256"))
        self.sums.clicked.connect(self._choose_sums)
        self.free = QComboBox()
        self.free.addItem(_tr("Copy free blocks too"), "keep")
        self.free.addItem(_tr("Leave free blocks out"), "skip")
        self.free.activated.connect(self._choose_free)
        self.format = QComboBox()
        for word, known in FORMATS.items():
            self.format.addItem(known.title, word)
        self.format.activated.connect(self._choose_format)
        self.then = ThenSend(around.settings)
        self.steps = StepsView()
        self.steps.setMinimumHeight(_STEPS_HEIGHT)
        self.column.insertWidget(3, self.room)
        self.column.insertLayout(4, side_by_side(self.choose, self.earlier, None))
        self.column.insertLayout(5, side_by_side(self.format, self.free, self.sums, None))
        self.column.insertWidget(6, self.then)
        hidden_label.name(self.format, _tr("Format of the images"))
        hidden_label.name(self.free, _tr("Free blocks of file systems"))
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.steps)

    def show_job(self, job: Migration | None) -> None:
        """Show a migration as it is now."""
        self._job = job
        self.steps.show_job(job, self._around.settings.speed)
        if job is None:
            return
        self.room.setVisible(job.last_plan is not None)
        if (plan := job.last_plan) is not None:
            share = plan.needed * _PERMILLE // max(plan.free, 1)
            self.room.setValue(min(share, _PERMILLE))
        against = reasons(job).choose
        self.then.show_job(job, against)
        self.choose.setEnabled(not against)
        self.choose.setToolTip(tip(against or _tr("Choose where the result goes")))
        self.free.setCurrentIndex(max(self.free.findData(job.choices.free_blocks), 0))
        self.free.setEnabled(not against)
        self.format.setCurrentIndex(self.format.findData(job.choices.format))
        self.format.setEnabled(not against)
        fit = _tr("Xen starts from raw, qcow2 and vhd; a vmdk is for other programs")
        self.format.setToolTip(tip(against or fit))
        gone = _tr(
            "Blocks that file systems do not use, where that is proved: left out, the image is "
            "smaller, but deleted files are gone for good"
        )
        self.free.setToolTip(tip(against or gone))
        self.sums.setChecked(job.choices.sha256)
        is_done = job.state is State.DONE
        no_sums = against or (_tr("Done: the result offers it.") if is_done else "")
        hint = _tr("Hash the whole images, as sha256sum does: minutes for each TiB")
        self.sums.setEnabled(not no_sums)
        self.sums.setToolTip(tip(no_sums or hint))
        self.earlier.setVisible(job.state is State.READY and job.earlier is not None)

    @property
    def folder(self) -> Path | None:
        """Where the result goes."""
        return self._job.folder if self._job else None

    def _choose_format(self) -> None:
        if self._job is not None:
            self._job.choose(format=self.format.currentData())

    def _choose_free(self) -> None:
        if self._job is not None:
            self._job.choose(free_blocks=self.free.currentData())

    def _choose_sums(self, wanted: bool) -> None:
        if self._job is not None:
            self._job.choose(sha256=wanted)

    def _show_earlier(self) -> None:
        if self._job is not None and self._job.earlier is not None:
            self.earlier_asked.emit(self._job.earlier.folder)


def _tr(text: str) -> str:
    return QCoreApplication.translate("target_card", text)
