"""One machine on its way to Xen: what is chosen for it, its plan, and how far the work is."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from engine.choices import LOCATE, Choices, LinuxChoice, Storage
from engine.findings import Finding, Refusal, blocking
from engine.job.bottleneck import Limits
from engine.job.convert.plan import Plan
from engine.job.drives import Drives
from engine.job.events import Finished
from engine.job.result.conversion import Conversion
from engine.vmware.model import Slot, VirtualMachine
from engine.vmware.places import of_state
from engine.xen.target import DEFAULT, Target
from gui.log.log_buffer import LogBuffer
from gui.machines import job_work
from gui.machines.opener import Opened
from gui.queue.progress import Course, StepState, course_of
from gui.queue.queue import Queue
from gui.result.errands import Errands
from gui.settings import Settings
from gui.threads.job_thread import JobThread, Work, Workers
from gui.threads.tasks import Tasks
from gui.threads.watched import Watched

WATCH_EVERY = 200  #: milliseconds between two looks at how the work goes
PAUSE = 0.2  #: seconds; what is changed step by step is planned after the last step


class State(Enum):
    """Where a job is; the window derives from this alone what can be clicked."""

    PLANNING = auto()
    BLOCKED = auto()  #: findings say why
    READY = auto()
    WAITING = auto()  #: for its turn in the queue
    RUNNING = auto()
    STOPPING = auto()
    STOPPED = auto()  #: can be resumed
    DONE = auto()
    FAILED = auto()  #: refused while running, or a bug

    @property
    def active(self) -> bool:
        return self in (State.RUNNING, State.STOPPING)

    @property
    def waits(self) -> bool:
        return self is State.WAITING

    @property
    def settled(self) -> bool:
        """Nothing can be chosen any more, as it has been asked for."""
        return self.active or self.waits


#: What the end of the work makes of the job, and of the step under way.
_ENDS = {
    "done": (State.DONE, StepState.DONE),
    "stopped": (State.STOPPED, StepState.STOPPED),
    "refused": (State.FAILED, StepState.FAILED),
    "failed": (State.FAILED, StepState.FAILED),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all jobs share."""

    workers: Workers
    tasks: Tasks
    log: LogBuffer
    settings: Settings
    queue: Queue = field(default_factory=Queue)
    errands: Errands = field(default_factory=Errands)


