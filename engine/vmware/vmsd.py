"""The .vmsd: which snapshots a machine has, and which disks were frozen at each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.findings import Finding, Refusal, finding
from engine.phrase import Phrase
from engine.source.paths import exists, stat
from engine.vmware.model import Snapshot, SnapshotDisk, Snapshots
from engine.vmware.vmx import Vmx, load, parse

#: VMware allows 32 in a row; branches make more, by hand.
SNAPSHOTS_LIMIT = 1000
#: Four SCSI controllers with 64 units each.
DISKS_LIMIT = 256
#: A .vmsn without the guest's memory stays far below the least memory a machine can have.
_MEMORY_LEAST = 4 << 20


class _BrokenError(Exception):
    """The tree makes no sense; the text says why."""


def read(path: Path) -> tuple[Snapshots, tuple[Finding, ...]]:
    """The snapshots listed in ``path``; none if there is no such file, or it is broken (W104)."""
    if not exists(path):
        return Snapshots(), ()
    try:
        return parse_snapshots(load(path), path)
    except Refusal:
        return Snapshots(), (finding("W104", path=path, reason=Phrase("it cannot be read")),)


def parse_snapshots(data: bytes, path: Path) -> tuple[Snapshots, tuple[Finding, ...]]:
    """The same from the text of ``path``."""
    if not data.strip():  # ESXi makes the file before there is a snapshot
        return Snapshots(), ()
    try:
        vmsd = parse(data, path)
        noted = [key for key in vmsd.entries if key.endswith("needconsolidate")]
        pending = [finding("W112")] if any(map(vmsd.flag, noted)) else []
        return _snapshots(vmsd, path.parent), (*vmsd.findings, *pending)
    except Refusal:
        return Snapshots(), (
            finding("W104", path=path, reason=Phrase("it is no text of the kind")),
        )
    except _BrokenError as reason:
        return Snapshots(), (finding("W104", path=path, reason=reason),)


def _snapshots(vmsd: Vmx, folder: Path) -> Snapshots:
    written = vmsd.numbered("snapshot", "uid")
    count = vmsd.number("snapshot.numSnapshots", default=max(written, default=0) + 1)
    indexes = [index for index in written if index < count]
    if len(indexes) > SNAPSHOTS_LIMIT:
        raise _BrokenError(Phrase("it has more than {limit} snapshots", limit=SNAPSHOTS_LIMIT))
    found = [_snapshot(vmsd, f"snapshot{index}", folder) for index in indexes]
    known = {each.uid: each for each in found}
    if len(known) != len(found):
        raise _BrokenError(Phrase("two snapshots have the same number"))
    for each in found:
        _check_ancestors(each, known)
    current = vmsd.number("snapshot.current")
    rooted = (each if each.parent in known else replace(each, parent=None) for each in found)
    return Snapshots(tuple(rooted), current if current in known else None)


def _check_ancestors(snapshot: Snapshot, known: dict[int, Snapshot]) -> None:
    seen = set()
    here: Snapshot | None = snapshot
    while here is not None:
        if here.uid in seen:
            raise _BrokenError(Phrase("snapshot {uid} is its own ancestor", uid=here.uid))
        seen.add(here.uid)
        here = known.get(here.parent or 0)


def _snapshot(vmsd: Vmx, prefix: str, folder: Path) -> Snapshot:
    uid = vmsd.number(f"{prefix}.uid")
    if not uid:
        raise _BrokenError(Phrase("{prefix}.uid is not a number", prefix=prefix))
    return Snapshot(
        uid=uid,
        parent=vmsd.number(f"{prefix}.parent") or None,
        name=vmsd.text(f"{prefix}.displayName"),
        description=vmsd.text(f"{prefix}.description"),
        created=_created(vmsd, prefix),
        has_memory=_has_memory(folder, vmsd.text(f"{prefix}.filename")),
        disks=_disks(vmsd, prefix),
    )


def _disks(vmsd: Vmx, prefix: str) -> tuple[SnapshotDisk, ...]:
    count = vmsd.number(f"{prefix}.numDisks", DISKS_LIMIT, high=DISKS_LIMIT)
    disks = [f"{prefix}.disk{index}" for index in range(count)]
    return tuple(
        SnapshotDisk(slot=vmsd.text(f"{disk}.node"), written=vmsd.text(f"{disk}.fileName"))
        for disk in disks
        if vmsd.text(f"{disk}.fileName")
    )


def _created(vmsd: Vmx, prefix: str) -> datetime | None:
    """Microseconds since 1970 in two halves, the lower one written signed."""
    high = vmsd.number(f"{prefix}.createTimeHigh")
    low = vmsd.number(f"{prefix}.createTimeLow", low=-(1 << 31), high=(1 << 32) - 1)
    if not high:
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            microseconds=(high << 32) | (low & 0xFFFFFFFF)
        )
    except OverflowError:
        return None


def _has_memory(folder: Path, filename: str) -> bool:
    """Whether the guest's memory was saved: beside the .vmsn, or by older versions within it."""
    if not filename or "/" in filename or "\\" in filename or "\0" in filename:
        return False
    state = folder / filename
    try:
        return exists(state.with_suffix(".vmem")) or stat(state).size >= _MEMORY_LEAST
    except (OSError, ValueError):
        return False
