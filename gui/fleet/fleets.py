"""Fleets that are looked at: each plan has a window, and its work an entry of the queue."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from engine.findings import Refusal
from engine.job.fleet import cancelling, fleet_job, report
from engine.job.fleet.fleet_job import FleetJob
from gui import engine_texts
from gui.context import Context
from gui.fleet.fleet_dialog import FleetDialog
from gui.fleet.fleet_rows import rows_of, summary
from gui.queue.entry import Entry
from gui.widgets import dialogs
from gui.widgets.notices import Notices


class Fleets(QObject):
    """Asks for plans on ``parent``, and shows each of them."""

    def __init__(self, parent: QWidget, around: Context, notices: Notices) -> None:
        super().__init__(parent)
        self._parent, self._around, self._notices = parent, around, notices
        self._open: dict[Path, Fleet] = {}

    def ask(self) -> None:
        """Ask for a plan, and show it."""
        self._around.tasks.spawn(self._ask())

    def show_entry(self, entry: Entry) -> bool:
        """Show the fleet that an entry of the queue is; False for other work."""
        if entry.kind != fleet_job.KIND:
            return False
        self._around.tasks.spawn(self.open(Path(str(entry.request["plan"])), entry))
        return True

    async def open(self, path: Path, entry: Entry | None = None) -> Fleet | None:
        """Look at a plan and show it; None where it is refused, which is told."""
        fleet = self._open.get(path)
        if fleet is None:
            try:
                job = await self._around.workers.run(partial(FleetJob.planned, path))
            except Refusal as refusal:
                self._notices.tell("error", engine_texts.failure(refusal))
                return None
            fleet = self._open[path] = Fleet(self._parent, self._around, job, self._notices)
            fleet.dialog.finished.connect(lambda _: self._open.pop(path, None))
        if entry is not None:
            fleet.follow(entry)
        fleet.dialog.show()
        fleet.dialog.raise_()
        return fleet

    async def _ask(self) -> None:
        settings = self._around.settings
        title, patterns = _tr("Open a fleet"), _tr("Plans (*.toml)")
        path = await dialogs.choose_file(self._parent, title, settings.last_folder, patterns)
        if path is not None:
            settings.last_folder = str(path.parent)
            await self.open(path)


class Fleet(QObject):
    """One plan and its window."""

    def __init__(self, parent: QWidget, around: Context, job: FleetJob, notices: Notices) -> None:
        title = _tr("Fleet {plan}").format(plan=job.plan.file.path.stem)
        self.dialog = FleetDialog(title, parent)
        super().__init__(self.dialog)
        self._around, self._job, self._notices = around, job, notices
        self._entry: Entry | None = None
        self.dialog.cluster.setText(job.cluster or job.cluster_before)
        self.dialog.run_asked.connect(self._run)
        self.dialog.stop_asked.connect(self._stop)
        self.dialog.machine_stop_asked.connect(self._stop_machine)
        self.dialog.report_asked.connect(self._show_report)
        self._refresh()

    def follow(self, entry: Entry) -> None:
        """Show the work of an entry of the queue from now on."""
        if entry is self._entry:
            return
        self._entry = entry
        entry.changed.connect(self._refresh)
        entry.progressed.connect(self._refresh)
        self._refresh()

    def _run(self, cluster: str) -> None:
        self._job.cluster = cluster
        entry = Entry(self._job, self._job.plan.file.state)
        self.follow(entry)
        self._around.queue.submit(entry)

    def _stop(self) -> None:
        if self._entry is not None:
            self._around.queue.cancel(self._entry)

    def _stop_machine(self, name: str) -> None:
        self._around.tasks.spawn(self._ask_to_stop(name))

    async def _ask_to_stop(self, name: str) -> None:
        try:
            ask = partial(cancelling.ask, self._job.plan.file.state, name)
            await self._around.workers.run(ask)
        except Refusal as refusal:
            self._notices.tell("error", engine_texts.failure(refusal))

    def _show_report(self) -> None:
        page = report.page(self._job.plan.file.state)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def _refresh(self) -> None:
        entry = self._entry
        if entry is not None and isinstance(entry.job, FleetJob):
            self._job = entry.job
        running = entry is not None and (entry.state.active or entry.state.waits)
        self.dialog.show_fleet(
            rows_of(self._job, running=running),
            self._summary(entry),
            running=running,
            ready=bool(self._job.plan.ready),
            has_report=report.page(self._job.plan.file.state).exists(),
        )

    def _summary(self, entry: Entry | None) -> str:
        """How it ended, what stands against it as a whole, or what there is to do."""
        found = entry.finished.findings if entry is not None and entry.finished else ()
        told = found or self._job.plan.findings
        return "\n".join([summary(self._job), *map(engine_texts.sentences, told)])


def _tr(text: str) -> str:
    return QCoreApplication.translate("fleets", text)
