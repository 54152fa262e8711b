"""The rows of the tree of changed files: disks' volumes, folders, files, and what is in no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QCoreApplication

from engine.phrase import Phrase
from engine.report.changed_files import Change, ChangedFile, ChangedVolume, Folder, tree
from engine.report.guest_files import Place

Kind = Literal["volume", "folder", "added", "changed", "removed", "blocks"]


@dataclass(eq=False, slots=True)
class Row:
    """A row; its children are made when they are looked at."""

    name: str
    kind: Kind
    written: int  #: bytes that differ
    files: int = 0
    size: int = -1  #: bytes of a file; -1 of anything else
    place: Place | None = None  #: of a file
    parent: Row | None = field(default=None, repr=False)
    row: int = 0
    _folder: Folder | None = field(default=None, repr=False)
    _volume: VolumeOf | None = field(default=None, repr=False)
    _children: list[Row] | None = field(default=None, repr=False)

    @property
    def children(self) -> list[Row]:
        """Folders and files, those with most bytes first; what is in no file comes last."""
        if self._children is None:
            found = sorted(self._made(), key=lambda each: (-each.written, each.name))
            found += self._blocks()
            for number, each in enumerate(found):
                each.parent, each.row = self, number
            self._children = found
        return self._children

    def _made(self) -> Iterator[Row]:
        if self._folder is None or self._volume is None:
            return
        for name, folder in self._folder.folders.items():
            yield Row(name, "folder", folder.written, folder.count,
                      _folder=folder, _volume=self._volume)  # fmt: skip
        for file in self._folder.files:
            yield _file(file, self._volume)

    def _blocks(self) -> list[Row]:
        if self.kind != "volume" or self._volume is None:
            return []
        found = self._volume.volume
        rows = [Row(_tr("Other files"), "blocks", found.rest.written, found.rest.files)]
        rows.append(Row(_tr("Folders and structures of the file system"), "blocks", found.metadata))
        rows.append(Row(_tr("Space that is free now"), "blocks", found.free))
        none = _tr("In no file") if found.looked else _tr("In files that cannot be told")
        rows.append(Row(none, "blocks", found.other))
        return [each for each in rows if each.written]


@dataclass(frozen=True, slots=True)
class VolumeOf:
    """A volume, and the disk that it is on."""

    slot: str
    volume: ChangedVolume

    @property
    def words(self) -> str:
        parts = (self.slot, self.volume.name, self.volume.kind or _tr("unknown"), self.volume.label)
        return Phrase.joined(" ", filter(None, parts))


def rows(change: Change, containing: str = "") -> list[Row]:
    """The volumes in which something differs; may be called in any thread."""
    found = []
    for slot, disk in change.disks.items():
        for volume in disk.volumes:
            if not volume.differing and not volume.files:
                continue
            own, root = VolumeOf(slot, volume), tree(volume, containing)
            written = root.written if containing else volume.differing
            found.append(Row(own.words, "volume", written, root.count, _folder=root, _volume=own))
        if disk.outside:
            found.append(Row(_tr("{slot}, outside of its volumes").format(slot=slot), "blocks",
                             disk.outside))  # fmt: skip
    for number, each in enumerate(found):
        each.row = number
    return found


def _file(file: ChangedFile, of: VolumeOf) -> Row:
    name = file.path.rpartition(of.volume.separator)[2]
    place = Place(of.slot, of.volume.name, file.path)
    return Row(name, file.how, file.written, 1, file.size, place)


def _tr(text: str) -> str:
    return QCoreApplication.translate("files_nodes", text)
