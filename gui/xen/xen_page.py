"""What Xen will be told of a machine: what fits, what can be changed, and the text of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from engine.choices import Choices
from engine.job.convert import outlook
from engine.job.convert.outlook import Outlook
from engine.report.options import Option
from engine.xen.target import Target
from gui.machines.migration import PAUSE, Migration
from gui.machines.reasons import reasons
from gui.widgets import labels
from gui.widgets.plain_text import tip
from gui.widgets.see_through import see_through
from gui.xen.compat_panel import CompatPanel
from gui.xen.config_preview import ConfigPreview
from gui.xen.domain_editor import DomainEditor
from gui.xen.effects import Consequence

_SHARES = [640, 262, 278]  #: least widths of what fits, the form, and the text, side by side
_SHARES_WIDE = [9, 8]  #: of what fits, and of the form with the text
_HEIGHT, _FORM_HEIGHT, _FORM_MOST = 420, 330, 520
_SAID = 90  #: below the form, for what comes of it
_SHARES_TALL = [_HEIGHT, _FORM_HEIGHT]  #: heights, where the form and the text are below


class XenPage(QStackedWidget):
    """Puts the parts together. What is chosen in any of them goes to the job, and comes back.

    While the job is planned anew all of it is shown as it will be, from what the last plan saw.
    """

    guest_asked = Signal()  #: to see what is changed in the guest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Migration | None = None
        self.outlook: Outlook | None = None
        self._is_stale = False  #: what is seen is not of this outlook
        self.panel = CompatPanel()
        self.editor = DomainEditor()
        self.consequence = Consequence()
        self.preview = ConfigPreview()
        self._arrange()
        self.panel.option_chosen.connect(self.take_option)
        self.panel.recommendation_chosen.connect(self._take_recommendation)
        self.panel.guest_asked.connect(self.guest_asked)
        self.editor.changed.connect(self._set)
        self.editor.others_told.connect(self._take_others)
        self.preview.target.target_chosen.connect(self._take_target)

    def show_job(self, job: Migration | None) -> None:
        """Show what is chosen for a job, as far as its machine has been looked at."""
        self._job = job
        plan = job.last_plan if job else None
        self.setCurrentWidget(self._empty if plan is None else self._parts)
        if job is None or plan is None:
            self.outlook = None
            return
        self.outlook = outlook.of(plan, job.choices)
        self._is_stale = True
        if not self.isHidden():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        """Fill what is seen, unless it is: of a card that is folded only its sentence is."""
        job, outlook = self._job, self.outlook
        if job is None or outlook is None or not self._is_stale:
            return
        self._is_stale = False
        self.panel.show_outlook(outlook)
        self.editor.show_outlook(outlook)
        self.consequence.show_outlook(outlook, job.findings if job.plan else ())
        self.preview.show_outlook(outlook)
        self.editor.table.show_table(job.table)
        self._allow(_against(job))
        self._fit_height()

    def sizeHint(self) -> QSize:
        return QSize(sum(_SHARES), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All stands side by side where there is room; else what fits is above the rest."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= sum(_SHARES)
        way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self._parts.orientation() is not way:
            self._parts.setOrientation(way)
            room = event.size().width() // sum(_SHARES_WIDE)
            wide = [share * room for share in _SHARES_WIDE]
            self._parts.setSizes(wide if is_wide else _SHARES_TALL)
        self._fit_height()

    def _fit_height(self) -> None:
        """Above the rest, all of what fits is to be seen."""
        if self._parts.orientation() is Qt.Orientation.Horizontal:
            self._panel.setMinimumHeight(0)
            self._told.setMinimumHeight(0)
            self.setMinimumHeight(_HEIGHT)
        else:
            width = self._panel.viewport().width()
            height = self.panel.heightForWidth(width) if width > 0 else _HEIGHT
            self._panel.setMinimumHeight(height)
            form = min(max(self.editor.whole_height + _SAID, _FORM_HEIGHT), _FORM_MOST)
            self._told.setMinimumHeight(form)
            self.setMinimumHeight(height + form + self._parts.handleWidth())

    def _arrange(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor)
        column.addWidget(self.consequence, 1)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        panel = QScrollArea()
        panel.setWidgetResizable(True)
        panel.setFrameShape(QScrollArea.Shape.NoFrame)
        panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has it
        panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = panel.verticalScrollBar().sizeHint().width()
        panel.setMinimumWidth(self.panel.minimumSizeHint().width() + bar)
        panel.setWidget(self.panel)
        see_through(panel)
        self._panel = panel
        self._told = told = QSplitter(Qt.Orientation.Horizontal)
        told.setChildrenCollapsible(False)
        for splitter, stretch, part in (
            (told, 1, form),
            (told, 3, self.preview),
            (self._parts, 1, panel),
            (self._parts, 2, told),
        ):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        told.setSizes(_SHARES[1:])
        self._parts.setSizes([_SHARES[0], sum(_SHARES[1:])])
        self._empty = labels.line(_tr("The machine has not been looked at yet."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.addWidget(self._empty)
        self.addWidget(self._parts)

    def _allow(self, against: str) -> None:
        """Let it be changed, unless something is ``against`` it."""
        for part in (self.panel.choose, self.panel.recommend, self.editor, self.preview.target):
            if against:
                part.setEnabled(False)
                part.setToolTip(tip(against))
        for part in (self.editor, self.preview.target):
            part.setEnabled(not against)

    def take_option(self, option: Option) -> None:
        """Choose a HAL and a machine, or a setting."""
        if self.outlook is not None:
            self._choose(outlook.changed(self.outlook, option.settings, option.hal))

    def _take_recommendation(self) -> None:
        if self.outlook is not None:
            self._choose(self.outlook.recommended)

    def _take_target(self, target: Target) -> None:
        if self.outlook is not None:
            self._choose(replace(self.outlook.choices, target=target))

    def _set(self, key: str, value: str) -> None:
        if self.outlook is not None:
            self._choose(outlook.changed(self.outlook, {key: value}))

    def _take_others(self, others: dict[str, str]) -> None:
        if self.outlook is not None:
            settings = self.outlook.choices.settings
            old = self.editor.others_of(settings)
            kept = {key: value for key, value in settings.items() if key not in old}
            self._choose(replace(self.outlook.choices, settings=kept | others))

    def _choose(self, choices: Choices) -> None:
        if self._job is not None and not _against(self._job):
            self._job.choose(
                PAUSE,
                hal=choices.hal,
                storage=choices.storage,
                target=choices.target,
                settings=choices.settings,
            )


def _against(job: Migration) -> str:
    """Why nothing can be chosen; empty if it can."""
    stopped = _tr("The folder holds a stopped conversion: resume it.") if job.resumable else ""
    return reasons(job).choose or stopped


def _tr(text: str) -> str:
    return QCoreApplication.translate("xen_page", text)
