"""The steps of a conversion besides those of its disks: fit the guest, configuration, manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.guest.fit import Fitting
from engine.guest.windows import changes
from engine.job.convert import copy_journal
from engine.job.convert.disk_steps import Publish, VerifyDisk
from engine.job.convert.disk_task import DiskTask
from engine.job.convert.manifest_of_plan import manifest_of
from engine.job.convert.noted_digests import copy_steps
from engine.job.convert.plan import Plan, config_path
from engine.job.events import Log
from engine.job.places import (
    edit_of,
    holds,
    journal_of,
    make_program,
    partial,
    rename,
    where_now,
    write_durably,
)
from engine.job.result import manifest
from engine.job.result.hash_image import HashImage
from engine.job.work import Step, Work
from engine.phrase import Phrase
from engine.xen import device_model
from engine.xen.config import written


@dataclass(frozen=True, slots=True)
class FitGuest:
    """Keeps the change of the guest in a file: the newest layer of the chain, and the undo."""

    task: DiskTask
    fitting: Fitting
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Fit the guest on {image}", image=self.task.target.name)

    def run(self, work: Work) -> None:
        path = edit_of(self.task.target)
        for change in self.fitting.changes:
            work.emit(Log("debug", str(change)))
        summary = changes.summary(self.fitting.changes)
        work.log(f"{self.task.target.name}: {summary} changed in the guest")
        if journal_of(self.task.target).exists():
            if path.exists():
                return  # copied with it already
            copy_journal.forget(self.task)  # begun when the guest could not be fitted
            work.log(f"{self.task.target.name}: it was begun without that, so it begins anew")
        self.fitting.edit.save(partial(path))
        rename(partial(path), path)


@dataclass(frozen=True, slots=True)
class WriteConfig:
    """Writes the Xen configuration."""

    plan: Plan
    name: Phrase = Phrase("Write the configuration")
    total: int = 0

    def run(self, work: Work) -> None:
        path = config_path(self.plan.folder, self.plan.machine)
        write_partial(path, written(self.plan.domain))
        if device_model.is_wanted(self.plan.domain):
            write_partial(self.plan.folder / device_model.NAME, device_model.script())
            make_program(where_now(self.plan.folder / device_model.NAME))


def write_partial(path: Path, text: str) -> None:
    """Write a text that gets its name later; one that a run before gave its name is left alone."""
    if holds(path, text):
        partial(path).unlink(missing_ok=True)
        return
    write_durably(partial(path), text)


@dataclass(frozen=True, slots=True)
class WriteManifest:
    """Writes the manifest; published last, it says that everything else is there."""

    plan: Plan
    name: Phrase = Phrase("Write the manifest")
    total: int = 0

    def run(self, work: Work) -> None:
        text = manifest_of(self.plan, work)
        write_durably(partial(self.plan.folder / manifest.NAME), text)


def of_plan(plan: Plan) -> list[Step]:
    """All steps of a conversion, in order."""
    wrapper = [plan.folder / device_model.NAME] if device_model.is_wanted(plan.domain) else []
    texts = (
        config_path(plan.folder, plan.machine),
        *wrapper,
        plan.folder / manifest.NAME,
    )
    return [
        *(FitGuest(task, task.fitting) for task in plan.disks if task.fitting),
        *copy_steps(plan.machine, plan.disks, plan.choices.trusted),
        *(VerifyDisk(task) for task in plan.disks),
        *(HashImage(task.target, task.size) for task in plan.disks if plan.choices.sha256),
        WriteConfig(plan),
        WriteManifest(plan),
        Publish(plan.disks, texts),
    ]
