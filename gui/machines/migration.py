"""One machine on its way to Xen: what is chosen for it, its plan, and how far the work is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.choices import LOCATE, Choices, Storage
from engine.findings import Finding, Refusal, blocking
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import Plan
from engine.job.drives import Drives
from engine.job.events import StepStarted
from engine.job.push import wishes
from engine.job.push.pool_job import PoolWish
from engine.job.push.push_journal import Wish
from engine.job.result.conversion import Conversion
from engine.printable import label
from engine.vmware.model import VirtualMachine
from engine.vmware.places import of_state
from gui.context import Context
from gui.machines import migration_look
from gui.machines.delivered import Delivered
from gui.machines.opener import Opened
from gui.machines.state_chip import Chip, Tone
from gui.queue.entry import Entry
from gui.queue.progress import Course, course_of
from gui.queue.saved_queue import TABLE, THEN
from gui.queue.state import State

PAUSE = 0.2  #: seconds; what is changed step by step is planned after the last step


class Migration(QObject):
    """A conversion from the first look to the result."""

    changed = Signal()  #: state, choices, plan, findings or step
    progressed = Signal()  #: only the numbers
    made = Signal(object, object)  #: Path of a result, and the Wish or PoolWish to send it
    left = Signal(object)  #: Path of a result that it is no longer about: something else is planned

    def __init__(self, around: Context, opened: Opened, folder: Path | None = None) -> None:
        super().__init__()
        self._around = around
        self._opened = opened
        self._asked = 0
        self._state = State.PLANNING  #: before it is asked for
        self._course = Course()
        self._found: tuple[Finding, ...] = ()
        self._folder: Path | None = None
        self.folder = folder
        self._is_usual_folder = folder is None  #: nobody has named it
        #: where the user located files of snapshots: by snapshot, then as ``scsi0:1.2``
        self.places: dict[str, dict[str, Path]] = {}
        self.choices = self._with_places(Choices(trusted=opened.trusted))
        self.table = around.settings.networks  #: path of the table of networks, if there is one
        self.plan: Plan | None = None
        self.last_plan: Plan | None = None  #: stays while the next one is made
        self.resumable = False  #: something was stopped in the folder
        self.earlier: Conversion | None = None  #: of the same machine, done before
        self.drives: Drives = frozenset()  #: that it reads from and writes to
        self.entry: Entry | None = None  #: once it is asked for
        self.preset = ""  #: name of the preset that was chosen last, as long as nothing else was
        self.then: Wish | PoolWish | None = None  #: where the result is sent, once there is one
        self.delivered = Delivered()  #: how far it has come since
        self.of_fleet: Chip | None = None  #: how it stands in a fleet that runs

    @property
    def machine(self) -> VirtualMachine:
        return self._opened.machine

    @property
    def name(self) -> str:
        """The machine's, as people see it."""
        return label(self.machine.name)

    @property
    def opened(self) -> Opened:
        """The machine, and what was decided for it."""
        return self._opened

    @property
    def state(self) -> State:
        return self.entry.state if self.entry else self._state

    @property
    def course(self) -> Course:
        """Its steps, planned or under way."""
        return self.entry.course if self.entry else self._course

    @property
    def step(self) -> StepStarted | None:
        return self.entry.step if self.entry else None

    @property
    def done(self) -> int:
        """Bytes of the step under way."""
        return self.entry.done if self.entry else 0

    @property
    def busy(self) -> bool:
        """Whether it waits or runs, or something is done with its result."""
        is_used = self.folder is not None and bool(self._around.queue.open_in(self.folder))
        return self.state.settled or is_used or self.in_fleet

    @property
    def in_fleet(self) -> bool:
        """Whether a fleet has it before it, or is at it."""
        return self.of_fleet is not None and self.of_fleet.tone is Tone.BUSY

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the chosen state, each once, blocking ones first."""
        looked_at = self.plan.findings if self.plan else self.machine.all_findings
        found = self.entry.findings if self.entry else self._found
        every = dict.fromkeys((*looked_at, *found))
        return tuple(sorted(every, key=lambda each: not each.blocks))

    @property
    def folder(self) -> Path | None:
        """Where the result goes; no other machine is offered it."""
        return self._folder

    @folder.setter
    def folder(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is None:
            self._around.targets.pop(self, None)
        else:
            self._around.targets[self] = folder

    @property
    def named_folder(self) -> Path | None:
        """Where the result goes, if somebody has said so."""
        return None if self._is_usual_folder else self.folder

    def show_fleet(self, standing: Chip | None) -> None:
        """Show how it stands in a fleet that runs; None once none does."""
        was, self.of_fleet = self.of_fleet, standing
        if (was is None) != (standing is None) or (was and standing and was.tone != standing.tone):
            self.changed.emit()
        elif was != standing:
            self.progressed.emit()

    # -- before the start

    def choose(self, pause: float = 0, **changes: Any) -> asyncio.Task[None]:
        """Change choices, by the fields of Choices, and plan anew after ``pause`` seconds.

        Each state of the machine has a usual folder of its own.
        """
        before, self.preset = self.choices.snapshot, ""
        if self._is_usual_folder and changes.get("snapshot", before) != before:
            self.folder = None
        self.choices = self._with_places(replace(self.choices, **changes))
        return self.replan(pause)

    def choose_folder(self, folder: Path) -> None:
        self.folder, self._is_usual_folder = folder, False
        self.replan()

    def look_for_folder(self) -> None:
        """Where results usually go is elsewhere now: go there too, unless a place was named."""
        is_open = not (self.busy or self.resumable or self.state is State.DONE)
        if self._is_usual_folder and is_open:
            self.folder = None
            self.replan()

    def choose_disk(self, slot: str, *, wanted: bool) -> None:
        """Whether the disk in ``slot`` is converted, or left out."""
        others = tuple(each for each in self.choices.without if each != slot)
        self.choose(without=others if wanted else (*others, slot))

    def choose_place(self, of: str, place: Path) -> None:
        """Say where a file of the chosen snapshot is, ``of`` a slot and layer."""
        self.places.setdefault(self.choices.snapshot, {})[of] = place
        self.choose()

    def choose_guest(self, storage: Storage, hal: str) -> None:
        """What is changed in the guest: ``auto`` or ``keep``, and the name of a HAL or ``keep``."""
        self.choose(storage=storage, hal=hal, linux="keep" if storage == "keep" else "auto")

    def choose_setting(self, key: str, value: str) -> None:
        """Set one of the settings of --set."""
        self.choose(settings={**self.choices.settings, key: value})

    def choose_delivery(self, then: Wish | PoolWish | None) -> None:
        """Where the result is sent once it is made; None for nowhere."""
        self.then = then
        self.changed.emit()

    def choose_table(self, table: str) -> None:
        """Take the bridges from the table of networks at this path; empty for none."""
        self.table = table
        self.replan()

    def take(self, choices: Choices) -> None:
        """Take over what was chosen in another session, to be planned next.

        How the machine is read is no choice any more: it was read like that.
        """
        if choices.snapshot:
            self.places[choices.snapshot] = choices.placed
        self.choices = self._with_places(replace(choices, trusted=self._opened.trusted))

    def _with_places(self, choices: Choices) -> Choices:
        """``choices`` with what says how the machine was read, and where the state's files are."""
        opened, state = self._opened, choices.snapshot
        own = {key: value for key, value in choices.settings.items() if not _is_reading(key)}
        redo = {"redo": opened.redo} if opened.redo else {}
        placed = {**of_state(opened.placed, state), **self.places.get(state, {})}
        located = {f"{LOCATE}{of}": str(at) for of, at in placed.items()}
        return replace(choices, settings=redo | located | own)

    def replan(self, pause: float = 0) -> asyncio.Task[None]:
        """Look at the machine and the folder, and plan anew; only the latest time counts.

        What was made stays as it is: a plan after it is for another folder.
        """
        if self.entry is not None and self.state is State.DONE:
            self._leave_result(self.entry.folder)
        self._leave_queue()
        self._asked += 1
        self._found, self.plan, self.resumable, self._course = (), None, False, Course()
        self._become(State.PLANNING)
        return self._around.tasks.spawn(self._look(self._asked, pause))

    def _leave_result(self, folder: Path) -> None:
        if self.folder == folder:
            self.folder = migration_look.beside(folder)
        self.left.emit(folder)

    def discard(self) -> None:
        """It is not wanted any more: what is still being planned is not waited for.

        No file of the machine stays open: its drive may be on the way out.
        """
        self._leave_queue()
        self._asked += 1
        self._around.targets.pop(self, None)
        plans = [each for each in (self.plan, self.last_plan) if each is not None]
        for machine in (self.machine, *(plan.machine for plan in plans)):
            migration_look.release(machine)

    async def _look(self, request: int, pause: float) -> None:
        await asyncio.sleep(pause)
        if request != self._asked:
            return
        try:
            look = await self._look_beside(request)
        except Refusal as refusal:
            if request == self._asked:
                self._found = refusal.findings
                self._become(State.BLOCKED)
            return
        except Exception:
            if request == self._asked:
                self._become(State.FAILED)
            raise
        if request == self._asked:
            self._take_look(look)

    async def _look_beside(self, request: int) -> migration_look.Look:
        """Look, once more where another machine has taken the same folder meanwhile."""
        while True:
            taken = self._taken
            look = await self._around.few.run(
                partial(
                    migration_look.look,
                    self.machine,
                    self.folder,
                    self.choices,
                    self.table,
                    self._around.settings.target_folder,
                    taken,
                )
            )
            is_free = self.folder is not None or look.folder not in self._taken - taken
            if is_free or request != self._asked:
                return look

    @property
    def _taken(self) -> frozenset[Path]:
        """The folders of other machines."""
        targets = self._around.targets
        return frozenset(folder for owner, folder in targets.items() if owner is not self)

    def _take_look(self, look: migration_look.Look) -> None:
        self.folder, self.plan, self.last_plan = look.folder, look.plan, look.plan
        self.choices, self.earlier = look.plan.choices, look.earlier
        self.resumable, self.drives, self._found = look.resumable, look.drives, look.findings
        self._course = course_of(ConversionJob(look.plan))
        if look.resumable:
            self._become(State.STOPPED)
        else:
            self._become(State.BLOCKED if blocking(self.findings) else State.READY)

    # -- the work

    def convert(self) -> None:
        """Ask for it, where the state is READY: it begins as soon as its drives are free."""
        if self.state is State.READY and self.plan is not None:
            self._ask(self.plan)

    def resume(self) -> None:
        """Ask to go on with what was stopped in the folder."""
        if self.resumable and not self.state.settled and self.plan is not None:
            self._ask(replace(self.plan, resuming=True))

    def try_again(self) -> None:
        """Look again after a failure, and go on or begin anew where nothing stands against it."""
        self._around.tasks.spawn(self._try_again())

    async def _try_again(self) -> None:
        await self.replan()
        if self.resumable:
            self.resume()
        else:
            self.convert()

    def cancel(self) -> None:
        """Stop, or do not begin."""
        if self.entry is not None:
            self._around.queue.cancel(self.entry)

    def _ask(self, plan: Plan) -> None:
        """Put a conversion into the queue; its bridges are kept as the table that has them."""
        job = ConversionJob(plan)
        kept = replace(plan.choices, networks={}).as_json()
        then = {THEN: wishes.as_json(self.then)} if self.then else {}
        request = {**job.request, "choices": kept, TABLE: self.table, **then}
        self.entry, self.delivered = Entry(job, plan.folder, request), Delivered()
        self.entry.drives = self.drives
        self.entry.changed.connect(self._follow)
        self.entry.progressed.connect(self.progressed)
        self.entry.withdrawn.connect(self._withdrawn)
        self._around.queue.submit(self.entry)
        self.changed.emit()

    def _follow(self) -> None:
        entry = self.entry
        if entry is not None:
            self.resumable = entry.resumable
            if entry.state is State.DONE:
                self._around.settings.speed = entry.course.speed or self._around.settings.speed
                self._around.settings.remember_opened(entry.folder)
                self._send(entry.folder)
        self.changed.emit()

    def _send(self, folder: Path) -> None:
        """Have the result sent where that was asked for, once."""
        then, self.then = self.then, None
        if then is not None:
            self.made.emit(folder, then)

    def _withdrawn(self) -> None:
        """It is not asked for any more."""
        self.entry = None
        self._become(State.STOPPED if self.resumable else State.READY)

    def _leave_queue(self) -> None:
        """Have no entry any more; one that waits is withdrawn."""
        entry, self.entry = self.entry, None
        if entry is not None:
            entry.changed.disconnect(self._follow)
            entry.progressed.disconnect(self.progressed)
            entry.withdrawn.disconnect(self._withdrawn)
            self._around.queue.remove(entry)

    def _become(self, state: State) -> None:
        self._state = state
        self.changed.emit()


def _is_reading(key: str) -> bool:
    """Whether a setting says how a machine is read: that is no choice any more."""
    return key == "redo" or key.startswith(LOCATE)
