"""The card Guest: what is done inside so that it starts, and every change of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.choices import Storage
from gui.guest.guest_choice import GuestChoice
from gui.guest.guest_view import GuestView
from gui.machines.migration import Migration
from gui.machines.reasons import reasons
from gui.road.card import Card
from gui.widgets.plain_text import tip

_HEIGHT = 240


class GuestCard(Card):
    """What is chosen is always to be seen; unfolded what was seen and what will be changed."""

    def __init__(self) -> None:
        body = QWidget()
        super().__init__(_tr("Guest"), body, _tr("Details…"))
        self._job: Migration | None = None
        self.choice = GuestChoice()
        self.choice.chosen.connect(self._choose)
        self.view = GuestView()
        self.view.setMinimumHeight(_HEIGHT)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice)
        column.addWidget(self.view, 1)

    def show_job(self, job: Migration | None) -> None:
        """Show a migration as it is now."""
        self._job = job
        self.choice.show_job(job)
        against = reasons(job).choose
        self.choice.setEnabled(not against)
        self.choice.setToolTip(tip(against or _tr("What is changed in the guest on the way")))
        self.view.show_plan(job.last_plan if job else None)

    def _choose(self, storage: Storage, hal: str) -> None:
        if self._job is not None:
            self._job.choose_guest(storage, hal)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_card", text)
