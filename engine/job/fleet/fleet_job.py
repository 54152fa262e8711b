"""A fleet as a job: wave after wave, then a report. What was done is not done again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.findings import Finding, Refusal, Stopped, blocking, finding, refuse
from engine.job import drives
from engine.job.events import Found, Log
from engine.job.fleet import cancelling, fleet_plan, machine_task, plan_file, report
from engine.job.fleet.cluster import Cluster
from engine.job.fleet.fleet_plan import FleetPlan, Member
from engine.job.fleet.here import Here, by_outcome
from engine.job.fleet.order import Order, Record
from engine.job.fleet.runner import Runner, Running
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase

KIND = "fleet"


@dataclass(slots=True)
class FleetJob(Job):
    """A fleet that was looked at."""

    plan: FleetPlan
    cluster: str = ""  #: address of the scheduler; empty for this computer
    cluster_before: str = field(default="", init=False)  #: that of the run before
    records: dict[str, Record] = field(default_factory=dict, init=False)  #: by folder or machine
    #: What is done, 0 to 1, of machines that were begun; by folder.
    parts: dict[str, float] = field(default_factory=dict, init=False)

    @classmethod
    def planned(cls, path: Path, cluster: str = "") -> FleetJob:
        """The job of the plan at ``path``; refuses E890."""
        job = cls(fleet_plan.make(plan_file.read(path)), cluster)
        job.cluster_before = report.cluster(job.plan.file.state)
        earlier = report.earlier(job.plan.file.state)
        for each in job.plan.members:
            job._note(_expected(each, earlier))
        return job

    @classmethod
    def resumed(cls, path: Path, cluster: str = "") -> FleetJob:
        """The job that goes on with a plan, where it ran before unless a ``cluster`` is named.

        Refuses E890, and E948 a plan that was never run.
        """
        if not report.page(plan_file.read(path).state).exists():
            raise refuse("E948", path=path)
        job = cls.planned(path, cluster)
        job.cluster = cluster or job.cluster_before
        return job

    @property
    def title(self) -> Phrase:
        return Phrase("Fleet {plan}", plan=self.plan.file.path.stem)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.plan.findings

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([Path(each.order.folder) for each in self.plan.ready])

    @property
    def request(self) -> Request:
        return {"kind": KIND, "plan": str(self.plan.file.path), "cluster": self.cluster}

    def steps(self) -> list[Step]:
        runner = Cluster(self.cluster) if self.cluster else Here(self.plan.file.at_once)
        waves = [_Wave(self, wave, each, runner) for wave, each in self.plan.waves.items()]
        return [*waves, _Report(self)]

    @property
    def told(self) -> Phrase:
        return Phrase(
            "{count} machines; the report is {path}",
            count=len(self.records),
            path=report.page(self.plan.file.state),
        )

    @property
    def advice(self) -> tuple[Advice, ...]:
        return ()

    def result(self) -> dict[str, Any]:
        records = list(self.records.values())
        return {
            "plan": str(self.plan.file.path),
            "report": str(report.page(self.plan.file.state)),
            "outcomes": by_outcome(records),
            "machines": [report.plain(each) for each in records],
        }

    def record(self, member: Member) -> Record:
        """How the work at a machine ended, or that it waits."""
        return self.records[member.order.folder or member.order.machine]

    def _note(self, record: Record) -> None:
        self.records[record.folder or record.machine] = record

    def take(self, record: Record, work: Work) -> None:
        """Note how the work at a machine ended, and say it."""
        self._note(record)
        level = "info" if record.outcome == "done" else "warning"
        work.emit(Log(level, f"{record.name}: {record.outcome}"))  # type: ignore[arg-type]
        self.write_report()

    def write_report(self) -> None:
        """Write how it stands; refuses E403."""
        report.write(self.plan.file.state, list(self.records.values()), self.cluster)


def _expected(member: Member, earlier: Mapping[str, Record]) -> Record:
    """The record of a machine before the fleet runs; of one that is done that of then."""
    order, state = member.order, member.state
    if state == "done":
        known = earlier.get(order.folder)
        return known if known and known.outcome == "done" else machine_task.done(order)
    outcome = "refused" if state == "person" else "waiting"
    listed = tuple(each.as_json() for each in member.findings)
    return Record(order.name, order.machine, order.folder, outcome, listed)


@dataclass(frozen=True, slots=True)
class _Wave:
    """Machines that are worked at together; the next wave begins when the last of them ends."""

    job: FleetJob
    number: int
    members: tuple[Member, ...]
    runner: Runner

    @property
    def name(self) -> Phrase:
        return Phrase("Wave {number}: {count} machines", number=self.number,
                      count=len(self.members))  # fmt: skip

    @property
    def total(self) -> int:
        return sum(each.order.size for each in self.members)

    def run(self, work: Work) -> None:
        if work.cancel.is_set():
            raise Stopped
        meter = _Meter(self.members, work.progress(self.total), self.job.parts)
        with self.runner.started(work.cancel) as running:
            self._run(running, meter, work)
        if work.cancel.is_set():
            raise Stopped
        is_whole = all(self.job.records[each.order.folder].outcome == "done"
                       for each in self.members)  # fmt: skip
        if self.job.plan.file.stop_at_failed_wave and not is_whole:
            raise refuse("E898", wave=self.number, path=report.page(self.job.plan.file.state))

    def _run(self, running: Running, meter: _Meter, work: Work) -> None:
        self.job.write_report()
        wanted = cancelling.Requests(self.job.plan.file.state)
        orders = [each.order for each in self.members]
        for record in running.run(orders, meter.told, wanted.has):
            meter.ended(record.folder)
            self.job.take(record, work)


class _Meter:
    """Parts of machines, told by many, as bytes of the wave."""

    def __init__(
        self, members: Sequence[Member], advance: Callable[[int], None], parts: dict[str, float]
    ) -> None:
        self._sizes = {each.order.folder: each.order.size for each in members}
        self._done = dict.fromkeys(self._sizes, 0)
        self._advance, self._parts, self._turn = advance, parts, threading.Lock()

    def told(self, order: Order, part: float) -> None:
        self._parts[order.folder] = part
        self._at(order.folder, int(part * self._sizes[order.folder]))

    def ended(self, folder: str) -> None:
        self._at(folder, self._sizes[folder])

    def _at(self, folder: str, done: int) -> None:
        with self._turn:
            more = done - self._done[folder]
            if more > 0:
                self._done[folder] = done
                self._advance(more)


@dataclass(frozen=True, slots=True)
class _Report:
    """Writes the report, and refuses (E892) a fleet that is not complete."""

    job: FleetJob
    name: Phrase = Phrase("Write the report")
    total: int = 0

    def run(self, work: Work) -> None:
        records, state = list(self.job.records.values()), self.job.plan.file.state
        self.job.write_report()
        left = [each for each in records if each.outcome != "done"]
        if not left:
            return
        for each in self.job.plan.members:
            for found in blocking(each.findings):
                work.emit(Found(found))
        done = len(records) - len(left)
        raise Refusal(
            finding("E892", done=done, count=len(records), path=report.page(state),
                    names=", ".join(each.name for each in left[:20]))
        )  # fmt: skip
