"""What is to be changed in the guest: whether it is fitted for Xen, and which HAL it gets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from engine.report.guest_report import hal_rows
from gui.machines.migration import Migration
from gui.widgets import hidden_label

KEEP, AUTO = "keep", "auto"


class GuestChoice(QWidget):
    """Two boxes; that of the HAL is shown where Windows has HALs to choose from."""

    chosen = Signal(str, str)  #: storage, HAL: as on the command line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.storage = QComboBox()
        self.storage.addItem(_tr("Make it start from Xen's disks, if needed"), AUTO)
        self.storage.addItem(_tr("Leave it as it is"), KEEP)
        self.hal = QComboBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.storage, 1)
        layout.addWidget(self.hal, 1)
        hidden_label.name(self.storage, _tr("Changes in the guest"))
        hidden_label.name(self.hal, _tr("Hardware abstraction layer"))
        for box in (self.storage, self.hal):
            box.activated.connect(self._choose)
        self.setFocusProxy(self.storage)
        self.show_job(None)

    def show_job(self, job: Migration | None) -> None:
        """Show what is chosen for a job; the HALs stay while it is planned anew."""
        with QSignalBlocker(self.storage), QSignalBlocker(self.hal):
            if job is None or job.plan is not None:
                self._fill(job)
            if job is not None:
                self.storage.setCurrentIndex(max(self.storage.findData(job.choices.storage), 0))
                self._show_hal(job.choices.hal)

    def _fill(self, job: Migration | None) -> None:
        """Those HALs that Windows itself would offer; others are for the command line."""
        self.hal.clear()
        guests = job.plan.guests if job and job.plan else {}
        rows = [row for guest in guests.values() for row in hal_rows(guest)]
        for row in rows:
            if row["verdict"] == "same":
                self.hal.insertItem(0, _tr("Keep {hal}.dll").format(**row), KEEP)
            elif row["verdict"] == "offered" and row["file"]:
                self.hal.addItem(_tr("{hal}.dll: {computer}").format(**row), row["hal"])
        self.hal.setVisible(self.hal.count() > 0)

    def _show_hal(self, name: str) -> None:
        """Show one that was chosen elsewhere too."""
        if self.hal.count() and self.hal.findData(name) < 0:
            self.hal.addItem(f"{name}.dll", name)
        self.hal.setCurrentIndex(max(self.hal.findData(name), 0))

    def _choose(self) -> None:
        self.chosen.emit(self.storage.currentData(), self.hal.currentData() or KEEP)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_choice", text)
