"""Kinds of logical volumes in words that their owners know.

Sources: lvmthin(7), lvmcache(7), lvmraid(7), lvmvdo(7), and the segment types in the LVM2 sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.phrase import Phrase

_KINDS = {
    "mirror": Phrase("mirrored"),
    "snapshot": Phrase("a snapshot"),
    "thin": Phrase("thin: its blocks are in a pool"),
    "thin-pool": Phrase("the pool of thin volumes"),
    "cache": Phrase("cached on a faster disk"),
    "cache-pool": Phrase("a cache"),
    "writecache": Phrase("cached on a faster disk"),
    "integrity": Phrase("kept with checksums"),
    "vdo": Phrase("compressed and deduplicated (VDO)"),
    "vdo-pool": Phrase("compressed and deduplicated (VDO)"),
}


def kinds(volumes: Mapping[str, Any]) -> dict[str, Phrase]:
    """What each logical volume is that is no plain, linear one.

    ``volumes`` is the section ``logical_volumes`` of a group's metadata.
    """
    found = {}
    for name, volume in volumes.items():
        special = (words for segment in _segments(volume) if (words := _words(segment)))
        if (first := next(special, None)) is not None:
            found[name] = first
    return found


def origins_of(volumes: Mapping[str, Any]) -> set[str]:
    """Volumes of which there are snapshots: what is written to them would be seen there too."""
    return {
        str(segment["origin"])
        for volume in volumes.values()
        for segment in _segments(volume)
        if "origin" in segment
    }


def _segments(volume: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(volume, dict):
        yield from (each for each in volume.values() if isinstance(each, dict))


def _words(segment: Mapping[str, Any]) -> Phrase | None:
    """What a segment is; None for a linear one."""
    kind = str(segment.get("type", "")).partition("+")[0]
    if kind in ("linear", "striped"):
        count = segment.get("stripe_count", 1)
        return None if count == 1 else Phrase("striped over {count} disks", count=count)
    if kind.startswith("raid"):
        level = "10" if kind.startswith("raid10") else kind.removeprefix("raid")[:1]
        return Phrase("a RAID of level {level}", level=level)
    return _KINDS.get(kind) or Phrase("of the type {kind}", kind=kind)
