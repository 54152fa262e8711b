"""The card Guest: what is done inside so that it starts, and every change of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.choices import Storage
from gui.guest.guest_choice import GuestChoice
from gui.guest.guest_files import GuestFiles
from gui.guest.guest_view import GuestView
from gui.machines.migration import Migration
from gui.machines.reasons import reasons
from gui.road.card import Card, side_by_side
from gui.widgets.plain_text import tip

_HEIGHT = 240


class GuestCard(Card):
    """What is chosen is always to be seen; unfolded what was seen and what will be changed."""

    media_asked = Signal()
    firstboot_asked = Signal()

    def __init__(self) -> None:
        body = QWidget()
        super().__init__(_tr("Guest"), body, _tr("Details…"))
        self._job: Migration | None = None
        self.choice = GuestChoice()
        self.choice.chosen.connect(self._choose)
        self.media = GuestFiles(
            _tr("Windows CD"), _tr("Files that the guest does not hold are taken from there")
        )
        self.media.asked.connect(self.media_asked)
        self.media.cleared.connect(lambda: self._job and self._job.choose(media=()))
        self.firstboot = GuestFiles(
            _tr("Run at the first start"), _tr("The guest runs them once, when it starts under Xen")
        )
        self.firstboot.asked.connect(self.firstboot_asked)
        self.firstboot.cleared.connect(lambda: self._job and self._job.choose(firstboot=()))
        self.view = GuestView()
        self.view.setMinimumHeight(_HEIGHT)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice)
        column.addLayout(side_by_side(self.firstboot, self.media, None))
        column.addWidget(self.view, 1)

    def show_job(self, job: Migration | None) -> None:
        """Show a migration as it is now."""
        self._job = job
        self.choice.show_job(job)
        against = reasons(job).choose
        self.choice.setEnabled(not against)
        self.choice.setToolTip(tip(against or _tr("What is changed in the guest on the way")))
        for name, files in (("media", self.media), ("firstboot", self.firstboot)):
            files.show_paths(getattr(job.choices, name) if job else ())
            files.setEnabled(not against)
        self.view.show_plan(job.last_plan if job else None)

    def _choose(self, storage: Storage, hal: str) -> None:
        if self._job is not None:
            self._job.choose_guest(storage, hal)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_card", text)
