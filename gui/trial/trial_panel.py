"""A conversion tried in the window: the screen as it goes, the verdict in words over it.

Closing ends the guest; nothing is ever written to the images.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.findings import Refusal
from engine.job.events import Finished
from engine.job.trial import as_it_is
from engine.job.trial.live import Live, Seen
from engine.job.trial.results import Tried
from engine.job.trial.trial_boot import Result
from engine.job.trial.try_job import TryJob
from gui import engine_texts
from gui.context import Context
from gui.queue.entry import Entry
from gui.trial import guest_input
from gui.trial.live_screen import LiveScreen
from gui.trial.screen_view import ScreenView
from gui.widgets import labels
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip

_SIGN = 20  #: pixels
_SIGNS = {"reached": "ok", "failed": "error", "off": "warning", "unknown": "unknown"}


class TrialPanel(QWidget):
    """One conversion, started and ended here."""

    judged = Signal(str, str)  #: the outcome of a verdict, and what was seen in words
    kept = Signal()  #: the verdict and the last picture are with the result now

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._workers, self._tasks = around.workers, around.tasks
        self._live: Live | None = None
        self._entry: Entry | None = None  #: of the queue, while it waits or runs
        self._folder: Path | None = None
        self._is_judged = False  #: the guest that was started last
        self.view = ScreenView()
        self.view.typed.connect(self._put)
        self.verdict = labels.sentences()
        self._sign = labels.line()
        self.progress = labels.sentences()
        self.start_button = QPushButton(self.tr("Try"))
        self.start_button.clicked.connect(self._start)
        self.end_button = QPushButton(self.tr("End"))
        self.end_button.clicked.connect(self.end)
        self.keys_button = QPushButton("Ctrl+Alt+Del")
        self.keys_button.setToolTip(self.tr("Press these keys in the guest"))
        self.keys_button.clicked.connect(
            lambda: self._put(guest_input.keys("ctrl", "alt", "delete"))
        )
        self._lay_out()
        self._running(False)

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.addWidget(self._sign)
        said.addWidget(self.verdict, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        for each in (self.keys_button, self.end_button, self.start_button):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        layout.addLayout(said)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)

    @property
    def is_running(self) -> bool:
        """Whether a guest runs, or waits for its turn."""
        return self._entry is not None

    def set_folder(self, folder: Path) -> None:
        """Have the conversion in ``folder`` to be tried; one that runs is ended."""
        self.end()
        self._folder = folder
        self.view.show_picture(QImage())
        self._say("", self.tr("Start it here on hardware like Xen's; nothing is written to it."))
        self.start_button.setEnabled(True)
        if self._tasks.possible:
            self._tasks.spawn(self._recall(folder))

    def end(self) -> None:
        """End the guest, if there is one; it is gone in a moment."""
        if self._entry is not None:
            self._around.queue.cancel(self._entry)

    async def _recall(self, folder: Path) -> None:
        """Show what was seen when it was tried before."""
        try:
            tried, image = await self._workers.run(partial(_kept, folder))
        except Refusal:
            return  # it is told when it is to be tried
        if tried is None or folder != self._folder or self.is_running:
            return
        self.view.show_picture(image)
        when = QDateTime.fromString(tried.when, Qt.DateFormat.ISODate).toLocalTime()
        seen = self.tr("Seen on {date}, {seconds} s after the start.").format(
            date=QLocale().toString(when, QLocale.FormatType.ShortFormat),
            seconds=round(tried.seconds),
        )
        said = _started(tried.said) if tried.reached else _words(tried.message, tried.remedy)
        self._judge(tried.outcome, f"{said} {seen}")

    def _start(self) -> None:
        if self._folder is not None and not self.is_running:
            self.start_button.setEnabled(False)
            self._tasks.spawn(self._try(self._folder))

    async def _try(self, folder: Path) -> None:
        screen = LiveScreen(self)
        screen.shown.connect(self.view.show_picture)
        screen.told.connect(self._tell)
        screen.judged.connect(partial(self._take, folder))
        try:
            job = await self._workers.run(partial(TryJob.planned, folder))
        except Refusal as refusal:
            self._say("error", engine_texts.failure(refusal))
            self._running(False)
            return
        self._is_judged = False
        await self._follow(Entry(replace(job, live=screen.live), folder), screen)
        screen.deleteLater()

    async def _follow(self, entry: Entry, screen: LiveScreen) -> None:
        """Have the guest run by the queue, until it has ended."""
        self._entry, self._live = entry, screen.live
        self._running(True)
        self._around.queue.submit(entry)
        waits = entry.state.waits
        self._say(
            "", self.tr("It starts when its turn comes …") if waits else self.tr("It starts …")
        )
        try:
            finished = await entry.over()
        finally:
            self._entry = self._live = None
            self._running(False)
            screen.deliver()
        if not self._is_judged:
            self._say(*self._ended(finished))

    def _ended(self, finished: Finished | None) -> tuple[str, str]:
        """Sign and text for a guest without a verdict."""
        if finished is None or finished.outcome == "stopped":
            return "", self.tr("It was ended before there was a verdict.")
        return "error", "\n".join(map(engine_texts.sentences, finished.findings))

    def _running(self, running: bool) -> None:
        self.start_button.setEnabled(not running and self._folder is not None)
        self.end_button.setEnabled(running)
        self.keys_button.setEnabled(running)
        self.view.is_live = running
        if running:
            self.view.setFocus()
        else:
            self.progress.clear()

    def _tell(self, seen: Seen) -> None:
        emulated = seen.runner.accelerator == "tcg"
        means = (
            self.tr("emulated, and slower")
            if emulated
            else self.tr("by the processor's virtualization")
        )
        self.progress.setText(
            self.tr("Runs {means}, {seconds} s").format(means=means, seconds=round(seen.seconds))
        )
        self.progress.setToolTip(tip(str(seen.runner)))

    def _take(self, folder: Path, result: Result) -> None:
        """Tell the verdict, and keep it."""
        verdict, self._is_judged = result.verdict, True
        found = verdict.finding
        said = _started(verdict.said) if found is None else engine_texts.sentences(found)
        seen = self.tr("Seen {seconds} s after the start.")
        self._judge(verdict.outcome, f"{said} {seen.format(seconds=round(result.seen.seconds))}")
        self._tasks.spawn(self._keep(folder, result))

    async def _keep(self, folder: Path, result: Result) -> None:
        try:
            await self._workers.run(partial(as_it_is.keep, folder, result))
        except Refusal as refusal:
            self.verdict.setText(f"{self.verdict.text()}\n{engine_texts.failure(refusal)}")
        else:
            self.kept.emit()

    def _judge(self, outcome: str, text: str) -> None:
        self._say(_SIGNS.get(outcome, "error"), text)
        self.judged.emit(outcome, text)

    def _say(self, sign: str, text: str) -> None:
        self._sign.setPixmap(icon(sign).pixmap(_SIGN, _SIGN))
        self._sign.setVisible(bool(sign))
        self.verdict.setText(text)

    def _put(self, events: list[guest_input.Event]) -> None:
        if self._live is not None:
            self._live.put(events)


def _kept(folder: Path) -> tuple[Tried | None, QImage]:
    """What was kept of the conversion in ``folder``, with its picture."""
    tried = as_it_is.kept(folder)
    return tried, QImage(str(folder / tried.screen)) if tried and tried.screen else QImage()


def _started(said: str) -> str:
    return _tr("It has started ({said}).").format(said=engine_texts.phrase(said))


def _words(*texts: str) -> str:
    return " ".join(map(engine_texts.phrase, texts))


def _tr(text: str) -> str:
    return QCoreApplication.translate("trial_panel", text)
