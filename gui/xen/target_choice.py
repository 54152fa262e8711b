"""Which Xen the configuration is for: what fits and what is said depends on it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from engine.xen.target import TARGETS, Target, facts


class TargetChoice(QComboBox):
    """The Xens there are; the first is what runs on all of today."""

    target_chosen = Signal(str)  #: Target

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for target in TARGETS:
            self.addItem(facts(target).title, target)
        self.setAccessibleName(_tr("Xen it is for"))
        self.activated.connect(lambda: self.target_chosen.emit(self.currentData()))

    def show_target(self, target: Target) -> None:
        """Show what is chosen."""
        self.setToolTip(_tr("The Xen that will run the guest; flags, cards and warnings follow it"))
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(target))


def _tr(text: str) -> str:
    return QCoreApplication.translate("target_choice", text)
