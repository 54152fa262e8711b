"""Jobs made again from what was asked for: a queue that is kept, a folder with something left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.choices import Choices
from engine.findings import refuse
from engine.guest.wishes import Wishes
from engine.job.convert import conversion_job, disk_job, plan
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.disk_job import DiskJob
from engine.job.fleet import fleet_job
from engine.job.fleet.fleet_job import FleetJob
from engine.job.places import JOB_JOURNAL, PUSH_JOURNAL, has_begun
from engine.job.push import pool_job, push_job, start_job
from engine.job.push.pool_job import PoolJob, PoolWish
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Wish
from engine.job.push.start_job import StartJob
from engine.job.result import (
    checksums_job,
    configure_job,
    hal_jobs,
    refit_job,
    verify_job,
    xva_job,
)
from engine.job.result.checksums_job import ChecksumsJob
from engine.job.result.configure_job import ConfigureJob
from engine.job.result.conversion import Conversion
from engine.job.result.hal_jobs import HalChangeJob, HalUndoJob
from engine.job.result.refit_job import RefitJob
from engine.job.result.verify_job import VerifyJob
from engine.job.result.xva_job import XvaJob
from engine.job.trial import trials_job, try_job, use_job
from engine.job.trial.trials_job import TrialsJob, TrialsWish
from engine.job.trial.try_job import TryJob
from engine.job.trial.use_job import UseJob
from engine.job.work import Job, Request
from engine.phrase import Phrase
from engine.vmware import machine as machines


def load(request: Request) -> Job:
    """The job that ``request`` was made of, planned anew.

    Refuses what stands against it by now; ValueError for what is no request of ours.
    """
    try:
        return _KINDS[request["kind"]](request)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no request: {error!r}") from None


def left_in(folder: Path) -> str:
    """Kind of the job that was stopped in ``folder`` and can be resumed; empty if there is none."""
    if has_begun(folder / JOB_JOURNAL):
        return conversion_job.KIND
    return push_job.KIND if has_begun(folder / PUSH_JOURNAL) else ""


def resumed(folder: Path, *, trusted: bool = False) -> Job:
    """The job that was stopped in ``folder``; refuses E404, and E412 where nothing is left.

    ``trusted``: files outside of the machine's folder are agreed to, now.
    """
    match left_in(folder):
        case conversion_job.KIND:
            return ConversionJob.resumed(folder, trusted=trusted)
        case push_job.KIND:
            return PushJob.resumed(folder)
    raise refuse("E412", path=folder, reason=Phrase("it has no {name}", name=JOB_JOURNAL))


def _conversion(request: Request) -> Job:
    folder, choices = Path(request["folder"]), Choices.from_json(request["choices"])
    if has_begun(folder / JOB_JOURNAL):
        located = choices.placed.values()
        return ConversionJob.resumed(folder, trusted=choices.trusted, located=located)
    redo = choices.settings.get("redo", "")
    machine = machines.read(
        Path(request["machine"]), trusted=choices.trusted, redo=redo, placed=choices.placed_now
    )
    return ConversionJob(plan.make(machine, folder, choices))


def _disk(request: Request) -> Job:
    return DiskJob.planned(
        Path(request["disk"]),
        Path(request["target"]),
        request["format"],
        trusted=request["trusted"],
        redo=request["redo"],
        placed={name: Path(path) for name, path in request["placed"].items()},
    )


def _push(request: Request) -> Job:
    return PushJob.planned(Path(request["folder"]), Wish(**request["wish"]))


def _pool(request: Request) -> Job:
    return PoolJob.planned(Path(request["folder"]), PoolWish.of_json(request["wish"]))


def _change(request: Request) -> Job:
    wishes = request["wishes"]
    lists = ("trials", "other_disks", "cards", "first_boot", "pv_drivers", "media")
    made = {name: tuple(wishes[name]) for name in lists if name in wishes}
    return HalChangeJob(Path(request["image"]), Wishes(**wishes | made))


def _trials(request: Request) -> Job:
    wish = request["wish"]
    lists = {name: tuple(wish[name]) for name in ("hals", "flags", "only")}
    return TrialsJob.planned(Path(request["folder"]), TrialsWish(**wish | lists))


_KINDS: dict[str, Callable[[Request], Job]] = {
    conversion_job.KIND: _conversion,
    disk_job.KIND: _disk,
    push_job.KIND: _push,
    pool_job.KIND: _pool,
    start_job.KIND: lambda found: StartJob.planned(Path(found["folder"])),
    hal_jobs.CHANGE: _change,
    hal_jobs.UNDO: lambda found: HalUndoJob(
        Path(found["image"]), bool(found["anyway"]), bool(found["conversion"])
    ),
    refit_job.KIND: lambda found: RefitJob(Path(found["image"])),
    fleet_job.KIND: lambda found: FleetJob.planned(Path(found["plan"]), str(found["cluster"])),
    verify_job.KIND: lambda found: VerifyJob(
        Conversion.open(Path(found["folder"])), accept=bool(found["accept"])
    ),
    configure_job.KIND: lambda found: ConfigureJob.planned(
        Path(found["folder"]), dict(found["settings"]), agreed=bool(found["agreed"])
    ),
    checksums_job.KIND: lambda found: ChecksumsJob.planned(Path(found["folder"])),
    xva_job.KIND: lambda found: XvaJob.planned(
        Path(found["folder"]), Path(found["target"]), agreed=bool(found["agreed"])
    ),
    try_job.KIND: lambda found: TryJob.planned(
        Path(found["folder"]),
        found["seconds"],
        window=bool(found["window"]),
        accelerator=found["accelerator"],
    ),
    trials_job.KIND: _trials,
    use_job.KIND: lambda found: UseJob.planned(
        Path(found["folder"]), found["name"], agreed=bool(found["agreed"])
    ),
}
