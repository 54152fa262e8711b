"""The card Guest: what is done inside so that it starts, and every change of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.choices import FILES
from engine.job.convert.outlook import Outlook
from gui.guest.guest_files import GuestFiles
from gui.guest.guest_switches import GuestSwitches
from gui.guest.guest_view import GuestView
from gui.guest.hal_list import HalList
from gui.machines.migration import Migration
from gui.machines.reasons import reasons
from gui.road.card import Card, side_by_side
from gui.widgets.plain_text import tip

_HEIGHT = 240


class GuestCard(Card):
    """A tick for all that is done; unfolded the HALs, what was seen, and every change."""

    option_chosen = Signal(object)  #: Option: a HAL with what suits it
    media_asked = Signal()
    firstboot_asked = Signal()
    pvdrivers_asked = Signal(bool)  #: whether they are in a folder

    def __init__(self) -> None:
        body = QWidget()
        super().__init__(_tr("Guest"), body, _tr("Details…"))
        self._job: Migration | None = None
        self.switches = GuestSwitches()
        self.hals = HalList()
        self.hals.chosen.connect(self.option_chosen)
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
        self.pvdrivers = GuestFiles(
            _tr("Xen's PV drivers"),
            _tr("Windows takes them in at its first start, which is from IDE or AHCI"),
        )
        self.pvdrivers.offer_folder(_tr("A folder…"), _tr("An ISO image or an .msi…"))
        self.pvdrivers.asked.connect(lambda: self.pvdrivers_asked.emit(False))
        self.pvdrivers.folder_asked.connect(lambda: self.pvdrivers_asked.emit(True))
        self.pvdrivers.cleared.connect(lambda: self._job and self._job.choose(pvdrivers=()))
        self.view = GuestView()
        self.view.setMinimumHeight(_HEIGHT)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hals)
        column.addLayout(side_by_side(self.firstboot, self.media, self.pvdrivers, None))
        column.addWidget(self.view, 1)
        self.column.insertWidget(3, self.switches)

    def show_job(self, job: Migration | None, outlook: Outlook | None = None) -> None:
        """Show a migration as it is now, and as ``outlook`` has it."""
        self._job = job
        against = reasons(job).choose
        self.switches.show_job(job, against)
        self.hals.show_outlook(outlook)
        self.hals.setEnabled(not against)
        self.hals.setToolTip(tip(against))
        for name in FILES:
            files: GuestFiles = getattr(self, name)
            files.show_paths(getattr(job.choices, name) if job else ())
            files.setEnabled(not against)
        self.view.show_plan(job.last_plan if job else None)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_card", text)