class Job(Watched):
    """A conversion from the first look to the result."""

    def __init__(self, around: Surroundings, opened: Opened, folder: Path | None = None) -> None:
        super().__init__(Course())
        self._around = around
        self._opened = opened
        self._asked = 0
        self._thread: JobThread | None = None
        self.folder = folder
        self.snapshot = ""
        self.without: tuple[str, ...] = ()  #: slots of the disks that are left out
        #: where the user located files of snapshots: by snapshot, then as ``scsi0:1.2``
        self.places: dict[str, dict[str, Path]] = {}
        self.storage: Storage = "auto"
        self.linux: LinuxChoice = "auto"
        self.hal = "keep"  #: what is changed in the guest
        self.settings: dict[str, str] = {}  #: KEY=VALUE of the domain, as --set takes them
        self.sha256 = False  #: hash the whole images too
        self.target: Target = DEFAULT  #: the Xen that it is for
        self.table = around.settings.networks  #: path of the table of networks, if there is one
        self._networks: dict[str, str] = {}  #: what is in it
        self.state = State.PLANNING
        self.plan: Plan | None = None
        self.last_plan: Plan | None = None  #: stays while the next one is made
        self.resumable = False  #: something was stopped in the folder
        self.earlier: Conversion | None = None  #: of the same machine, done before
        self.drives: Drives = frozenset()  #: that it reads from and writes to
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_EVERY)
        self._watch.timeout.connect(self._look_on)

    @property
    def machine(self) -> VirtualMachine:
        return self._opened.machine

    @property
    def name(self) -> str:
        return self.machine.name

    @property
    def opened(self) -> Opened:
        """The machine, and what was decided for it."""
        return self._opened

    @property
    def busy(self) -> bool:
        """Whether it waits or runs, or something is done with its result."""
        is_used = self.folder is not None and self._around.errands.busy(self.folder)
        return self.state.settled or is_used

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the chosen state, each once, blocking ones first."""
        looked_at = self.plan.findings if self.plan else self.machine.all_findings
        every = dict.fromkeys((*looked_at, *self._found))
        return tuple(sorted(every, key=lambda each: not each.blocks))

    @property
    def vdevs(self) -> dict[Slot, str]:
        """What the disks become under Xen, as far as it is planned."""
        plan = self.last_plan
        if plan is None:
            return {}
        by_name = {Path(vbd.target).name: vbd.vdev for vbd in plan.domain.disks}
        return {
            disk.slot: by_name.get(task.target.name, "")
            for disk in plan.machine.disks
            for task in plan.disks
            if task.chain is disk.chain
        }

    # -- before the start

    def choose_folder(self, folder: Path) -> None:
        self.folder = folder
        self.replan()

    def choose_snapshot(self, snapshot: str) -> None:
        """Convert the state frozen in ``snapshot`` (a uid); empty for the running state."""
        self.snapshot = snapshot
        self.replan()

    def choose_disk(self, slot: str, *, wanted: bool) -> None:
        """Whether the disk in ``slot`` is converted, or left out."""
        others = tuple(each for each in self.without if each != slot)
        self.without = others if wanted else (*others, slot)
        self.replan()

    def choose_place(self, of: str, place: Path) -> None:
        """Say where a file of the chosen snapshot is, ``of`` a slot and layer."""
        self.places.setdefault(self.snapshot, {})[of] = place
        self.replan()

    def choose_guest(self, storage: Storage, hal: str) -> None:
        """What is changed in the guest: ``auto`` or ``keep``, and the name of a HAL or ``keep``."""
        self.storage, self.hal = storage, hal
        self.linux = "keep" if storage == "keep" else "auto"
        self.replan()

    def choose_domain(self, choices: Choices) -> None:
        """Take the HAL, the Xen and the settings of the domain from ``choices``."""
        self.hal, self.storage, self.target = choices.hal, choices.storage, choices.target
        own = choices.domain
        self.settings = {key: value for key, value in choices.settings.items() if key in own}
        self.replan(PAUSE)

    def choose_sums(self, wanted: bool) -> None:
        """Whether the SHA-256 of the whole images is wanted."""
        self.sha256 = wanted
        self.replan()

    def choose_table(self, table: str) -> None:
        """Take the bridges from the table of networks at this path; empty for none."""
        self.table = table
        self.replan()

    def take(self, choices: Choices) -> None:
        """Take over what was chosen in another session, to be planned next.

        How the machine is read is no choice any more: it was read like that.
        """
        self.snapshot, self.sha256 = choices.snapshot, choices.sha256
        self.storage, self.hal, self.target = choices.storage, choices.hal, choices.target
        self.linux = choices.linux
        self.without = choices.without
        if choices.snapshot:
            self.places[choices.snapshot] = choices.placed
        self.settings = {
            key: value
            for key, value in choices.settings.items()
            if key != "redo" and not key.startswith(LOCATE)
        }

    def replan(self, pause: float = 0) -> asyncio.Task[None]:
        """Look at the machine and the folder, and plan anew; only the latest time counts."""
        self._around.queue.remove(self)
        self._asked += 1
        self._found, self.plan, self.step, self.done = (), None, None, 0
        self.resumable, self.course = False, Course()
        self._become(State.PLANNING)
        return self._around.tasks.spawn(self._look(self._asked, pause))

    def discard(self) -> None:
        """It is not wanted any more: what is still being planned is not waited for."""
        self._around.queue.remove(self)
        self._asked += 1

    async def _look(self, request: int, pause: float) -> None:
        await asyncio.sleep(pause)
        if request != self._asked:
            return
        try:
            look = await self._around.workers.run(
                partial(job_work.look, self.machine, self.folder, self.choices, self.table)
            )
        except Refusal as refusal:
            if request == self._asked:
                self._found = refusal.findings
                self._become(State.BLOCKED)
            return
        except Exception:
            if request == self._asked:
                self._become(State.FAILED)
            raise
        if request != self._asked:
            return
        self.folder, self.plan, self.last_plan = look.folder, look.plan, look.plan
        self.resumable, self.drives, self._found = look.resumable, look.drives, look.findings
        self.earlier = look.earlier
        self.course = course_of(look.plan)
        self._networks = look.plan.choices.networks
        if look.resumable:
            self.take(look.plan.choices)
            self._become(State.STOPPED)
        else:
            self._become(State.BLOCKED if blocking(self.findings) else State.READY)

    @property
    def choices(self) -> Choices:
        """What was chosen; of a stopped conversion what it was begun with."""
        if self.resumable and self.plan is not None:
            return self.plan.choices
        settings = {"redo": self._opened.redo} if self._opened.redo else {}
        placed = {
            **of_state(self._opened.placed, self.snapshot),
            **self.places.get(self.snapshot, {}),
        }
        settings |= {f"{LOCATE}{of}": str(at) for of, at in placed.items()}
        return Choices(
            snapshot=self.snapshot,
            without=self.without,
            settings=settings | self.settings,
            trusted=self._opened.trusted,
            hal=self.hal,
            storage=self.storage,
            linux=self.linux,
            networks=self._networks,
            sha256=self.sha256,
            target=self.target,
        )

    # -- the work

    def convert(self) -> None:
        """Ask for it, where the state is READY: it begins as soon as its drives are free."""
        if self.state is State.READY:
            self._wait()

    def resume(self) -> None:
        """Ask to go on with what was stopped in the folder."""
        if self.resumable and not self.state.settled and self.folder is not None:
            self._around.settings.remember_unfinished(self.folder)
            self._wait()

    def _wait(self) -> None:
        self.step, self.done = None, 0
        self._become(State.WAITING)
        self._around.queue.submit(self)

    def withdraw(self) -> None:
        """It is not asked for any more."""
        if self.state.waits:
            self._become(State.STOPPED if self.resumable else State.READY)

    def begin(self) -> None:
        """It is its turn."""
        if not self.state.waits or self.plan is None:
            return
        folder = self.plan.folder
        work = (
            partial(job_work.go_on, folder)
            if self.resumable
            else partial(job_work.convert, self.plan)
        )
        self._start(folder, work)

    def cancel(self) -> None:
        """Stop, or do not begin."""
        self.withdraw()
        if self.state is State.RUNNING and self._thread is not None:
            self._thread.cancel()
            self._become(State.STOPPING)

    def _start(self, folder: Path, work: Work) -> None:
        self._found = ()
        self.course = course_of(self.plan) if self.plan else Course()
        self._thread = JobThread(self._around.workers, self._around.log, self)
        self._thread.said.connect(self.hear)
        self._around.settings.remember_unfinished(folder)
        self._become(State.RUNNING)
        self._watch.start()
        self._around.tasks.spawn(self._run(folder, self._thread, work))

    async def _run(self, folder: Path, thread: JobThread, work: Work) -> None:
        finished = await thread.run(work)
        thread.deleteLater()
        self._thread = None
        self.resumable = await self._around.workers.run(partial(job_work.is_unfinished, folder))
        self._end(folder, finished)

    def _end(self, folder: Path, finished: Finished) -> None:
        self._watch.stop()
        self._found = (*self._found, *finished.findings)
        for each in finished.findings:
            self._around.log.append("error" if each.blocks else "warning", str(each))
        if not self.resumable:
            self._around.settings.forget_unfinished(folder)
        state, of_step = _ENDS[finished.outcome]
        self.course.end(of_step, time.monotonic())
        if state is State.DONE and self.course.speed:
            self._around.settings.speed = self.course.speed
        if finished.outcome == "failed":
            self._around.log.append("error", finished.detail)
        self._become(state)
        if finished.outcome == "failed":
            self.crashed.emit(finished.detail)

    def _look_on(self) -> None:
        """See what limits the speed, which can be told for one job at a time, and a stall."""
        if len(self._around.queue.running) == 1:
            self.course.limits.sample()
        else:
            self.course.limits = Limits()
        if self.course.stalled(time.monotonic()):
            self.progressed.emit()

    def _become(self, state: State) -> None:
        self.state = state
        self.changed.emit()
