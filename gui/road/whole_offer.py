"""An offer beside a chain that is broken: the newest state that is whole."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engine.vmware.model import VirtualMachine
from engine.vmware.whole_states import newest_whole
from gui.machines.migration import Migration
from gui.widgets import labels
from gui.widgets.units import date


class WholeOffer(QWidget):
    """Hidden unless what is chosen is broken, and something else is whole."""

    chosen = Signal(str)  #: the state to be converted instead

    def __init__(self) -> None:
        super().__init__()
        self._job: Migration | None = None
        self._judged: VirtualMachine | None = None
        self._whole: Mapping[str, bool] = {}
        self._state = ""
        self.sentence = labels.sentences()
        self.button = QPushButton(_tr("Convert that one instead"))
        self.button.clicked.connect(lambda: self.chosen.emit(self._state))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 0)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self.hide()

    def show_job(self, job: Migration | None) -> None:
        """Be about another machine, or about it as it is now."""
        self._job = job
        self._fit()

    def judge(self, whole: Mapping[str, bool]) -> None:
        """Know which states of the machine that is shown are whole."""
        self._whole = whole
        self._judged = self._job.machine if self._job is not None else None
        self._fit()

    def _fit(self) -> None:
        job = self._job
        found = None
        if job is not None and job.machine is self._judged:
            is_broken = self._whole.get(job.choices.snapshot) is False
            found = newest_whole(job.machine, self._whole) if is_broken else None
        self.setVisible(found is not None)
        if found is not None:
            self._state = str(found.uid)
            text = _tr("The newest state that is whole is “{name}”, {date}.")
            name = " ".join(found.name.split()) or str(found.uid)
            self.sentence.setText(text.format(name=name, date=date(found.created)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("whole_offer", text)
