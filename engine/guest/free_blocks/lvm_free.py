"""LVM2: extents of physical volumes that belong to no logical volume.

Source: the LVM2 sources' description of the text metadata. A group is believed where it is all on
this disk and has linear volumes alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engine.disk.block_map import Ints
from engine.disk.spans import Spans, union
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.guest.linux.lvm_kinds import kinds
from engine.guest.volumes.file_systems import SECTOR
from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

_EXTENTS_LIMIT = 1 << 31


def find(volume: Stream, others: int) -> Spans:
    """Free extents of a physical volume in its bytes; raises NotProvenError.

    ``others``: how many physical volumes there are on the disk besides this one.
    """
    from dissect.volume.lvm.physical import LVM2Device

    opened = LVM2Device(volume)
    _name, group = next((key, each) for key, each in opened.metadata.items() if type(each) is dict)
    physical, logical = group["physical_volumes"], group.get("logical_volumes", {})
    if len(physical) > others + 1 or any("MISSING" in each["status"] for each in physical.values()):
        raise NotProvenError(Phrase("the volume group reaches over several disks"))
    if kinds(logical):
        raise NotProvenError(Phrase("not all of its logical volumes are linear"))
    own = next(key for key, each in physical.items() if each["id"].replace("-", "") == opened.id)
    size, count = group["extent_size"] * SECTOR, physical[own]["pe_count"]
    begin = physical[own]["pe_start"] * SECTOR
    if not 0 < count < _EXTENTS_LIMIT or begin + count * size > volume.size:
        raise NotProvenError(Phrase("its header contradicts itself"))
    return _gaps(sorted(_used(logical, own)), count).scaled(size, begin)


def _used(logical: Mapping[str, Any], own: str) -> Iterator[tuple[int, int]]:
    """The first extent and the number of extents of each segment on a physical volume."""
    for volume in logical.values():
        for segment in (each for each in volume.values() if type(each) is dict):
            [name, first] = segment["stripes"]
            if name == own:
                yield first, segment["extent_count"]


def _gaps(used: list[tuple[int, int]], count: int) -> Spans:
    """What of ``count`` extents is between the segments, which are in order."""
    edges: list[int] = [0]
    for first, length in used:
        if first < edges[-1] or length <= 0:
            raise NotProvenError(Phrase("files share blocks"))
        edges += [first, first + length]
    edges.append(count)
    if edges[-2] > count:
        raise NotProvenError(Phrase("it names blocks beyond its end"))
    both: Ints = np.array(edges, np.int64).reshape(-1, 2)
    return union([Spans(both[:, 0], both[:, 1])])
