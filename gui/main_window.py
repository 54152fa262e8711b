"""The window: parts that each stand alone, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine import __version__
from engine.findings import Finding, Refusal
from engine.vmware.model import Slot
from gui.chain.chain_desk import ChainDesk
from gui.chain.chain_model import ChainModel
from gui.chain.chain_nodes import verdict
from gui.context import Context
from gui.desktop.crash import CrashDialog, report_text
from gui.engine_texts import failure
from gui.guest.guest_view import GuestView
from gui.log.log_console import LogConsole
from gui.log.saving import Saving
from gui.machines.drop_area import SUFFIXES, DropArea, Dropped, Invitation
from gui.machines.findings_list import FindingsList
from gui.machines.finished_machine import FinishedMachine
from gui.machines.machine_list import MachineList
from gui.machines.migration import Migration
from gui.machines.opener import Opener
from gui.machines.opening import Opening
from gui.machines.recent import fill
from gui.machines.remedies import Remedy, decided, slot_of
from gui.machines.session_restore import Offers
from gui.queue.entry import Entry
from gui.queue.job_page import JobPage
from gui.queue.job_panel import JobPanel
from gui.queue.queue_view import QueueView
from gui.queue.saved_queue import Waits
from gui.queue.state import State
from gui.widgets import dialogs
from gui.widgets.icons import icon
from gui.widgets.notices import Notices
from gui.widgets.splitter_height import Room
from gui.xen.xen_page import XenPage

FIRST_SIZE = (1180, 760)
TAB_ICON = QSize(18, 18)  #: makes tabs high enough for letters that reach below the line
FIRST_SHARES = [420, 180]  #: heights of the tree and of what is below it


class MainWindow(QMainWindow):
    """Machines above, what is to be known of the chosen one below, its job at the bottom."""

    closed = Signal()  #: nothing runs any more

    def __init__(self, around: Context) -> None:
        super().__init__()
        self._around = around
        self._leaving = False
        self.opener = Opener(around.workers, partial(dialogs.ask, self), self)
        self._make_parts()
        self._arrange()
        self._make_menus()
        self._connect()
        self._say("")
        self._restore()

    # -- building

    def _make_parts(self) -> None:
        self.notices = Notices()
        self.invitation = Invitation()
        self.model = ChainModel(self)
        self.machines = MachineList(self._around, self.model, self)
        self.jobs = self.machines.jobs
        self.opening = Opening(self._around, self.opener, self.machines, self.notices)
        self.desk = ChainDesk(self._around, self.model)
        self.tree = self.desk.tree
        self.findings = FindingsList()
        self.guest = GuestView()
        self.xen = XenPage()
        self.job_page = JobPage(self._around)
        self.queue = QueueView(self._around.queue)
        self.console = LogConsole(self._around.log)
        self.panel = JobPanel()
        self.waits = Waits(self._around, self)
        self.offers = Offers(
            self._around, self.waits, self.notices, self.opener, self.opening, self._may_discard
        )
        self.saving = Saving(self, self._around, self.notices, self.console, self.jobs)

    def _arrange(self) -> None:
        self.setWindowTitle("vmx2xen")
        self.setWindowIcon(icon("vmx2xen"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setIconSize(TAB_ICON)
        for each in (self.tabs, self.tabs.tabBar()):
            each.setAccessibleName(self.tr("Findings, guest, Xen, job, queue and log"))
        self.tabs.addTab(self.findings, self.tr("Findings"))
        self.tabs.addTab(self.guest, self.tr("Guest"))
        self.tabs.addTab(self.xen, self.tr("Xen"))
        self.tabs.addTab(self.job_page, self.tr("Job"))
        self.tabs.addTab(self.queue, self.tr("Queue"))
        self.tabs.addTab(self.console, self.tr("Log"))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.desk)
        self.splitter.addWidget(self.tabs)
        self.splitter.setSizes(FIRST_SHARES)
        self.splitter.setStretchFactor(0, 1)
        Room(self.splitter, self.tabs, self.xen)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.invitation)
        self.pages.addWidget(_column(self.splitter, self.panel))
        self.drop_area = DropArea(_column(self.notices, self.pages))
        self.setCentralWidget(self.drop_area)

    def _make_menus(self) -> None:
        keys = QKeySequence.StandardKey
        file = self.menuBar().addMenu(self.tr("&File"))
        self._action(file, self.tr("&Open…"), keys.Open, self._ask_files)
        self._action(file, self.tr("Open &folder…"), "Ctrl+Shift+O", self._ask_folder)
        self.close_machine = self._action(
            file, self.tr("&Close machine"), keys.Close, self._remove_current
        )
        self.recent = file.addMenu(self.tr("Open &recent"))
        self.recent.aboutToShow.connect(self._fill_recent)
        file.addSeparator()
        self._action(file, self.tr("&Save report…"), keys.UnknownKey, self.saving.report)
        self._action(file, self.tr("&Quit"), keys.Quit, self.close)
        about = self.menuBar().addMenu(self.tr("&Help"))
        self._action(about, self.tr("&About vmx2xen"), keys.UnknownKey, self._about)

    def _action(
        self,
        menu: QMenu,
        text: str,
        keys: QKeySequence.StandardKey | str,
        act: Callable[[], object],
    ) -> QAction:
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: act())
        return action

    def _connect(self) -> None:
        self.invitation.open.clicked.connect(self._ask_files)
        self.drop_area.dropped.connect(self._dropped)
        self.invitation.recent.chosen.connect(lambda path: self.open([path]))
        self.tree.machine_selected.connect(lambda _: self._show())
        self.tree.locate_asked.connect(self._ask_place)
        self.model.state_chosen.connect(self._choose_state)
        self.model.disk_ticked.connect(self._choose_disk)
        self.desk.measured.connect(self._allocate)
        self.jobs.changed.connect(self._job_changed)
        self.machines.removed.connect(self._machine_removed)
        self.opening.shown.connect(self._look_at_row)
        self.opening.opened.connect(self._remember_opened)
        self.opening.reading.connect(self._tell_reading)
        self._around.queue.crashed.connect(self.show_crash)
        self.xen.guest_asked.connect(partial(self.tabs.setCurrentWidget, self.guest))
        self.xen.editor.table.asked.connect(self._ask_table)
        self.xen.editor.table.removed.connect(partial(self._take_table, ""))
        self.panel.folder_asked.connect(self._ask_target)
        self.panel.show_result_asked.connect(_show_folder)
        self.panel.discard_asked.connect(self.offers.ask_discard)
        self.panel.earlier_asked.connect(lambda folder: self.open([folder]))
        self.findings.acted.connect(self._act)
        self._around.queue.changed.connect(self._queue_changed)
        self._around.queue.started.connect(self._watch)
        self.queue.chosen.connect(self._look_at)
        self.console.save_asked.connect(self.saving.log)
        self.console.report_asked.connect(self.saving.report)

    # -- opening machines

    def open(self, paths: Iterable[Path]) -> None:
        """Open each of these: machines, and folders with machines or results."""
        self.opening.open(paths)

    def _tell_reading(self, name: str, place: str) -> None:
        text = self.tr("Reading {name}, {of}…") if place else self.tr("Reading {name}…")
        self._say(text.format(name=name, of=place) if name else "")

    def _remember_opened(self, path: Path) -> None:
        self._around.settings.remember_opened(path)
        self.invitation.recent.show_paths(self._around.settings.recent)

    def _look_at_row(self, row: int, is_finished: bool) -> None:
        self.pages.setCurrentIndex(1)
        self.tree.select_machine(row)
        if is_finished:
            self.tabs.setCurrentWidget(self.job_page)

    def _say(self, text: str) -> None:
        """Say what is going on at the bottom of the window."""
        self.statusBar().setVisible(bool(text))
        self.statusBar().showMessage(text)

    def _tell_refusal(self, refusal: Refusal) -> None:
        self.notices.tell("error", failure(refusal))

    def _ask_place(self, row: int, name: str, of: str) -> None:
        if not self.jobs[row].busy:
            self._around.tasks.spawn(self._locate(self.jobs[row], name, of))

    async def _locate(
        self, job: Migration, name: str, of: str, *, in_snapshot: bool = False
    ) -> None:
        """Ask where a file of a machine is, ``of`` a slot and layer, and read the machine anew.

        Those of the chosen snapshot are told by its plan, which is made anew.
        """
        title = self.tr("Where is {name} of {place}?").format(name=name, place=of)
        place = await dialogs.choose_file(self, title, self._around.settings.last_folder)
        if place is None or job.busy:
            return
        if in_snapshot and job.choices.snapshot:
            job.choose_place(of, place)
            return
        try:
            choices = job.choices
            opened = await self.opener.locate(job.opened, of, place)
            again = self.opening.take_in(opened, job.folder)
            again.take(choices)
            again.replan()
        except Refusal as refusal:
            self._tell_refusal(refusal)

    def _choose_state(self, row: int, state: str) -> None:
        if not self.jobs[row].busy:
            self.jobs[row].choose(snapshot=state)

    def _choose_disk(self, row: int, slot: str, wanted: bool) -> None:
        if not self.jobs[row].busy:
            self.jobs[row].choose_disk(slot, wanted=wanted)

    def _allocate(self, path: Path, held: dict[tuple[Slot, str], int]) -> None:
        if (row := self.jobs.find(path)) >= 0:
            self.model.allocate(row, held)

    def _fill_recent(self) -> None:
        fill(self.recent, self._around.settings, lambda path: self.open([path]))

    def _remove_current(self) -> None:
        row = self.model.machine_row(self.tree.currentIndex())
        if row >= 0 and not self.machines.busy(row):
            self.machines.remove(row)

    def _machine_removed(self) -> None:
        self.panel.show_job(None)
        self._show()
        self.pages.setCurrentIndex(1 if len(self.machines) else 0)

    def _dropped(self, dropped: Dropped) -> None:
        if dropped.refused:
            self.notices.tell(
                "warning", self.tr("Not opened – {why}.").format(why=dropped.complaint)
            )
        if dropped.accepted:
            self._around.settings.last_folder = str(dropped.accepted[0].parent)
            self.open(dropped.accepted)

    def _ask_files(self) -> None:
        self._around.tasks.spawn(self._open_chosen_files())

    async def _open_chosen_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        paths = await dialogs.choose_files(
            self,
            self.tr("Open virtual machines"),
            self._around.settings.last_folder,
            self.tr("Virtual machines ({patterns})").format(patterns=patterns),
        )
        if paths:
            self._around.settings.last_folder = str(paths[0].parent)
            await self.opening.open_all(paths)

    def _ask_folder(self) -> None:
        self._around.tasks.spawn(self._open_chosen_folder())

    async def _open_chosen_folder(self) -> None:
        folder = await dialogs.choose_folder(
            self, self.tr("Open the folder of a machine"), self._around.settings.last_folder
        )
        if folder is not None:
            self._around.settings.last_folder = str(folder.parent)
            await self.opening.open_all([folder])

    # -- the job that is looked at

    @property
    def current(self) -> Migration | None:
        """The job of the machine that is selected."""
        return self.machines.job(self.model.machine_row(self.tree.currentIndex()))

    @property
    def finished(self) -> FinishedMachine | None:
        """The finished machine that is selected."""
        return self.machines.finished(self.model.machine_row(self.tree.currentIndex()))

    def _show(self) -> None:
        self.panel.show_job(self.current)
        self._refresh()

    def _job_changed(self, row: int) -> None:
        self.model.assign(row, self.jobs[row].vdevs)
        choices = self.jobs[row].choices
        self.model.choose(row, choices.snapshot)
        self.model.leave_out(row, choices.without)
        if self.jobs[row].plan is not None:
            self.model.judge(row, *verdict(self.jobs[row].findings))
        self.desk.measure(self.jobs[row])
        self._refresh()

    def _refresh(self) -> None:
        job, finished = self.current, self.finished
        self._enable_closing()
        shown = job or finished
        found = shown.findings if shown else ()
        self.findings.set_findings(found)
        count = f" ({len(found)})" if found else ""
        self.tabs.setTabText(0, self.tr("Findings") + count)
        worst = "error" if any(each.blocks for each in found) else "warning" if found else "ok"
        self.tabs.setTabIcon(0, icon(worst))
        self.desk.show_job(job)
        self.guest.show_plan(job.last_plan if job else None)
        self.xen.show_job(job)
        self.panel.setVisible(finished is None)  # nothing of a finished one can be set up
        for page in (self.guest, self.xen):
            self.tabs.setTabEnabled(self.tabs.indexOf(page), finished is None)
        if finished is None:
            self.job_page.show_job(job)
        else:
            self.job_page.show_folder(finished.folder)
        self.setWindowTitle(f"{shown.name} – vmx2xen" if shown else "vmx2xen")

    def _enable_closing(self) -> None:
        row = self.model.machine_row(self.tree.currentIndex())
        self.close_machine.setEnabled(row >= 0 and not self.machines.busy(row))

    def _ask_target(self) -> None:
        if self.current is not None:
            self._around.tasks.spawn(self._choose_target(self.current))

    async def _choose_target(self, job: Migration) -> None:
        start = job.folder.parent if job.folder else job.machine.path.parent
        folder = await dialogs.choose_folder(self, self.tr("Where the result goes"), str(start))
        if folder is not None and not job.busy:
            job.choose_folder(folder)

    def _ask_table(self) -> None:
        self._around.tasks.spawn(self._choose_table())

    async def _choose_table(self) -> None:
        start = Path(self._around.settings.networks or self._around.settings.last_folder).parent
        title = self.tr("Choose a table of networks")
        filters = self.tr("Tables of networks ({patterns})").format(patterns="*.toml")
        path = await dialogs.choose_file(self, title, str(start), filters)
        if path is not None:
            self._take_table(str(path))

    def _take_table(self, table: str) -> None:
        """A table is that of a whole site: for what is still to be converted, and remembered."""
        self._around.settings.networks = table
        self._around.settings.save()
        for job in self.jobs:
            if not job.busy and not job.resumable and job.state is not State.DONE:
                job.choose_table(table)

    # -- the queue

    def _queue_changed(self) -> None:
        open_ones = sum(entry.state.settled for entry in self._around.queue)
        count = f" ({open_ones})" if open_ones else ""
        self.tabs.setTabText(self.tabs.indexOf(self.queue), self.tr("Queue") + count)
        self._enable_closing()

    def _watch(self, entry: Entry) -> None:
        """Work has begun: its steps are what one wants to see, if its machine is looked at."""
        if self.current is not None and self.current.entry is entry:
            self.tabs.setCurrentWidget(self.job_page)

    def _look_at(self, entry: Entry) -> None:
        """Show the machine, or the results, that an entry of the queue is about."""
        row = self.machines.about(entry)
        if row < 0:
            self.open([entry.folder])
        else:
            self.tree.select_machine(row)
            self.tabs.setCurrentWidget(self.job_page)

    def _act(self, remedy: Remedy, finding: Finding) -> None:
        """Do what helps against a finding of the job that is looked at."""
        job = self.current
        if job is None or job.busy:
            return
        if remedy is Remedy.FOLDER:
            self._ask_target()
        elif remedy is Remedy.LOCATE:
            self._around.tasks.spawn(
                self._locate(job, finding.file, finding.place, in_snapshot=True)
            )
        elif remedy is Remedy.LEAVE_OUT:
            job.choose_disk(slot_of(finding), wanted=False)
        elif remedy is Remedy.TABLE:
            self._ask_table()
        elif remedy is Remedy.NO_TABLE:
            self._take_table("")
        elif remedy is Remedy.KEEP_GUEST:
            job.choose_guest("keep", "keep")
        elif remedy is Remedy.IGNORE_LOG:
            job.choose_setting("guest.hive-log", "ignore")
        else:
            self._around.tasks.spawn(self._reopen(job, remedy))

    async def _reopen(self, job: Migration, remedy: Remedy) -> None:
        """Read the machine again, with what was decided."""
        choices = job.choices
        try:
            decisions = decided(job.opened, remedy)
            opened = await self.opener.open(job.machine.path, *decisions, job.opened.placed)
        except Refusal as refusal:
            self._tell_refusal(refusal)
            return
        again = self.opening.take_in(opened, job.folder)
        again.take(choices)
        await again.replan()

    # -- from one start to the next

    def offer_unfinished(self) -> None:
        """Offer to go on with what was stopped, or waited, when the last session ended."""
        self._around.tasks.spawn(self.offers.make())

    def _restore(self) -> None:
        settings = self._around.settings
        self.resize(*FIRST_SIZE)
        self.restoreGeometry(QByteArray.fromHex(settings.geometry.encode()))
        self.splitter.restoreState(QByteArray.fromHex(settings.splitter.encode()))
        self.desk.restore_text(settings.columns)
        self.tree.header().restoreState(QByteArray.fromHex(settings.tree.encode()))
        self.tabs.setCurrentIndex(settings.tab)
        self.invitation.recent.show_paths(settings.recent)

    def _remember(self) -> None:
        settings = self._around.settings
        settings.geometry = self.saveGeometry().toHex().toStdString()
        settings.splitter = self.splitter.saveState().toHex().toStdString()
        settings.columns = self.desk.state_text()
        settings.tree = self.tree.header().saveState().toHex().toStdString()
        settings.tab = self.tabs.currentIndex()
        settings.save()

    # -- the end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing waits for what runs; the window goes when all has stopped."""
        event.ignore()
        if not self._leaving:
            self._leaving = True
            self._around.tasks.spawn(self._leave())

    async def _leave(self) -> None:
        queue = self._around.queue
        if any(entry.state.settled for entry in queue) and not await self._may_stop():
            self._leaving = False
            return
        self.setEnabled(False)
        self.desk.stop()
        self.waits.stop()
        for entry in list(queue):
            queue.cancel(entry)
        await self.waits.close()
        await self._around.workers.idle()
        self._remember()
        self.hide()
        self.closed.emit()

    async def _may_discard(self, title: str, text: str) -> bool:
        answers = {self.tr("Discard"): True, self.tr("Keep it"): False}
        return await dialogs.ask(self, title, text, answers, False)

    async def _may_stop(self) -> bool:
        return await dialogs.ask(
            self,
            self.tr("Work is under way"),
            self.tr("Stop it and quit?"),
            {self.tr("Stop and quit"): True, self.tr("Go on"): False},
            otherwise=False,
            detail=self.tr(
                "What has been copied is kept. At the next start it can be resumed, and what waits "
                "in the queue is offered again. An XVA or a SHA-256 under way begins anew."
            ),
        )

    def show_crash(self, trace: str) -> None:
        """Show the report of a fault; a second one while it is open only goes to the log."""
        if self.findChild(CrashDialog) is None:
            dialog = CrashDialog(report_text(trace, self._around.log), self)
            dialog.save_asked.connect(partial(self.saving.report, trace))
            self._around.tasks.spawn(dialogs.finished(dialog))

    def _about(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("About vmx2xen"))
        box.setIconPixmap(icon("vmx2xen").pixmap(64, 64))
        box.setText(f"vmx2xen {__version__}")
        box.setInformativeText(
            self.tr("Turns VMware virtual machines into Xen HVM guests.\nGPL-3.0-or-later")
        )
        self._around.tasks.spawn(dialogs.finished(box))


def _column(*widgets: QWidget) -> QWidget:
    """Widgets below each other; the last but one, or the only one, gets the room."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return column


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
