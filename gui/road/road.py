"""The road of the machine that is looked at: its cards, from what VMware wrote to the result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from engine.findings import Finding
from engine.job.result.conversion import Conversion
from gui.chain.chain_desk import ChainDesk
from gui.chain.chain_model import ChainModel
from gui.context import Context
from gui.machines.finding_rows import FindingRow
from gui.machines.finished_machine import FinishedMachine
from gui.machines.migration import Migration
from gui.machines.remedies import Remedy
from gui.queue.state import State
from gui.road import sentences
from gui.road.card import Card
from gui.road.guest_card import GuestCard
from gui.road.result_card import ResultCard
from gui.road.sentences import Said
from gui.road.stations import Station, station
from gui.road.target_card import TargetCard
from gui.road.trial_card import TrialCard, TrialsCard
from gui.road.whole_offer import WholeOffer
from gui.xen.xen_page import XenPage

_XEN_HEIGHT = 430
_OFFER_AT = 4  #: in the card From, below what was found
_GROWS = 100  #: share of what room there is, for cards that are unfolded
_ROOMY = {"from": 560, "xen": 860}  #: heights of the road from which a card is unfolded at first


class Road(QScrollArea):
    """Cards below each other. Those of a plan, or those of a result."""

    acted = Signal(Remedy, Finding)
    widened = Signal()  #: its least width may be another one
    asked_for = Signal()  #: somebody has unfolded a card to see it

    def __init__(self, around: Context, model: ChainModel) -> None:
        super().__init__()
        self._around = around
        self._shown: tuple[object, object] = (None, None)
        self.desk = ChainDesk(around, model)
        self.xen = XenPage()
        self.xen.setMinimumHeight(_XEN_HEIGHT)
        self.origin = Card(_tr("From"), self.desk, _tr("Choose a snapshot…"))
        self.offer = WholeOffer()
        self.origin.column.insertWidget(_OFFER_AT, self.offer)
        self.guest = GuestCard()
        self.told = Card(_tr("Xen"), self.xen, _tr("Change…"))
        self.target = TargetCard(around)
        self.result = ResultCard(around)
        self.trial = TrialCard(around)
        self.trials = TrialsCard(around)
        self.cards: dict[str, Card] = {
            "result": self.result,
            "trial": self.trial,
            "trials": self.trials,
            "from": self.origin,
            "guest": self.guest,
            "xen": self.told,
            "to": self.target,
        }
        self._arrange()
        for name, card in self.cards.items():
            card.findings.acted.connect(self.acted)
            card.toggled.connect(lambda unfolded, name=name: self._remember(name, unfolded))
        self.desk.judged.connect(self.offer.judge)
        self.offer.chosen.connect(self.desk.history.chosen)
        self.xen.guest_asked.connect(self._show_guest)
        self.trial.panel.kept.connect(self.trials.panel.refresh)
        self.guest.option_chosen.connect(self.xen.take_option)
        self.trials.used.connect(self.result.result.look_again)
        self.result.result.looked.connect(self._tell_domain)
        self.trials.again.write_asked.connect(self._configure)
        self.show_machine(None, None)

    def show_machine(self, job: Migration | None, finished: FinishedMachine | None) -> None:
        """Show a machine as it is now."""
        result = self._result(job, finished)
        if (job, finished) != self._shown:
            self._shown = (job, finished)
            self.verticalScrollBar().setValue(0)
        self._choose_cards(job, has_result=result is not None)
        self.offer.show_job(job)
        self.desk.show_job(job)
        self.xen.show_job(job)
        self.guest.show_job(job, self.xen.outlook)
        self.target.show_job(job)
        self.result.show_folder(result)
        self.trial.show_folder(result)
        self.trials.show_folder(result)
        if job is not None:
            self._tell(job)

    @property
    def least_width(self) -> int:
        """Pixels below which the cards would be cut."""
        return self._page.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()

    def rows(self) -> list[FindingRow]:
        """The findings that are shown, from top to bottom."""
        shown = [card for card in self.cards.values() if not card.isHidden()]
        return [row for card in shown for row in card.findings.rows()]

    def findings_text(self) -> str:
        """All findings of the cards that are shown, as text."""
        shown = [card for card in self.cards.values() if not card.isHidden()]
        return "\n".join(filter(None, (card.findings.plain_text() for card in shown)))

    def unfold(self, name: str) -> None:
        """Unfold a card and bring it into sight."""
        card = self.cards[name]
        card.set_unfolded(True)
        self.asked_for.emit()
        self._page.adjustSize()
        self.ensureWidgetVisible(card, 0, 0)

    def go_to(self, name: str) -> None:
        """Unfold a card, and go there with the keyboard."""
        self.unfold(name)
        self.cards[name].change.setFocus()

    def stop(self) -> None:
        """Nothing is to be drawn or tried any more."""
        self.desk.stop()
        self.trial.panel.end()

    # -- building

    def _arrange(self) -> None:
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(10)
        for card in self.cards.values():
            column.addWidget(card)
            card.folded.connect(partial(self._share, column, card))
            card.folded.connect(self.widened)
            self._share(column, card)
        column.addStretch(1)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has it

    def _share(self, column: QVBoxLayout, card: Card) -> None:
        """Give what room there is to what is unfolded."""
        column.setStretchFactor(card, _GROWS if card.grows and card.is_unfolded else 0)

    def fit(self, height: int) -> None:
        """Unfold what there is room for, where the user has not said otherwise."""
        settings = self._around.settings
        for name, least in _ROOMY.items():
            if name not in (*settings.unfolded, *settings.folded):
                self.cards[name].set_unfolded(height >= least)
        for name in settings.unfolded:
            if name in self.cards:
                self.cards[name].set_unfolded(True)
        for name in settings.folded:
            if name in self.cards:
                self.cards[name].set_unfolded(False)

    # -- showing

    def _result(self, job: Migration | None, finished: FinishedMachine | None) -> Path | None:
        if finished is not None:
            return finished.folder
        return job.folder if job is not None and job.state is State.DONE else None

    def _choose_cards(self, job: Migration | None, *, has_result: bool) -> None:
        for name, card in self.cards.items():
            of_result = name in ("result", "trial", "trials")
            is_kept = name == "from" and job is not None  # also beside a result
            card.setVisible(has_result if of_result else job is not None and not has_result)
            if is_kept:
                card.show()

    def _tell(self, job: Migration) -> None:
        by_station: dict[Station, list[Finding]] = {each: [] for each in Station}
        for finding in job.findings:
            by_station[station(finding)].append(finding)
        is_old = job.state is State.PLANNING
        is_kept = is_old and job.last_plan is not None  # what was found before stays, greyed
        speed = self._around.settings.speed
        told: Sequence[tuple[Card, Station, Said]] = (
            (self.origin, Station.FROM, sentences.origin(job, by_station[Station.FROM])),
            (self.guest, Station.GUEST, sentences.guest(job, by_station[Station.GUEST])),
            (self.told, Station.XEN, sentences.xen(self.xen.outlook, by_station[Station.XEN])),
            (self.target, Station.TO, sentences.target(job, by_station[Station.TO], speed)),
        )
        for card, where, said in told:
            shown = sentences.looking() if is_old and job.last_plan is None else said
            card.tell(shown.sentence, shown.detail, "" if is_old else shown.sign)
            if is_kept:
                card.findings.setEnabled(False)
            else:
                card.set_findings(by_station[where], old=is_old)

    def _tell_domain(self, found: object) -> None:
        if isinstance(found, Conversion) and found.domain is not None:
            self.trials.show_domain(found.domain, sentences.domain(found.domain))

    def _configure(self, settings: dict[str, str]) -> None:
        result = self.result.result
        if result.folder is not None:
            result.work.configure(result.folder, settings)

    def _show_guest(self) -> None:
        self.unfold("guest")
        self.guest.view.setFocus()

    def _remember(self, name: str, unfolded: bool) -> None:
        settings = self._around.settings
        settings.unfolded = [each for each in settings.unfolded if each != name]
        settings.folded = [each for each in settings.folded if each != name]
        (settings.unfolded if unfolded else settings.folded).append(name)
        settings.save()
        if unfolded:
            self.asked_for.emit()


def _tr(text: str) -> str:
    return QCoreApplication.translate("road", text)
