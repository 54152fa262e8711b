"""What the user decides for a machine: its target, where its files are, what helps it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from engine.findings import Finding, Refusal
from engine.job.convert.outlook import Outlook
from engine.report.options import overall
from engine.source import taken_snapshots
from gui.context import Context
from gui.engine_texts import failure, phrase
from gui.guest.guest_files import added
from gui.machines.doubt import doubt
from gui.machines.migration import Migration
from gui.machines.migrations import Migrations
from gui.machines.opener import Opener
from gui.machines.opening import Opening
from gui.machines.recent import listed
from gui.machines.remedies import Remedy, decided, slot_of
from gui.queue.state import State
from gui.widgets import dialogs
from gui.widgets.notices import Notices

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")  #: one that a filter of a dialog takes


class Decisions(QObject):
    """Asks on ``parent``, and does what was decided."""

    def __init__(
        self,
        parent: QWidget,
        around: Context,
        jobs: Migrations,
        opener: Opener,
        opening: Opening,
        notices: Notices,
    ) -> None:
        super().__init__(parent)
        self._parent, self._around, self._jobs = parent, around, jobs
        self._opener, self._opening, self._notices = opener, opening, notices

    def act(self, job: Migration | None, remedy: Remedy, finding: Finding) -> None:
        """Do what helps against a finding of ``job``."""
        if job is None or job.busy:
            return
        name, place = finding.file, finding.place
        acts: dict[Remedy, Callable[[], object]] = {
            Remedy.FOLDER: lambda: self.ask_target(job),
            Remedy.LOCATE: lambda: self._spawn_locate(job, name, place, in_snapshot=True),
            Remedy.LEAVE_OUT: lambda: job.choose_disk(slot_of(finding), wanted=False),
            Remedy.TABLE: self.ask_table,
            Remedy.NO_TABLE: lambda: self.take_table(""),
            Remedy.TAKE_SNAPSHOT: lambda: self._around.tasks.spawn(self._take_snapshot(job)),
            Remedy.DROP_SNAPSHOT: lambda: self._around.tasks.spawn(self._drop_snapshot(job)),
            Remedy.KEEP_GUEST: lambda: job.choose_guest("keep", "keep"),
            Remedy.MEDIA: lambda: self.ask_media(job),
            Remedy.NO_PV_DRIVERS: lambda: job.choose(pvdrivers=()),
            Remedy.IGNORE_LOG: lambda: job.choose_setting("guest.hive-log", "ignore"),
            Remedy.TELL_COMMANDS: lambda: job.choose(linux="commands"),
        }
        if remedy in acts:
            acts[remedy]()
        else:
            self._around.tasks.spawn(self._reopen(job, remedy))

    # -- files that are elsewhere

    def ask_place(self, row: int, name: str, of: str) -> None:
        """Ask where a file of the machine at ``row`` is, ``of`` a slot and layer."""
        if not self._jobs[row].busy:
            self._spawn_locate(self._jobs[row], name, of)

    def _spawn_locate(
        self, job: Migration, name: str, of: str, *, in_snapshot: bool = False
    ) -> None:
        self._around.tasks.spawn(self._locate(job, name, of, in_snapshot=in_snapshot))

    def ask_media(self, job: Migration | None) -> None:
        """Ask for the CD of the Windows of ``job``."""
        if job is not None:
            self._around.tasks.spawn(self._choose_media(job))

    def ask_firstboot(self, job: Migration | None) -> None:
        """Ask for files that the guest of ``job`` runs at its first start."""
        if job is not None:
            self._around.tasks.spawn(self._choose_firstboot(job))

    def ask_pv_drivers(self, job: Migration | None, *, in_folder: bool) -> None:
        """Ask for Xen's PV drivers for the Windows of ``job``: a folder, or an image or .msi."""
        if job is not None:
            self._around.tasks.spawn(self._choose_pv_drivers(job, in_folder=in_folder))

    async def _choose_firstboot(self, job: Migration) -> None:
        title = _tr("What the guest runs once, at its first start")
        folder = self._around.settings.last_folder
        paths = await dialogs.choose_files(self._parent, title, folder, _tr("All files (*)"))
        if paths and not job.busy:
            job.choose(firstboot=added(job, "firstboot", paths))

    async def _choose_media(self, job: Migration) -> None:
        """Ask for the CD of a Windows, beside those that were named before."""
        title = _tr("The CD of this Windows: an image, or a cabinet on it")
        filters = _tr("Images and cabinets (*.iso *.cab);;All files (*)")
        folder = str(job.machine.path.parent)
        place = await dialogs.choose_file(self._parent, title, folder, filters)
        if place is not None and not job.busy:
            job.choose(media=added(job, "media", [place]))

    async def _choose_pv_drivers(self, job: Migration, *, in_folder: bool) -> None:
        title, folder = _tr("Xen's PV drivers for this Windows"), self._around.settings.last_folder
        if in_folder:
            place = await dialogs.choose_folder(self._parent, title, folder)
        else:
            filters = _tr("Images and installers (*.iso *.msi);;All files (*)")
            place = await dialogs.choose_file(self._parent, title, folder, filters)
        if place is not None and not job.busy:
            job.choose(pvdrivers=added(job, "pvdrivers", [place]))

    async def _locate(self, job: Migration, name: str, of: str, *, in_snapshot: bool) -> None:
        """Ask where a file of a machine is, and read the machine anew.

        Those of the chosen snapshot are told by its plan, which is made anew.
        """
        title = _tr("Where is {name} of {place}?").format(name=name, place=of)
        suffix = Path(name).suffix.lower()
        kinds = [_tr("Files like it ({pattern})").format(pattern=f"*{suffix}")]
        filters = ";;".join((*kinds[: _SUFFIX.fullmatch(suffix) is not None], _tr("All files (*)")))
        folder = str(job.machine.path.parent)
        place = await dialogs.choose_file(self._parent, title, folder, filters)
        if place is None or job.busy:
            return
        if in_snapshot and job.choices.snapshot:
            job.choose_place(of, place)
            return
        try:
            choices = job.choices
            opened = await self._opener.locate(job.opened, of, place)
            again = self._opening.take_in(opened, job.named_folder)
            again.take(choices)
            again.replan()
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))

    async def _reopen(self, job: Migration, remedy: Remedy) -> None:
        """Read the machine again, with what was decided."""
        await self._read_again(job, *decided(job.opened, remedy))

    async def _read_again(
        self, job: Migration, trusted: bool, redo: str, *, snapshot: str | None = None
    ) -> None:
        """Read a machine again; ``snapshot``: the state that is chosen then, if it is another."""
        choices = job.choices
        if snapshot is not None:
            choices = replace(choices, snapshot=snapshot)
        try:
            opened = await self._opener.open(job.machine.path, trusted, redo, job.opened.placed)
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))
            return
        again = self._opening.take_in(opened, job.named_folder)
        again.take(choices)
        await again.replan()

    # -- snapshots of what runs on a host

    async def _take_snapshot(self, job: Migration) -> None:
        """Have the host take a snapshot, and choose it; it goes once it is converted."""
        path = job.machine.path
        try:
            taken = await self._around.workers.run(partial(taken_snapshots.take, path))
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))
        else:
            text = _tr("A snapshot of {name} was taken on its host. It goes once it is converted.")
            self._notices.tell("info", text.format(name=job.name))
            await self._read_again(job, *decided(job.opened, Remedy.TAKE_SNAPSHOT), snapshot=taken)

    async def _drop_snapshot(self, job: Migration) -> None:
        """Have the host remove the snapshot that was taken, and look at the running state."""
        path, name = job.machine.path, taken_snapshots.NAME
        try:
            await self._around.workers.run(partial(taken_snapshots.release, path, name))
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))
        else:
            kept = "" if job.choices.snapshot == name else job.choices.snapshot
            await self._read_again(job, *decided(job.opened, Remedy.DROP_SNAPSHOT), snapshot=kept)

    # -- the start

    def convert(self, jobs: Sequence[Migration]) -> None:
        """Convert these; asked once before, if what some of them make will not start."""
        self._around.tasks.spawn(self._convert(jobs))

    async def _convert(self, jobs: Sequence[Migration]) -> None:
        found = await self._around.workers.run(partial(_doubts, jobs))
        answer = "as it is"
        if found:
            text = _tr("{name} will not start under Xen with these settings.")
            if len(jobs) > 1:
                text = _tr("{count} of {all} will not start under Xen with their settings.")
            count, (first, outlook) = len(found), found[0]
            reasons = [phrase(overall(outlook).reason)]
            if len(jobs) > 1:
                reasons = [job.name for job, _ in found]
            answers = {
                _tr("Convert all the same"): "as it is",
                _tr("Use the recommendation"): "recommended",
            }
            asked = text.format(name=first.name, count=count, all=len(jobs))
            title, detail = _tr("It will not start"), listed(reasons)
            answer = await dialogs.ask(self._parent, title, asked, answers, "", detail)
        if answer == "recommended":
            for job, outlook in found:
                best = outlook.recommended
                await job.choose(hal=best.hal, storage=best.storage, settings=best.settings)
        for job in jobs if answer else ():
            job.convert()

    # -- the target

    def ask_target(self, job: Migration | None) -> None:
        """Ask where the result of ``job`` goes."""
        if job is not None:
            self._around.tasks.spawn(self._choose_target(job))

    async def _choose_target(self, job: Migration) -> None:
        start = job.folder.parent if job.folder else job.machine.path.parent
        folder = await dialogs.choose_folder(self._parent, _tr("Where the result goes"), str(start))
        if folder is not None and not job.busy:
            job.choose_folder(folder)

    # -- the table of networks

    def ask_table(self) -> None:
        """Ask for a table of networks."""
        self._around.tasks.spawn(self._choose_table())

    async def _choose_table(self) -> None:
        settings = self._around.settings
        start = Path(settings.networks or settings.last_folder).parent
        title = _tr("Choose a table of networks")
        filters = _tr("Tables of networks ({patterns})").format(patterns="*.toml")
        path = await dialogs.choose_file(self._parent, title, str(start), filters)
        if path is not None:
            self.take_table(str(path))

    def take_table(self, table: str) -> None:
        """A table is that of a whole site: for what is still to be converted, and remembered."""
        self._around.settings.networks = table
        self._around.settings.save()
        for job in self._jobs:
            if not job.busy and not job.resumable and job.state is not State.DONE:
                job.choose_table(table)


def _doubts(jobs: Sequence[Migration]) -> list[tuple[Migration, Outlook]]:
    """Those that will not start although what is recommended would; in a thread."""
    found = ((job, doubt(job)) for job in jobs)
    return [(job, outlook) for job, outlook in found if outlook is not None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("decisions", text)
