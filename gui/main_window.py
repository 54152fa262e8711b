"""The window: parts that each stand alone, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QGuiApplication,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from engine.job.push.pool_offer import bridges, bridges_of
from engine.vmware.model import Slot
from gui import window_menus
from gui.chain.chain_model import ChainModel
from gui.chain.chain_nodes import verdict
from gui.context import Context
from gui.desktop.after_work import AfterWork
from gui.desktop.crash import CrashDialog, report_text
from gui.drawer.drawer import Drawer
from gui.fleet.fleet_chips import FleetChips
from gui.fleet.fleets import Fleets
from gui.help import guide_view
from gui.help.guide_pages import page_about
from gui.hosts.pools import Pools
from gui.images.flattening import Flattening
from gui.images.image_hal import ImageHal
from gui.leaving import Leaving
from gui.log.log_console import LogConsole
from gui.log.saving import Saving
from gui.machines.choosing_files import ChoosingFiles
from gui.machines.closing import Closing
from gui.machines.decisions import Decisions
from gui.machines.delivered import Delivered
from gui.machines.drop_area import DropArea, Invitation
from gui.machines.finished_machine import FinishedMachine
from gui.machines.machine_list import MachineList
from gui.machines.machine_pane import MachinePane
from gui.machines.migration import Migration
from gui.machines.migration_look import vdevs
from gui.machines.opener import Opener
from gui.machines.opening import Opening
from gui.machines.recent import fill
from gui.machines.server_watch import ServerWatch
from gui.machines.session_restore import Offers
from gui.presets.preset_menu import PresetMenu
from gui.queue.entry import Entry
from gui.queue.numbers import share
from gui.queue.queue_view import QueueView
from gui.queue.saved_queue import Waits
from gui.result.console import open_console
from gui.road.bottom_bar import BottomBar
from gui.road.header import Header
from gui.road.road import Road
from gui.settings_change import SettingsChange
from gui.widgets import dialogs
from gui.widgets.icons import icon
from gui.widgets.notices import Notices
from gui.window_layout import WindowLayout
from gui.window_memory import WindowMemory
from gui.window_menus import action

_PAINTED_WITHIN = 5.0  #: seconds
_PAUSE = 500  #: milliseconds; of many machines that are opened only the last is saved


class MainWindow(QMainWindow):
    """Machines at the left, the road of the chosen one, its next act at the bottom."""

    closed = Signal()  #: nothing runs any more

    def __init__(self, around: Context) -> None:
        super().__init__()
        self._around = around
        self._painted = asyncio.Event()
        self._opened_ones = QTimer(self, singleShot=True, interval=_PAUSE)
        self._opened_ones.timeout.connect(self._save_opened)
        self.opener = Opener(around.workers, partial(dialogs.ask, self), self)
        self._make_list()
        self._make_parts()
        self._arrange()
        self._make_menus()
        self._connect()
        self.memory.restore()
        self.invitation.recent.show_paths(around.settings.recent)
        self.road.fit(self.height())
        self._refresh()

    # -- building

    def _make_list(self) -> None:
        around = self._around
        self.notices = Notices()
        self.model = ChainModel(self)
        self.machines = MachineList(around, self.model, self)
        self.jobs = self.machines.jobs
        self.opening = Opening(around, self.opener, self.machines, self.notices)
        self.choosing = ChoosingFiles(self, around, self.opening, self.notices)
        self.closing = Closing(around, self.machines)
        self.watch = ServerWatch(around, self.machines)
        self.decisions = Decisions(self, around, self.jobs, self.opener, self.opening, self.notices)
        self.flattening = Flattening(self, around, self.opener, self.notices)
        self.image_hal = ImageHal(self, around, self.notices)
        self.pools = Pools(self, around)
        self.fleets = Fleets(self, around, self.notices)
        self.presets = PresetMenu(self, around, self.notices)
        self.fleet_chips = FleetChips(around.queue, self.machines)
        self.waits = Waits(around, self)
        self.leaving = Leaving(self, around, self.waits)
        self.offers = Offers(
            around, self.waits, self.notices, self.opener, self.opening, self._may_discard
        )

    def _make_parts(self) -> None:
        around = self._around
        self.invitation = Invitation()
        self.pane = MachinePane(self.machines.rows)
        self.header = Header()
        self.road = Road(around, self.model)
        self.desk, self.tree, self.xen = self.road.desk, self.road.desk.tree, self.road.xen
        self.bar = BottomBar(around.settings)
        self.after = AfterWork(around, self)
        self.queue = QueueView(around.queue, self.after)
        self.console = LogConsole(around.log)
        self.drawer = Drawer(self.queue, self.console)
        self.change = SettingsChange(
            self, around, self.jobs, self.decisions, self.after, self.road.result.result.commands
        )
        self.saving = Saving(self, around, self.notices, self.console, self.jobs)

    def _arrange(self) -> None:
        self.setWindowTitle("vmx2xen")
        self.setWindowIcon(icon("vmx2xen"))
        self.panes = WindowLayout(self.pane, self.header, self.road, self.drawer, self.bar)
        self.memory = WindowMemory(self._around.settings, self, self.panes, self.desk, self.drawer)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.invitation)
        self.pages.addWidget(self.panes)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.pages)
        self.drop_area = DropArea(content)
        self.setCentralWidget(self.drop_area)

    def _make_menus(self) -> None:
        keys = QKeySequence.StandardKey
        file = self.menuBar().addMenu(self.tr("&File"))
        action(file, self.tr("&Open…"), keys.Open, self.choosing.ask_files)
        action(file, self.tr("Open &folder…"), "Ctrl+Shift+O", self.choosing.ask_folder)
        action(file, self.tr("Open from a &host…"), "Ctrl+Shift+H", self.choosing.ask_host)
        action(file, self.tr("Open a f&leet…"), "Ctrl+Shift+L", self.fleets.ask)
        file.addSeparator()
        action(file, self.tr("&Merge a disk into one .vmdk…"), keys.UnknownKey, self.flattening.ask)
        action(file, self.tr("HAL of an &image…"), keys.UnknownKey, self.image_hal.ask)
        file.addSeparator()
        self.close_machine = action(
            file, self.tr("&Close machine"), keys.Close, self._remove_current
        )
        self.recent = file.addMenu(self.tr("Open &recent"))
        self.recent.aboutToShow.connect(self._fill_recent)
        file.addSeparator()
        action(file, self.tr("&Save report…"), keys.UnknownKey, self.saving.report)
        preferences = QKeySequence(keys.Preferences)
        settings = action(file, self.tr("Se&ttings…"), "Ctrl+,", self.change.ask)
        settings.setShortcut(preferences if not preferences.isEmpty() else "Ctrl+,")
        settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        action(file, self.tr("&Quit"), keys.Quit, self.close)
        machine = window_menus.machine_menu(self, self.bar)
        action(machine, self.tr("&Ask the servers again"), keys.Refresh, self.watch.ask)
        chosen = machine.addMenu(self.tr("&Preset"))
        chosen.aboutToShow.connect(lambda: self.presets.fill(chosen, self.pane.jobs))
        window_menus.view_menu(self, self._ways())
        info = self.menuBar().addMenu(self.tr("&Help"))
        guide = action(info, self.tr("&Guide"), "F1", self._show_guide)
        guide.setEnabled(guide_view.folder() is not None)
        action(info, self.tr("&Keys"), "Shift+F1", self._show_keys)
        action(info, self.tr("&About vmx2xen"), keys.UnknownKey, self._about)
        close_drawer = QAction(self)
        close_drawer.setShortcut("Esc")
        close_drawer.triggered.connect(lambda: self.drawer.show_page(None))
        self.drawer.addAction(close_drawer)
        close_drawer.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _ways(self) -> list[tuple[str, str, window_menus.Act]]:
        go_to = self.road.go_to
        return [
            (self.tr("&Machines"), "Ctrl+1", self.panes.drop_down),
            (self.tr("&From: snapshots and layers"), "Ctrl+2", partial(go_to, "from")),
            (self.tr("&Guest"), "Ctrl+3", partial(go_to, "guest")),
            (self.tr("&Xen: HAL and flags"), "Ctrl+4", partial(go_to, "xen")),
            (self.tr("&To: steps"), "Ctrl+5", partial(go_to, "to")),
            (self.tr("&Queue"), "Ctrl+6", partial(self.drawer.toggle, self.queue)),
            (self.tr("&Log"), "Ctrl+7", partial(self.drawer.toggle, self.console)),
        ]

    def _connect(self) -> None:
        self._connect_machines()
        self._connect_road()
        self._connect_bar()
        self._connect_work()

    def _connect_machines(self) -> None:
        for asked in (self.invitation.open.clicked, self.pane.open_asked):
            asked.connect(self.choosing.ask_files)
        self.drop_area.dropped.connect(self.choosing.take_drop)
        self.invitation.recent.chosen.connect(lambda path: self.open([path]))
        self.pane.looked_at.connect(lambda _: self._refresh())
        self.pane.close_asked.connect(self._remove)
        self.pane.stop_asked.connect(self.opening.stop)
        self.pane.convert_asked.connect(self.decisions.convert)
        self.pane.menu_made.connect(
            lambda menu, jobs: self.presets.fill(menu.addMenu(self.tr("Preset")), jobs)
        )
        self.jobs.changed.connect(self._job_changed)
        self.machines.made.connect(self.road.result.result.work.send)
        self.machines.told.connect(self._refresh)
        self.watch.told.connect(self._refresh)
        self.machines.removed.connect(self._machine_removed)
        self.opening.shown.connect(self._look_at_row)
        self.opening.opened.connect(self._remember_opened)
        self.opening.reading.connect(self._tell_reading)

    def _connect_road(self) -> None:
        decisions = self.decisions
        self.tree.locate_asked.connect(decisions.ask_place)
        self.desk.history.chosen.connect(self._choose_state)
        self.model.disk_ticked.connect(self._choose_disk)
        self.desk.measured.connect(self._allocate)
        self.road.acted.connect(lambda *what: decisions.act(self.current, *what))
        self.road.target.folder_asked.connect(lambda: decisions.ask_target(self.current))
        self.road.target.earlier_asked.connect(lambda folder: self.open([folder]))
        self.road.guest.media_asked.connect(lambda: decisions.ask_media(self.current))
        self.road.guest.firstboot_asked.connect(lambda: decisions.ask_firstboot(self.current))
        self.road.guest.pvdrivers_asked.connect(
            lambda in_folder: decisions.ask_pv_drivers(self.current, in_folder=in_folder)
        )
        self.xen.editor.table.asked.connect(decisions.ask_table)
        self.xen.editor.table.removed.connect(partial(decisions.take_table, ""))

    def _connect_bar(self) -> None:
        self.bar.try_asked.connect(self._try)
        self.bar.doubted.connect(lambda job: self.decisions.convert([job]))
        self.bar.copy_asked.connect(self._copy_findings)
        self.bar.send_asked.connect(self._send)
        self.bar.sending_asked.connect(self.road.result.result.work.resume_sending)
        self.bar.start_asked.connect(self.road.result.result.work.start)
        self.bar.console_asked.connect(self._open_console)
        self.bar.folder_opened.connect(_show_folder)
        self.bar.discard_asked.connect(self.offers.ask_discard)
        self.bar.pool_asked.connect(self._send_into_pool)
        self.road.result.result.pool_asked.connect(self._send_into_pool)
        self.road.target.then.pool_asked.connect(self._choose_pool)
        self.bar.merge_asked.connect(self.flattening.merge)
        self.bar.hal_asked.connect(self.image_hal.show)
        for single in (self.flattening, self.image_hal):
            single.queued.connect(partial(self.drawer.show_page, self.queue))

    def _connect_work(self) -> None:
        queue, log = self._around.queue, self.console
        self.header.queue.clicked.connect(partial(self.drawer.toggle, self.queue))
        self.header.log.clicked.connect(partial(self.drawer.toggle, self.console))
        self.drawer.shown.connect(self._drawer_changed)
        queue.crashed.connect(self.show_crash)
        queue.changed.connect(self._queue_changed)
        queue.progressed.connect(self._tell_title)
        self.after.quit_asked.connect(self.close)
        self.leaving.agreed.connect(self.road.stop)
        self.leaving.ended.connect(self._end)
        self.queue.chosen.connect(self._look_at)
        log.save_asked.connect(self.saving.log)
        log.report_asked.connect(self.saving.report)

    # -- opening machines

    def open(self, paths: Iterable[Path]) -> None:
        """Open each of these: machines, and folders with machines or results."""
        self.opening.open(paths)

    def _tell_reading(self, name: str, place: str) -> None:
        text = self.tr("Reading {name}, {of}…") if place else self.tr("Reading {name}…")
        self.pane.tell_reading(text.format(name=name, of=place) if name else "")
        self.invitation.tell_reading(text.format(name=name, of=place) if name else "")

    def _remember_opened(self, path: Path) -> None:
        self._around.settings.note_opened(path)
        self._opened_ones.start()

    def _save_opened(self) -> None:
        self._around.settings.save()
        self.invitation.recent.show_paths(self._around.settings.recent)

    def _look_at_row(self, row: int) -> None:
        self.pages.setCurrentIndex(1)
        self.pane.select(row)

    def _choose_state(self, state: str) -> None:
        job = self.current
        if job is not None and not job.busy and state != job.choices.snapshot:
            job.choose(snapshot=state)

    def _choose_disk(self, row: int, slot: str, wanted: bool) -> None:
        if not self.jobs[row].busy:
            self.jobs[row].choose_disk(slot, wanted=wanted)

    def _allocate(self, path: Path, held: dict[tuple[Slot, str], int]) -> None:
        if (row := self.jobs.find(path)) >= 0:
            self.model.allocate(row, held)

    def _fill_recent(self) -> None:
        fill(self.recent, self._around.settings, lambda path: self.open([path]))

    def _remove_current(self) -> None:
        self._remove([self.pane.place])

    def _remove(self, places: list[int]) -> None:
        """Close the machines at these places, but those with work under way."""
        self.closing.close(places)

    def _machine_removed(self) -> None:
        self._refresh()
        self.pages.setCurrentIndex(1 if len(self.machines) else 0)

    # -- the machine that is looked at

    @property
    def current(self) -> Migration | None:
        """The migration of the machine that is selected."""
        return self.machines.job(self.pane.place)

    @property
    def finished(self) -> FinishedMachine | None:
        """The finished machine that is selected."""
        return self.machines.finished(self.pane.place)

    def _job_changed(self, row: int) -> None:
        job = self.jobs[row]
        self.model.assign(row, vdevs(job.last_plan))
        self.model.leave_out(row, job.choices.without)
        if job.plan is not None:
            self.model.judge(row, *verdict(job.findings))
        self.desk.measure(job)
        if job is self.current:
            self._refresh()

    def _refresh(self) -> None:
        job, finished = self.current, self.finished
        shown = job or finished
        self._enable_closing()
        self.tree.show_machine(self.pane.place if job else -1)
        self.header.show_machine(shown)
        self.road.show_machine(job, finished)
        self.bar.show_machine(job, finished)
        self._tell_title()

    def _tell_title(self) -> None:
        """How much of the queue is done, and the machine: where the window is not seen, too."""
        shown, queue = self.current or self.finished, self._around.queue
        done = share(each for each in queue if each.state.settled) if queue.running else -1
        percent = self.tr("{percent} %").format(percent=done // 10) if done >= 0 else ""
        title = " – ".join(filter(None, (percent, shown.name if shown else "", "vmx2xen")))
        if title != self.windowTitle():
            self.setWindowTitle(title)

    def _enable_closing(self) -> None:
        place = self.pane.place
        self.close_machine.setEnabled(place >= 0 and not self.machines.busy(place))

    def _try(self) -> None:
        self.road.unfold("trial")
        self.road.trial.start()

    def _copy_findings(self) -> None:
        QGuiApplication.clipboard().setText(self.road.findings_text())

    def _send(self) -> None:
        """Send the result to the server that was used last; the first time ask for one."""
        self.road.unfold("result")
        self.road.result.result.send()

    def _send_into_pool(self, folder: Path, target: str = "") -> None:
        """Ask where in a pool a result goes, and send it there; ``target`` if one was named."""
        work = self.road.result.result.work
        self.pools.ask(partial(bridges_of, folder), partial(work.send, folder), target)

    def _choose_pool(self, target: str) -> None:
        """Ask where in a pool the machine that is looked at goes once it is converted."""
        job = self.current
        if job is not None and job.last_plan is not None:
            domain = job.last_plan.domain
            self.pools.ask(partial(bridges, domain), job.choose_delivery, target)

    def _open_console(self, delivered: Delivered) -> None:
        self._around.tasks.spawn(open_console(self, delivered))

    # -- the queue and the drawer

    def _queue_changed(self) -> None:
        self.header.count(sum(entry.state.settled for entry in self._around.queue))
        self._tell_title()
        self._enable_closing()

    def _drawer_changed(self) -> None:
        self.header.queue.setChecked(self.drawer.page is self.queue)
        self.header.log.setChecked(self.drawer.page is self.console)

    def _look_at(self, entry: Entry) -> None:
        """Show the fleet, the machine, or the results, that an entry of the queue is about."""
        if self.fleets.show_entry(entry):
            return
        row = self.machines.about(entry)
        if row < 0:
            self.open([entry.folder])
        else:
            self.pane.select(row)

    # -- from one start to the next

    def offer_unfinished(self) -> None:
        """Offer to go on with what was stopped, or waited, when the last session ended."""
        self._around.tasks.spawn(self.offers.make())

    async def painted(self) -> None:
        """Wait until it was painted once; where no screen shows it, some seconds at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._painted.wait(), _PAINTED_WITHIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._painted.set()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watch.come_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.road.fit(event.size().height())

    # -- the end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing waits for what runs; the window goes when all has stopped."""
        event.ignore()
        self.leaving.begin()

    def _end(self) -> None:
        self.memory.keep()
        self.hide()
        self.closed.emit()

    async def _may_discard(self, title: str, text: str) -> bool:
        answers = {self.tr("Discard"): True, self.tr("Keep it"): False}
        return await dialogs.ask(self, title, text, answers, False)

    def show_crash(self, trace: str) -> None:
        """Show the report of a fault; a second one while it is open only goes to the log."""
        if self.findChild(CrashDialog) is None:
            dialog = CrashDialog(report_text(trace, self._around.log), self)
            dialog.save_asked.connect(partial(self.saving.report, trace))
            self._around.tasks.spawn(dialogs.finished(dialog))

    def _show_guide(self) -> None:
        parts = {**self.road.cards, "queue": self.queue, "log": self.console}
        guide_view.show_beside(self, page_about(self.focusWidget(), parts, self.current))

    def _show_keys(self) -> None:
        self._around.tasks.spawn(dialogs.finished(window_menus.shortcuts(self, self)))

    def _about(self) -> None:
        self._around.tasks.spawn(dialogs.finished(window_menus.about(self)))


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
