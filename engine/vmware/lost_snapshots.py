"""Snapshots that the configuration has lost: disks made from a machine's disk that nobody names.

The classical accident: a .vmx from a backup names ``vm.vmdk``, while the machine wrote to
``vm-000001.vmdk`` for months. As long as the content ID of the parent fits, nothing was written to
the parent since: the child is the newer state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from engine.findings import Finding, finding
from engine.source.paths import head_of, listing, stat
from engine.vmware.descriptor import Descriptor
from engine.vmware.descriptor_file import PARTS, descriptor_of
from engine.vmware.locate import last_name
from engine.vmware.model import Disk, Layer, Snapshots
from engine.vmware.spelling import folded

#: Of one folder; each costs reading a few KiB.
_DISKS_LIMIT = 1000


def lost_snapshots(path: Path, disks: Iterable[Disk], snapshots: Snapshots) -> tuple[Finding, ...]:
    """W113 for each disk beside those of the machine in ``path`` that was made from one of them.

    Disks that a snapshot or another machine in the folder names are not meant.
    """
    newest = [(disk, disk.layers[0]) for disk in disks if disk.layers and disk.layers[0].cid]
    if not newest:
        return ()
    known = {file for disk in disks for layer in disk.layers for file in layer.files}
    named = {folded(last_name(each.written)) for one in snapshots.all for each in one.disks}
    others = {
        each: parsed
        for each in _disks_in({layer.path.parent for _, layer in newest})
        if each not in known and folded(each.name) not in named
        if (parsed := descriptor_of(each)) is not None
    }
    found = [
        finding(
            "W113",
            path=leaf,
            name=layer.path.name,
            node=disk.slot,
            written=_day(_written(leaf, others[leaf])),
            older=_day(layer.modified),
        ).at(disk.slot)
        for disk, layer in newest
        for leaf in _leaves(layer, others)
        if not _named_by_another(leaf, path)
    ]
    return tuple(found)


def _disks_in(folders: Iterable[Path]) -> list[Path]:
    found = [
        each
        for folder in sorted(folders)
        for each in listing(folder)
        if each.suffix.lower() == ".vmdk" and not PARTS.fullmatch(each.name)
    ]
    return found[:_DISKS_LIMIT]


def _leaves(layer: Layer, others: dict[Path, Descriptor]) -> Iterator[Path]:
    """The newest of the disks made from ``layer``, from those again, and so on."""
    at = [(layer.path, layer.cid)]
    seen: set[Path] = set()
    while at:
        path, content_id = at.pop()
        children = [
            each
            for each, parsed in others.items()
            if each not in seen and _is_child(parsed, path, content_id)
        ]
        seen.update(children)
        at += [(each, others[each].cid) for each in children]
        if not children and path != layer.path:
            yield path


def _written(disk: Path, parsed: Descriptor) -> datetime:
    """When a disk was last written to: its descriptor, or a file of its data beside it."""
    files = (disk, *(disk.with_name(last_name(each.file)) for each in parsed.extents if each.file))
    times = [0]
    for each in files:
        with suppress(OSError):
            times.append(stat(each).modified)
    return datetime.fromtimestamp(max(times) / 1e9, UTC)


def _day(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def _is_child(parsed: Descriptor, path: Path, content_id: str) -> bool:
    """Whether a disk was made from that in ``path``: disks never written share an ID."""
    if not parsed.is_child or parsed.parent_cid != content_id:
        return False
    hint = last_name(parsed.parent_hint)
    return not hint or folded(hint) == folded(path.name)


def _named_by_another(disk: Path, machine: Path) -> bool:
    """Whether another .vmx beside the machine, or the disk, has the disk's name in its text."""
    name = folded(disk.name)
    for folder in dict.fromkeys((machine.parent, disk.parent)):
        for each in listing(folder):
            if each.suffix.lower() == ".vmx" and each != machine and name in _text(each):
                return True
    return False


def _text(path: Path) -> str:
    try:
        return folded(head_of(path, _DISKS_LIMIT * 1000).decode("utf-8", "replace"))
    except OSError:
        return ""
