"""The cards of trials: one result started here, and every HAL with every set of flags."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.xen.domain import Domain
from gui.context import Context
from gui.result.domain_again import DomainAgain
from gui.road.card import Card
from gui.trial.trial_panel import TrialPanel
from gui.trial.trials_panel import TrialsPanel

_SCREEN, _TABLE = 420, 260  #: heights
_SIGNS = {"reached": "ok", "failed": "error", "off": "warning", "unknown": "unknown"}


class TrialCard(Card):
    """A result tried on hardware like Xen's, with its screen."""

    def __init__(self, around: Context) -> None:
        self.panel = TrialPanel(around)
        self.panel.setMinimumHeight(_SCREEN)
        super().__init__(_tr("Trial"), self.panel, _tr("Screen…"))
        self._folder: Path | None = None
        self.panel.judged.connect(self._judge)

    def show_folder(self, folder: Path | None) -> None:
        """Have another result to be tried; a guest of the one before is ended."""
        if folder == self._folder:
            return
        self._folder = folder
        self.tell(_tr("Not tried here yet"), _tr("Nothing is written to the images."))
        if folder is None:
            self.panel.end()
        else:
            self.panel.set_folder(folder)

    def start(self) -> None:
        """Unfold the screen and start the guest."""
        self.set_unfolded(True)
        self.panel.start_button.click()

    def _judge(self, outcome: str, seen: str) -> None:
        words = {
            "reached": _tr("It has started here"),
            "failed": _tr("It did not start here"),
            "off": _tr("It switched itself off"),
        }
        text = words.get(outcome, _tr("It is not known whether it started"))
        self.tell(text, seen, _SIGNS.get(outcome, "error"))


class TrialsCard(Card):
    """What Xen is told of a result, and the other combinations of HAL and flags tried here."""

    used = Signal()  #: image and configuration have another combination now

    def __init__(self, around: Context) -> None:
        self.panel = TrialsPanel(around)
        self.panel.setMinimumHeight(_TABLE)
        self.again = DomainAgain()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.again)
        column.addWidget(self.panel, 1)
        super().__init__(_tr("Xen"), body, _tr("Change, or try others…"))
        self._folder: Path | None = None
        self._looked: Path | None = None
        self.panel.used.connect(self.used)
        self.toggled.connect(lambda _: self._look())

    def show_folder(self, folder: Path | None) -> None:
        """Have another result; its combinations are looked for once the card is unfolded."""
        if folder != self._folder:
            self._folder = folder
            if folder is None:
                self._looked = None
                self.panel.clear()
                self.again.show_domain(None)
            self._look()

    def show_domain(self, told: Domain, sentence: str) -> None:
        """Show what is written; it can be changed without converting again."""
        flags = f"acpi={told.acpi:d} apic={told.apic:d} pae={told.pae:d}. "
        self.tell(sentence, flags + _tr("It can be changed without converting again."))
        self.again.show_domain(told)

    def _look(self) -> None:
        if self.is_unfolded and self._folder is not None and self._folder != self._looked:
            self._looked = self._folder
            self.panel.set_folder(self._folder)


def _tr(text: str) -> str:
    return QCoreApplication.translate("trial_card", text)
