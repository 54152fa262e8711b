"""Logical volumes of LVM2, by the dissect library: those opened that it reads right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.disk.disk import Disk
from engine.findings import Finding, finding
from engine.guest.linux.lvm_kinds import kinds, origins_of
from engine.guest.volumes.extents import Extent
from engine.guest.volumes.file_systems import SECTOR
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase

_VOLUMES_LIMIT = 256


def logical_volumes(
    physical: Iterable[tuple[int, Stream]], notes: list[Finding]
) -> Iterator[tuple[str, Disk, tuple[Extent, ...]]]:
    """Names (``vg/lv``), contents, and places on the disk of the volumes on ``physical`` ones.

    ``physical``: where each begins on the disk, in bytes, and its content. A volume that is not
    linear has no places. What could not be opened is noted (W220, W664). Raises whatever the
    library does.
    """
    from dissect.volume.lvm.physical import LVM2Device

    groups: dict[str, list[Any]] = {}
    places: dict[str, int] = {}
    for offset, stream in physical:
        opened = LVM2Device(stream)
        groups.setdefault(_group_name(opened.metadata), []).append(opened)
        places[opened.id] = offset
    for name, members in groups.items():
        described = members[0].metadata[name].get("logical_volumes", {})
        special, origins = kinds(described), origins_of(described)
        group = _volume_group(name, members, special)
        notes += [finding("W220", name=f"{name}/{each}", kind=special[each]) for each in group.lost]
        for volume in group.volumes[:_VOLUMES_LIMIT]:
            own = f"{name}/{volume.name}"
            try:
                content = _StreamDisk(volume.open())
            except Exception:
                # The library says in many ways that a volume is of a kind or on a disk it lacks.
                if volume.name in special:
                    notes.append(finding("W220", name=own, kind=special[volume.name]))
                    continue
                notes.append(finding("W664", what=Phrase("the logical volume {name}", name=own)))
                continue
            simple = volume.name not in {*special, *origins}
            yield own, content, tuple(_extents(volume, places)) if simple else ()


def _extents(volume: Any, places: Mapping[str, int]) -> Iterator[Extent]:
    """Where a linear logical volume lies on the disk; nothing where its segments have gaps.

    ``places``: where each physical volume begins on the disk, by its id.
    """
    segments = sorted(volume.segments, key=lambda each: each.start_extent)
    ends = [0, *itertools.accumulate(each.extent_count for each in segments)]
    if any(each.start_extent != end for each, end in zip(segments, ends, strict=False)):
        return
    group = volume.volume_group
    size = group.extent_size * SECTOR
    for each in segments:
        [(name, first)] = each.stripes
        physical = group.physical_volumes[name]
        start = places[physical.id.replace("-", "")] + physical.pe_start * SECTOR
        yield Extent(start + first * size, each.extent_count * size)


@dataclass(frozen=True, slots=True)
class _VolumeGroup:
    volumes: list[Any]  #: of the library, those that users see
    lost: list[str]  #: names of volumes of a kind that it does not know, or takes for another


def _volume_group(name: str, members: list[Any], special: dict[str, Phrase]) -> _VolumeGroup:
    """A group as the library has it; without volumes of a special kind where those stop it.

    Stripes it takes for pieces in a row, so striped volumes are always left out.
    """
    from dissect.volume.lvm import LVM2

    described = {each: members[0].metadata[name]["logical_volumes"][each] for each in special}
    seen = [each for each, volume in described.items() if "VISIBLE" in volume.get("status", ())]
    wrong = {each for each in special if special[each].template.startswith("striped")}
    for left_out in (wrong, set(special)):
        for member in members:
            volumes = member.metadata[name].get("logical_volumes", {})
            for each in left_out & volumes.keys():
                del volumes[each]
        try:
            group: Any = LVM2(members).volume_group
        except (KeyError, TypeError, AttributeError):
            continue
        visible = [each for each in group.lv if each.is_visible]
        return _VolumeGroup(visible, [each for each in seen if each in left_out])
    raise ValueError(Phrase("the volume group {name}", name=name))


def _group_name(metadata: Any) -> str:
    return next((key for key, value in metadata.items() if isinstance(value, dict)), "")


class _StreamDisk:
    """A stream of a library as a disk; what goes wrong is refused (E631)."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.size = int(stream.size)

    def pread(self, offset: int, length: int) -> bytes:
        with refusing(Phrase("the logical volume")):
            self._stream.seek(offset)
            data: bytes = self._stream.read(max(min(length, self.size - offset), 0))
            return data
