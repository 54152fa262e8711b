"""What fits the guest: the table of verdicts, what is recommended and why, and how to choose it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.job.convert.outlook import Outlook
from engine.report.hal_picks import picks
from engine.report.options import options
from gui.engine_texts import phrase
from gui.widgets import labels
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.xen import verdicts
from gui.xen.compat_legend import Legend
from gui.xen.compat_model import CHOSEN, RECOMMENDED, CompatModel
from gui.xen.compat_view import CompatTable

_REASON_LINES = 4


class CompatPanel(QWidget):
    """Shows an outlook; tells what the user chooses."""

    option_chosen = Signal(object)  #: Option
    recommendation_chosen = Signal()
    guest_asked = Signal()  #: to see what is changed in the guest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outlook: Outlook | None = None
        self.model = CompatModel(self)
        self.table = CompatTable(self.model)
        self.legend = Legend()
        self._make_sentences()
        self._make_buttons()
        self._arrange()
        self.table.selectionModel().currentChanged.connect(self._read)
        self.table.chosen.connect(self._choose)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what fits a guest. What is read stays, if it is the same guest."""
        is_new = self._outlook is None or outlook.installed != self._outlook.installed
        self._outlook = outlook
        barred = frozenset(each.hal for each in picks(outlook) if each.group == "barred")
        self.model.show_options(options(outlook), outlook.evidence, barred)
        self.legend.set_has_hals(self.model.has_machines)
        if is_new:
            self._select_first()
        self._show(outlook)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._outlook is not None:
            self._show(self._outlook)  # colours are part of the texts

    # -- parts

    def _make_sentences(self) -> None:
        self.star = labels.line()
        self.star.setPixmap(icon("recommended").pixmap(16, 16))
        self.recommendation, self.reason = labels.sentences(), labels.sentences()
        self.evidence, self.changes = labels.sentences(), labels.sentences()
        for quiet in (self.evidence, self.changes):
            quiet.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.reason.setTextFormat(Qt.TextFormat.RichText)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason.setMinimumHeight(_REASON_LINES * self.fontMetrics().lineSpacing())
        self.changes.setTextFormat(Qt.TextFormat.RichText)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.changes.linkActivated.connect(self.guest_asked)

    def _make_buttons(self) -> None:
        self.choose = QPushButton(_tr("&Take the selected"))
        self.choose.clicked.connect(lambda: self._choose(self.table.currentIndex()))
        self.recommend = QPushButton(_tr("&Use the recommendation"))
        self.recommend.setIcon(icon("recommended"))
        self.recommend.clicked.connect(self.recommendation_chosen)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.star, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.recommendation, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.recommend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.table)
        layout.addWidget(self.legend)
        layout.addWidget(self.reason)
        layout.addWidget(self.evidence)
        layout.addWidget(self.changes)
        layout.addStretch()
        layout.addLayout(buttons)

    # -- showing

    def _show(self, outlook: Outlook) -> None:
        best = outlook.best
        self.recommendation.setText(
            _tr("Recommended: {advice} {reason}").format(
                advice=phrase(best.advice), reason=phrase(best.verdict.reason)
            )
        )
        self.recommend.setEnabled(not outlook.is_recommended)
        self.recommend.setToolTip(
            _tr("It is what is chosen already")
            if outlook.is_recommended
            else _tr("Set the HAL, the flags and all that is beside back to what is recommended")
        )
        self._show_evidence(outlook)
        self._show_changes(outlook)
        self._read()

    def _show_evidence(self, outlook: Outlook) -> None:
        """The strongest evidence for what is installed; all of it on the tool tip."""
        evidence = tuple(map(phrase, outlook.evidence))
        self.evidence.setVisible(bool(evidence))
        if evidence:
            text = _tr("Installed: {hal}.dll ({first})")
            if len(evidence) > 1:
                text = _tr("Installed: {hal}.dll ({first}; and {more} more)")
            hal = outlook.installed.hal or _tr("unknown")
            self.evidence.setText(text.format(hal=hal, first=evidence[0], more=len(evidence) - 1))
            self.evidence.setToolTip(tip("\n".join(evidence)))

    def _show_changes(self, outlook: Outlook) -> None:
        """What is to be done inside the guest: by the conversion, or by the user before it."""
        commands = sum(
            len(linux.commands) for guest in outlook.plan.guests.values() for linux in guest.linux
        )
        count = len(outlook.plan.changes)
        text = _tr("Nothing has to be changed in the guest.")
        if commands:
            text = _tr("Commands to be run in the guest before: {link}")
        elif count:
            text = _tr("To be changed in the guest: {link}")
        colour = self.palette().link().color().name()
        link = f"<a href='guest' style='color: {colour}'>{commands or count}</a>"
        self.changes.setText(text.format(link=link))

    def _select_first(self) -> None:
        index = self.model.find(CHOSEN)
        if not index.isValid():
            index = self.model.find(RECOMMENDED)
        with QSignalBlocker(self.table.selectionModel()):
            self.table.setCurrentIndex(index)

    def _read(self, *_: object) -> None:
        """Say why the selected cell is what it is, and who says so."""
        option = self.model.option(self.table.currentIndex())
        self.choose.setEnabled(option is not None and not option.is_chosen)
        self.choose.setToolTip(
            _tr("Set what the selected cell stands for")
            if self.choose.isEnabled()
            else _tr("It is what is chosen already")
        )
        if option is None:
            self.reason.setText(escape(_tr("A click on a cell says why it is so.")))
            return
        found = option.verdict
        quiet = self.palette().placeholderText().color().name()
        change = phrase(self.model.row(self.table.currentIndex()).change)
        why = phrase(found.reason)
        self.reason.setText(
            f"<b>{escape(verdicts.word(found.kind))}</b>: {escape(why)} {escape(change)}"
            f"<br><span style='color: {quiet}'>"
            f"{escape(_tr('Source'))}: {escape(phrase(found.source))}</span>"
        )

    def _choose(self, index: QModelIndex) -> None:
        option = self.model.option(index)
        if option is not None and not option.is_chosen:
            self.option_chosen.emit(option)


def _tr(text: str) -> str:
    return QCoreApplication.translate("compat_panel", text)
