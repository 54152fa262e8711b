"""One machine on its way to Xen: what is chosen for it, its plan, and how far the work is."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.findings import Finding, Refusal, blocking
from engine.job import plan as planning
from engine.job import runner
from engine.job.events import Event, Finished, Found, Progress, StepStarted
from engine.job.plan import LOCATE, Choices, Plan
from engine.vmware.model import Slot, VirtualMachine
from gui.job_thread import Emit, JobThread, Work, Workers
from gui.log_buffer import LogBuffer
from gui.opener import Opened
from gui.pace import Pace
from gui.settings import Settings
from gui.tasks import Tasks

FINDINGS = 500  #: more are not kept


class State(Enum):
    """Where a job is; the window derives from this alone what can be clicked."""

    PLANNING = auto()
    BLOCKED = auto()  #: findings say why
    READY = auto()
    RUNNING = auto()
    STOPPING = auto()
    STOPPED = auto()  #: can be resumed
    DONE = auto()
    FAILED = auto()  #: refused while running, or a bug

    @property
    def active(self) -> bool:
        return self in (State.RUNNING, State.STOPPING)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all jobs share."""

    workers: Workers
    tasks: Tasks
    log: LogBuffer
    settings: Settings


class Job(QObject):
    """A conversion from the first look to the result."""

    changed = Signal()  #: state, plan, findings or step
    progressed = Signal()  #: only the numbers
    crashed = Signal(str)  #: the report of a bug in the engine

    def __init__(self, around: Surroundings, opened: Opened, folder: Path | None = None) -> None:
        super().__init__()
        self._around = around
        self._opened = opened
        self._asked = 0
        self._thread: JobThread | None = None
        self._found: tuple[Finding, ...] = ()
        self.folder = folder
        self.snapshot = ""
        self.storage, self.hal = "auto", "keep"  #: what is changed in the guest
        self.state = State.PLANNING
        self.plan: Plan | None = None
        self.resumable = False  #: something was stopped in the folder
        self.step: StepStarted | None = None
        self.done = 0
        self.pace = Pace()

    @property
    def opened(self) -> Opened:
        """The machine with what the user decided when it was read."""
        return self._opened

    @property
    def machine(self) -> VirtualMachine:
        return self._opened.machine

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the chosen state, each once, blocking ones first."""
        looked_at = self.plan.findings if self.plan else self.machine.all_findings
        every = dict.fromkeys((*looked_at, *self._found))
        return tuple(sorted(every, key=lambda each: not each.blocks))

    @property
    def vdevs(self) -> dict[Slot, str]:
        """What the disks become under Xen, as far as it is planned."""
        if self.plan is None:
            return {}
        by_name = {Path(vbd.target).name: vbd.vdev for vbd in self.plan.domain.disks}
        return {
            disk.slot: by_name.get(task.target.name, "")
            for disk in self.plan.machine.disks
            for task in self.plan.disks
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

    def choose_guest(self, storage: str, hal: str) -> None:
        """What is changed in the guest: ``auto`` or ``keep``, and the name of a HAL or ``keep``."""
        self.storage, self.hal = storage, hal
        self.replan()

    def replan(self) -> asyncio.Task[None]:
        """Look at the machine and the folder, and plan anew; only the latest time counts."""
        self._asked += 1
        self._found, self.plan, self.step, self.done = (), None, None, 0
        self.resumable = False
        self._become(State.PLANNING)
        return self._around.tasks.spawn(self._look(self._asked))

    def discard(self) -> None:
        """It is not wanted any more: what is still being planned is not waited for."""
        self._asked += 1

    async def _look(self, request: int) -> None:
        try:
            folder, plan, resumable = await self._around.workers.run(
                partial(_plan, self.machine, self.folder, self._choices())
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
        self.folder, self.plan, self.resumable = folder, plan, resumable
        if resumable:
            self.snapshot = plan.choices.snapshot
            self.storage, self.hal = plan.choices.storage, plan.choices.hal
            self._become(State.STOPPED)
        else:
            self._become(State.BLOCKED if blocking(self.findings) else State.READY)

    def _choices(self) -> Choices:
        settings = {"redo": self._opened.redo} if self._opened.redo else {}
        settings |= {f"{LOCATE}{name}": str(at) for name, at in self._opened.placed.items()}
        return Choices(
            snapshot=self.snapshot,
            settings=settings,
            trusted=self._opened.trusted,
            hal=self.hal,
            storage=self.storage,
        )

    # -- the work

    def convert(self) -> None:
        """Begin; only where the state is READY."""
        if self.state is State.READY and self.plan is not None:
            self._start(self.plan.folder, partial(runner.run, self.plan))

    def resume(self) -> None:
        """Go on with what was stopped in the folder."""
        if self.resumable and not self.state.active and self.folder is not None:
            self._start(self.folder, partial(_go_on, self.folder))

    def cancel(self) -> None:
        if self.state is State.RUNNING and self._thread is not None:
            self._thread.cancel()
            self._become(State.STOPPING)

    def _start(self, folder: Path, work: Work) -> None:
        self._found, self.step, self.done, self.pace = (), None, 0, Pace()
        self._thread = JobThread(self._around.workers, self._around.log, self)
        self._thread.said.connect(self._hear)
        self._around.settings.remember_unfinished(folder)
        self._become(State.RUNNING)
        self._around.tasks.spawn(self._run(folder, self._thread, work))

    async def _run(self, folder: Path, thread: JobThread, work: Work) -> None:
        finished = await thread.run(work)
        thread.deleteLater()
        self._thread = None
        self.resumable = await self._around.workers.run(partial(runner.unfinished, folder))
        self._end(folder, finished)

    def _end(self, folder: Path, finished: Finished) -> None:
        self._found = (*self._found, *finished.findings)
        for each in finished.findings:
            self._around.log.append("error" if each.blocks else "warning", str(each))
        if not self.resumable:
            self._around.settings.forget_unfinished(folder)
        ends = {"done": State.DONE, "stopped": State.STOPPED}
        self._become(ends.get(finished.outcome, State.FAILED))
        if finished.outcome == "failed":
            self._around.log.append("error", finished.detail)
            self.crashed.emit(finished.detail)

    def _hear(self, event: Event) -> None:
        match event:
            case Progress(done, _):
                self.done = done
                self.pace.update(time.monotonic(), done)
                self.progressed.emit()
            case StepStarted():
                self.step, self.done, self.pace = event, 0, Pace()
                self.changed.emit()
            case Found(finding) if len(self._found) < FINDINGS:
                self._found = (*self._found, finding)
                self.changed.emit()

    def _become(self, state: State) -> None:
        self.state = state
        self.changed.emit()


def _go_on(folder: Path, emit: Emit, cancel: threading.Event) -> Finished:
    return runner.run(runner.load(folder), emit, cancel)


def _plan(
    machine: VirtualMachine, folder: Path | None, choices: Choices
) -> tuple[Path, Plan, bool]:
    """The folder, the plan, and whether it goes on with a stopped one. Runs in a thread."""
    target = folder if folder is not None else default_folder(machine)
    if runner.unfinished(target):
        stopped = runner.load(target)
        if stopped.machine.path == machine.path:
            return target, stopped, True
    return target, planning.make(machine, target, choices), False


def default_folder(machine: VirtualMachine) -> Path:
    """A new folder beside the machine: ``…/server`` becomes ``…/server-xen``.

    The folder of a stopped conversion is offered again; that of a finished one is left alone.
    """
    path = machine.path
    single = path.suffix.lower() in (".ova", ".ovf")
    base = path.with_suffix("") if single else path.parent
    first = base.parent / f"{base.name or machine.name}-xen"
    for number in range(1, 100):
        folder = first if number == 1 else first.with_name(f"{first.name}-{number}")
        if not folder.exists() or runner.unfinished(folder):
            return folder
    return first
