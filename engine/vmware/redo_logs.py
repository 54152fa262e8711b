"""Redo logs: what was written to a disk since its virtual machine was powered on."""

from __future__ import annotations

import re
from pathlib import Path

from engine.disk.block_map import Concatenated, Kind, Mapping, Nothing
from engine.findings import refuse
from engine.source.paths import exists, listing
from engine.vmware import cowd
from engine.vmware.descriptor import Descriptor
from engine.vmware.layers import Link, joined, open_layer, open_parts
from engine.vmware.opening import Opening
from engine.vmware.places import Place

#: ``vm.vmdk.REDO``, on ESX ``vm.vmdk.REDO_a1b2c3``.
_DISK_OF_REDO = re.compile(r"(.+)\.REDO(?:_\w{1,16})?", re.IGNORECASE)


def disk_of(log: Path) -> Path | None:
    """The disk that a redo log is of, by its name; None if it is none."""
    match = _DISK_OF_REDO.fullmatch(log.name)
    return log.with_name(match[1]) if match else None


def redo_logs(disk: Link, named: Path | None) -> list[Path | None]:
    """The redo log of a disk; of a series without descriptor, that of each file (or None).

    ``named``: the log of the first file, where the machine's configuration names it.
    """
    files = disk.paths if disk.descriptor.create_type == "COWD" else disk.paths[:1]
    if named is None or not (match := _DISK_OF_REDO.fullmatch(named.name)):
        return [_redo_of(each) for each in files] if named is None else [named]
    logs = [named, *(named.with_name(each.name + named.name[match.end(1) :]) for each in files[1:])]
    return [each if exists(each) else None for each in logs]


def _redo_of(path: Path) -> Path | None:
    """The redo log beside a file; refuses (E308) to choose between several."""
    found = [
        each
        for each in listing(path.parent)
        if (of := _DISK_OF_REDO.fullmatch(each.name)) and of[1].lower() == path.name.lower()
    ]
    if len(found) > 1:
        raise refuse("E308", path=path, names=", ".join(each.name for each in found))
    return found[0] if found else None


def open_redo(
    opening: Opening, logs: list[Path | None], present: tuple[Path, ...], disk: Link
) -> Link:
    """The redo log over ``disk``: with a descriptor like any child, or bare extents."""
    for log in present:
        opening.check_inside(log)
    file = opening.files.add(present[0])
    magic = opening.files.read(file, 0, min(4, opening.files.size(file)))
    if magic != cowd.MAGIC:
        return open_layer(opening, present[0], Place(opening.node, 0))
    whole = disk.mapping
    parts = whole.parts if isinstance(whole, Concatenated) and len(logs) > 1 else (whole,)
    found = [_redo_part(opening, log, part.size) for log, part in zip(logs, parts, strict=True)]
    parsed = Descriptor("REDO", "", "", disk.path.name, ())
    return Link(present[0], parsed, joined(found), present)


def _redo_part(opening: Opening, log: Path | None, size: int) -> Mapping:
    if log is None:  # nothing was written to this part
        return Nothing(size, Kind.HOLE)
    (part,) = open_parts(opening, (log,))
    if part.size != size:
        raise refuse("E307", path=log, found=part.size, expected=size)
    return part
