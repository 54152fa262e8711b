"""What the cards say of a machine: a sentence, a second one, and the picture of how it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.choices import KEEP
from engine.findings import Finding
from engine.job.convert.outlook import Outlook
from engine.job.convert.plan import Plan
from engine.report import prospect
from engine.report.guest_report import ChangeCounts, change_counts
from engine.report.options import overall
from engine.xen.domain import Domain
from engine.xen.target import facts
from gui.engine_texts import phrase
from gui.machines.migration import Migration
from gui.queue.job_display import before
from gui.widgets.units import date, duration, size


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on a card."""

    sentence: str
    detail: str = ""
    sign: str = ""  #: name of a picture


def sign(findings: Collection[Finding], good: str = "ok") -> str:
    """The picture for the worst of these; ``good`` where there are none."""
    if any(each.blocks for each in findings):
        return "error"
    return "warning" if findings else good


def looking() -> Said:
    """Nothing is known as long as it is being looked at."""
    return Said(_tr("Looking…"))


def origin(job: Migration, findings: Collection[Finding]) -> Said:
    """Which state of the machine is converted, and how much that is."""
    plan = job.last_plan
    snapshot = next(
        (each for each in job.machine.snapshots.all if str(each.uid) == job.choices.snapshot), None
    )
    if snapshot is None:
        what = _tr("As it is now")
    else:
        named = _tr("Snapshot {number} “{name}”, {date}")
        what = named.format(
            number=snapshot.uid, name=" ".join(snapshot.name.split()), date=date(snapshot.created)
        )
    if plan is None:
        return Said(what, "", sign(findings, ""))
    layers = max((len(disk.layers) for disk in plan.machine.disks), default=0)
    used = sum(disk.allocated for disk in plan.disks)
    whole = sum(disk.chain.size for disk in plan.machine.disks if disk.chain)
    if not whole:
        return Said(what, "", sign(findings))
    layered = _tr("1 layer") if layers == 1 else _tr("{n} layers").format(n=layers)
    held = _tr("{layers}, {used} of {size} in use").format(
        layers=layered, used=size(used), size=size(whole)
    )
    return Said(f"{what}: {held}", _tr("Nothing is ever written to it."), sign(findings))


def guest(job: Migration, findings: Collection[Finding]) -> Said:
    """What is done inside so that it starts."""
    plan = job.last_plan
    if plan is None:
        return Said(_tr("What is inside is not known."), "", sign(findings, ""))
    windows = [each for found in plan.guests.values() for each in found.windows]
    linux = [each for found in plan.guests.values() for each in found.linux]
    if not windows and not linux:
        return Said(_tr("No operating system that is known"), "", sign(findings, ""))
    hal = windows[0].hal.hal if windows and windows[0].hal else ""
    kept = plan.choices.hal in (KEEP, hal)
    stays = _tr("Its HAL stays: {hal}.") if kept else _tr("Its HAL becomes {chosen}.")
    told = stays.format(hal=hal, chosen=plan.choices.hal) if hal else ""
    if not plan.changes:
        forecast = prospect.of_windows(windows[0]) if windows else prospect.of_linux(linux[0])
        unchanged = _tr("Nothing is changed in it.")
        return Said(phrase(forecast), f"{unchanged} {told}".strip(), sign(findings))
    done = (
        _tr("Windows gets its own drivers for Xen's disks, so that it starts from them")
        if windows
        else _tr("Linux is mended so that it finds its disks under Xen")
    )
    undo = _tr("All of it can be undone.")
    detail = " ".join(filter(None, (f"{counted(change_counts(plan.changes))}.", told, undo)))
    return Said(done, detail, sign(findings))


def counted(counts: ChangeCounts) -> str:
    """How much is changed: ``4 files, 190 entries of the registry``."""
    words = (
        (counts.files, _tr("1 file"), _tr("{n} files")),
        (counts.entries, _tr("1 entry of the registry"), _tr("{n} entries of the registry")),
        (counts.fields, _tr("1 field of the boot sector"), _tr("{n} fields of the boot sector")),
    )
    return ", ".join(one if n == 1 else many.format(n=n) for n, one, many in words if n)


def xen(outlook: Outlook | None, findings: Collection[Finding]) -> Said:
    """What Xen is told, and how the guest does with it."""
    if outlook is None:
        return Said(_tr("What Xen is told is not known yet."), "", sign(findings, ""))
    verdict = overall(outlook)
    where = facts(outlook.choices.target).title
    text = _tr("{domain}, for {xen}").format(domain=domain(outlook.domain), xen=where)
    chosen = (
        _tr("As recommended.")
        if outlook.is_recommended
        else _tr("Not as recommended: see what is chosen.")
    )
    detail = f"{phrase(outlook.guest.called)}, {outlook.flags}: {phrase(verdict.reason)} {chosen}"
    signs = {"fits": "ok", "runs": "warning", "unknown": "unknown", "fails": "error"}
    blocks = any(each.blocks for each in findings)
    return Said(text, detail, "error" if blocks else signs[verdict.kind])


def domain(told: Domain) -> str:
    """The hardware of a domain in a few words."""
    one = told.vcpus == 1
    parts = [_tr("1 processor") if one else _tr("{n} processors").format(n=told.vcpus)]
    parts.append(size(told.memory << 20))
    parts += [
        _tr("{model} on {bridge}").format(model=vif.model, bridge=vif.bridge)
        for vif in told.vifs[:2]
    ]
    more = len(told.vifs) - 2
    if more > 0:
        parts.append(_tr("1 more card") if more == 1 else _tr("{n} more cards").format(n=more))
    parts.append("UEFI" if told.firmware == "uefi" else "BIOS")
    return ", ".join(parts)


def target(job: Migration, findings: Collection[Finding], speed: int) -> Said:
    """Where the result goes, and how much room and time it takes."""
    plan = job.plan or job.last_plan
    where = job.folder
    if where is None:
        return Said(_tr("Beside the virtual machine"), "", sign(findings, ""))
    text = _tr("{folder}, {format}").format(folder=where, format=job.choices.format)
    if plan is None:
        return Said(text, "", sign(findings, ""))
    detail = " ".join(filter(None, (room(plan), time(job, speed), before(job))))
    return Said(text, detail, sign(findings))


def room(plan: Plan) -> str:
    """How much it takes at most, and how much there is."""
    needed, free = size(plan.needed), size(plan.free)
    return _tr("Needs {needed} at most; {free} are free.").format(needed=needed, free=free)


def time(job: Migration, speed: int) -> str:
    """How long what is left takes, as fast as the last conversion (``speed``, bytes a second)."""
    left = job.course.total - job.course.done
    if not left:
        return ""
    if not speed:
        return _tr("How long it takes is known once it runs.")
    return _tr("About {time}, as fast as the last conversion.").format(time=duration(left / speed))


def _tr(text: str) -> str:
    return QCoreApplication.translate("sentences", text)
