"""The states of fleets that run, shown in the list of machines at those that are open there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from engine.job.fleet.fleet_job import FleetJob
from engine.job.fleet.fleet_plan import Member
from gui.fleet.fleet_rows import state_of
from gui.machines.machine_list import MachineList
from gui.machines.state_chip import Chip, Tone
from gui.queue.entry import Entry
from gui.queue.queue import Queue

#: Colours by the pictures of the fleet's table.
_TONES = {"ok": Tone.GOOD, "warning": Tone.HINT, "error": Tone.BAD}


@dataclass(frozen=True, slots=True)
class _Followed:
    """A fleet that runs, and its machines by what VMware wrote of them."""

    job: FleetJob
    members: dict[Path, Member]


class FleetChips(QObject):
    """Follows the fleets of the queue, whether or not their windows are open."""

    def __init__(self, queue: Queue, machines: MachineList) -> None:
        super().__init__(machines)
        self._machines = machines
        self._followed: dict[Entry, _Followed] = {}
        queue.started.connect(self._follow)
        queue.ended.connect(self._leave)
        machines.rows.rowsInserted.connect(self._show)

    def _follow(self, entry: Entry) -> None:
        if not isinstance(entry.job, FleetJob):
            return
        self._followed[entry] = _followed(entry.job)
        entry.changed.connect(self._show)
        entry.progressed.connect(self._show)
        self._show()

    def _leave(self, entry: Entry) -> None:
        """It has ended: what it has made of machines that are open is shown below them."""
        if self._followed.pop(entry, None) is None:
            return
        entry.changed.disconnect(self._show)
        entry.progressed.disconnect(self._show)
        self._show()
        if isinstance(entry.job, FleetJob):
            for path, member in _followed(entry.job).members.items():
                record = entry.job.record(member)
                if record.outcome == "done" and self._machines.jobs.find(path) >= 0:
                    self._machines.keep(Path(record.folder))

    def _show(self, *_: object) -> None:
        for entry, each in self._followed.items():
            if isinstance(entry.job, FleetJob) and entry.job is not each.job:
                self._followed[entry] = _followed(entry.job)  # it was looked at anew
        for machine in self._machines.jobs:
            machine.show_fleet(self._chip(machine.machine.path))

    def _chip(self, path: Path) -> Chip | None:
        """How a machine stands in the fleet that it is of; None where none runs."""
        for each in self._followed.values():
            if path in each.members:
                return _chip(each.job, each.members[path])
        return None


def _followed(job: FleetJob) -> _Followed:
    return _Followed(job, {each.order.path: each for each in job.plan.members})


def _chip(job: FleetJob, member: Member) -> Chip:
    word, picture = state_of(job, member, running=True)
    done = int(job.parts.get(member.order.folder, 0) * 1000) if picture == "current" else -1
    return Chip(word, _TONES.get(picture, Tone.BUSY), done)
