"""Which file of a machine is meant, and where the user said that it is.

``scsi0:1`` is the file that the configuration names for a slot, ``scsi0:1.2`` the parent of that,
``scsi0:1.2.3`` the third extent of the parent: layers and extents count from 1, as a descriptor
lists them. The layers are those of the state that is converted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from engine.findings import Finding
from engine.vmware.spelling import folded

NOWHERE: Mapping[str, Path] = {}  #: no file was said to be elsewhere
DISK = "disk"  #: stands for the slot where a disk is opened without a machine

_NODE = rf"(?:ide|scsi|sata|nvme)[0-9]:[0-9]{{1,2}}|{DISK}"
_PLACE = re.compile(rf"({_NODE})(?:\.([0-9]{{1,5}}))?(?:\.([0-9]{{1,5}}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a disk: of a slot, a layer and, where ``extent`` is not 0, an extent of it."""

    node: str
    layer: int = 1  #: 0 is a redo log
    extent: int = 0

    def __str__(self) -> str:
        if self.extent:
            return f"{self.node}.{self.layer}.{self.extent}"
        return self.node if self.layer == 1 else f"{self.node}.{self.layer}"

    @property
    def parent(self) -> Place:
        return Place(self.node, self.layer + 1)

    def of_extent(self, number: int) -> Place:
        """The file of the extent ``number``, counted from 1."""
        return replace(self, extent=number)


def parse_place(written: str) -> Place | None:
    """The place that ``scsi0:1.2`` and the like mean; None for the name of a file."""
    match = _PLACE.fullmatch(written.strip().lower())
    if match is None:
        return None
    return Place(match[1], int(match[2] or 1), int(match[3] or 0))


def of_state(texts: Mapping[str, Path], uid: str = "") -> dict[str, Path]:
    """Of places as texts those of a state: ``scsi0:1.2@3`` is of the snapshot 3; the running state
    (no ``uid``) has what nothing is added to, names of files too.
    """
    found = {}
    for text, at in texts.items():
        place, _, state = text.rpartition("@")
        snapshot = state if parse_place(place) is not None and state.isdecimal() else ""
        if snapshot == uid:
            found[place if snapshot else text] = at
    return found


class How(Enum):
    """How a file was found."""

    NAMED = auto()  #: it is where its name says
    SAID = auto()  #: the user said where it is
    BESIDE = auto()  #: a file of the same name stands in for it
    BY_CONTENT = auto()  #: only its content ID tells

    @property
    def is_guess(self) -> bool:
        return self in (How.BESIDE, How.BY_CONTENT)


@dataclass(frozen=True, slots=True)
class Located:
    """An existing file, what was written where it is named, and how it was found."""

    path: Path
    place: Place
    written: str
    meant: str  #: the path that was written, made absolute; as written if of another computer
    how: How = How.NAMED
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Where the user said that files are."""

    by_place: Mapping[Place, Path] = field(default_factory=dict)
    by_name: Mapping[str, Path] = field(default_factory=dict)  #: by names, folded
    #: what was said of the running state of a slot, by the slot and what was meant
    before: Mapping[tuple[str, str], Path] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Mapping[str, Path]) -> Said:
        """What texts such as ``scsi0:1.2``, or names of files, say."""
        places = {place: at for text, at in texts.items() if (place := parse_place(text))}
        names = {folded(text): at for text, at in texts.items() if parse_place(text) is None}
        return cls(places, names)

    def after(self, found: tuple[Located, ...]) -> Said:
        """The same for another state: what was said of ``found`` counts there too."""
        said = {(each.place.node, each.meant): each.path for each in found if each.how is How.SAID}
        return replace(self, before=said)

    def find(self, place: Place, meant: str) -> Path | None:
        """Where the file at ``place`` is; of names it must be known first which files they are."""
        return self.by_place.get(place) or self.before.get((place.node, meant))

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file that was said."""
        return (*self.by_place.values(), *self.by_name.values(), *self.before.values())
