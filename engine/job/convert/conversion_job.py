"""A conversion as a job: begun, stopped, and gone on with from its journal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine import platform
from engine.choices import Choices
from engine.disk.copying.journal import hold_folder, lock, sync_folder
from engine.disk.side_files import of_folder
from engine.findings import Finding, Refusal, finding, refuse
from engine.image_formats import FORMATS
from engine.job import drives
from engine.job.convert import aside, space
from engine.job.convert import plan as plans
from engine.job.convert.plan import Plan, config_path
from engine.job.convert.steps import of_plan
from engine.job.places import JOB_JOURNAL, has_begun, replace_durably
from engine.job.result import manifest
from engine.job.work import Advice, Job, Request, Step
from engine.phrase import Phrase
from engine.source import taken_snapshots
from engine.source.paths import real
from engine.vmware import machine as machines
from engine.xen import device_model

KIND = "conversion"
_MAGIC = "vmx2xen job 1"
_JOURNAL_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class ConversionJob(Job):
    """A planned conversion; a plan may have become old in a queue, so it is checked again."""

    plan: Plan

    @classmethod
    def resumed(
        cls, folder: Path, *, trusted: bool = False, located: Iterable[Path] = ()
    ) -> ConversionJob:
        """The conversion that was stopped in ``folder``; refuses E404, and E412 if there is none.

        What its machine is refused for by now is refused as well: the folder may be a stranger's,
        so files outside of the machine's folder are agreed to anew (``trusted``), but for those
        that the user has ``located`` there.
        """
        source, choices = asked(folder)
        choices = replace(choices, trusted=trusted)
        if not trusted and (strange := outside(source, choices, located)):
            raise Refusal(strange)
        redo = choices.settings.get("redo", "")
        machine = machines.read(
            source, trusted=choices.trusted, redo=redo, placed=choices.placed_now
        )
        return cls(plans.make(machine, folder, choices, resuming=True))

    @property
    def title(self) -> Phrase:
        if self.plan.choices.update:
            return Phrase("Update {machine}", machine=self.plan.machine.name)
        return Phrase("Convert {machine}", machine=self.plan.machine.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.plan.findings

    @property
    def drives(self) -> drives.Drives:
        plan = self.plan
        sources = [path for task in plan.disks for path in task.chain.files.stamps()]
        devices = [task.target for task in plan.disks if task.target.is_block_device()]
        return drives.drives([*sources, *devices, plan.folder])

    @property
    def request(self) -> Request:
        return {"kind": KIND, "folder": str(self.plan.folder.absolute()), **_request(self.plan)}

    @property
    def resumable(self) -> Path | None:
        return self.plan.folder if has_begun(self.plan.folder / JOB_JOURNAL) else None

    def steps(self) -> list[Step]:
        # The manifest gets its name last: where it is, only tidying up can be left.
        done = self.resumable and _is_written(self.plan)
        return of_plan(self.plan)[-1:] if done else of_plan(self.plan)

    @contextmanager
    def prepared(self) -> Iterator[list[Step]]:
        if not self.plan.resuming:
            plans.recheck(self.plan)
        with _journal(self.plan), space.measured(self.plan.folder, self.plan.needed):
            if self.plan.choices.update:
                aside.set_aside(self.plan.folder)
            yield self.steps()
            if self.plan.choices.update:
                aside.drop(self.plan.folder)
            taken_snapshots.release(self.plan.machine.path, self.plan.choices.snapshot)
            (self.plan.folder / JOB_JOURNAL).unlink()
            sync_folder(self.plan.folder)

    @property
    def told(self) -> Phrase:
        names = ", ".join(path.name for path in self._files())
        return Phrase("{files} in {folder}", files=names, folder=self.plan.folder)

    @property
    def advice(self) -> tuple[Advice, ...]:
        folder = str(self.plan.folder)
        if not FORMATS[self.plan.choices.format].starts:
            return ()
        return (
            Advice(Phrase("To see whether it starts"), ("vmx2xen", "try", folder), here=True),
            Advice(
                Phrase("To bring it to the server"),
                ("vmx2xen", "push", folder, "root@SERVER:/FOLDER"),
                here=True,
            ),
        )

    def result(self) -> dict[str, Any]:
        folder = self.plan.folder
        finished = not has_begun(folder / JOB_JOURNAL) and (folder / manifest.NAME).exists()
        return {
            "folder": str(folder.absolute()),
            "files": [path.name for path in self._files()] if finished else [],
        }

    def _files(self) -> list[Path]:
        """The results; with what takes the changes of the guest back."""
        folder = self.plan.folder
        files = [task.target for task in self.plan.disks]
        files += [config_path(folder, self.plan.machine), folder / manifest.NAME]
        if device_model.is_wanted(self.plan.domain):
            files.append(folder / device_model.NAME)
        return files + sorted(folder.glob("*.undo-001"))


def _is_written(plan: Plan) -> bool:
    """Whether the manifest of this conversion is there, and not that of its first pass."""
    there = (plan.folder / manifest.NAME).exists()
    return there and (not plan.choices.update or aside.is_set_aside(plan.folder))


def outside(machine: Path, choices: Choices, located: Iterable[Path] = ()) -> tuple[Finding, ...]:
    """The files that ``choices`` place outside of the machine's folder, each as E109.

    What is ``located`` was said by the user, not by a folder.
    """
    folder, known = real(machine.parent), set(located)
    targets = {path: real(path) for path in choices.placed.values() if path not in known}
    return tuple(
        finding("E109", path=path, target=target)
        for path, target in targets.items()
        if not target.is_relative_to(folder)
    )


def asked(folder: Path) -> tuple[Path, Choices]:
    """The machine and the choices that a journal speaks of, but no trust; refuses E404, E412."""
    path = folder / JOB_JOURNAL
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_JOURNAL_LIMIT))
        if found.pop("magic") != _MAGIC:
            raise ValueError
        choices = Choices.from_json(found["choices"])
        return Path(found["machine"]), replace(choices, trusted=False)
    except FileNotFoundError:
        reason = Phrase("it has no {name}", name=JOB_JOURNAL)
        raise refuse("E412", path=folder, reason=reason) from None
    except OSError as error:
        raise refuse("E404", path=folder, reason=error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        reason = Phrase("{name} is damaged", name=JOB_JOURNAL)
        raise refuse("E404", path=folder, reason=reason) from None


@contextmanager
def _journal(plan: Plan) -> Iterator[None]:
    """The job's own journal, locked: says what was asked for, until all is done."""
    path = plan.folder / JOB_JOURNAL
    try:
        rights = plan.rights
        plan.folder.mkdir(of_folder(rights), parents=True, exist_ok=True)
        if not path.exists():
            _create(path, json.dumps({"magic": _MAGIC, **_request(plan)}, indent=1), rights)
        fd = platform.open_own(path)
    except OSError as error:
        raise refuse("E403", path=plan.folder, reason=error) from None
    try:
        lock(fd, path)
        yield
    finally:
        os.close(fd)


def _create(path: Path, text: str, rights: int) -> None:
    """Make a file that is whole from the first moment; one that is there meanwhile stays.

    All that is made beside it has its ``rights``. What a killed process has left of it is used
    up. Refuses E403, E407, E417.
    """
    held = hold_folder(path.parent, path)
    try:
        if not path.exists():
            replace_durably(path, text, rights)
    finally:
        os.close(held)


def _request(plan: Plan) -> Request:
    return {"machine": str(plan.machine.path.absolute()), "choices": plan.choices.as_json()}
