"""Runs a plan: events out, cancel in, resume from the journal."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.disk.copying.journal import lock, sync_folder
from engine.findings import Refusal, refuse
from engine.job.convert import choices_json
from engine.job.convert import plan as plans
from engine.job.convert.plan import JOURNAL, Plan
from engine.job.convert.steps import of_plan
from engine.job.events import Finished, Found
from engine.job.places import write_durably
from engine.job.result import manifest
from engine.job.work import Emit, guarded, run_steps
from engine.phrase import Phrase
from engine.vmware import machine as machines

_MAGIC = "vmx2xen job 1"
_JOURNAL_LIMIT = 1 << 20


def run(plan: Plan, emit: Emit, cancel: threading.Event) -> Finished:
    """Run or continue ``plan``; blocks until done. Never raises: the outcome is the last event.

    ``emit`` is called from this thread; ``cancel`` is looked at often enough to stop within a
    second.
    """

    def work() -> None:
        if plan.blocking:
            raise Refusal(plan.blocking)
        for finding in plan.findings:
            emit(Found(finding))
        with _journal(plan):
            # The manifest gets its name last: where it is, only tidying up can be left.
            done = (plan.folder / manifest.NAME).exists()
            run_steps(of_plan(plan)[-1:] if done else of_plan(plan), emit, cancel)
            (plan.folder / JOURNAL).unlink()
            sync_folder(plan.folder)

    return guarded(work, emit)


def load(folder: Path) -> Plan:
    """The plan of the conversion that was stopped in ``folder`` (E404, E412 if there is none)."""
    path = folder / JOURNAL
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_JOURNAL_LIMIT))
        if found.pop("magic") != _MAGIC:
            raise ValueError
        source, choices = Path(found["machine"]), choices_json.from_json(found["choices"])
    except FileNotFoundError:
        raise refuse("E412", path=folder, reason=Phrase("it has no {name}", name=JOURNAL)) from None
    except OSError as error:
        raise refuse("E404", path=folder, reason=error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refuse(
            "E404", path=folder, reason=Phrase("{name} is damaged", name=JOURNAL)
        ) from None
    redo = choices.settings.get("redo", "")
    machine = machines.read(source, trusted=choices.trusted, redo=redo, placed=choices.placed_now)
    return plans.make(machine, folder, choices, resuming=True)


def unfinished(folder: Path) -> bool:
    """Whether a conversion was stopped in ``folder`` and can be resumed."""
    return (folder / JOURNAL).is_file()


@contextmanager
def _journal(plan: Plan) -> Iterator[None]:
    """The job's own journal, locked: says what was asked for, until all is done."""
    path = plan.folder / JOURNAL
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise refuse("E403", path=plan.folder, reason=error) from None
    try:
        lock(fd, path)
        if not os.fstat(fd).st_size:
            write_durably(path, json.dumps(_asked(plan), indent=1))
            sync_folder(plan.folder)
        yield
    finally:
        os.close(fd)


def _asked(plan: Plan) -> dict[str, object]:
    return {
        "magic": _MAGIC,
        "machine": str(plan.machine.path.absolute()),
        "choices": choices_json.as_json(plan.choices),
    }
