"""Changing one Windows in a guest: files are put in place, hives edited, and all of it noted.

What is already as wanted is left alone, so that a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.disk.edits.overlay import Overlay
from engine.findings import Finding
from engine.guest.helper.helper_process import Native
from engine.guest.hives import regf, registry
from engine.guest.partitions import Partition
from engine.guest.volumes import fat, ntfs
from engine.guest.volumes.guest_files import EditableFiles
from engine.guest.volumes.open_volume import PROGRAM
from engine.guest.windows import changes, hive_files
from engine.guest.windows.changes import Change, EntryChange, FileChange
from engine.phrase import Phrase

_HIVE_LIMIT = 256 << 20


@contextmanager
def opened(
    native: Native, overlay: Overlay, partition: Partition, *, recover: bool
) -> Iterator[tuple[EditableFiles, tuple[Finding, ...]]]:
    """The files of a partition, to be changed, and what is to be said of the volume.

    All changes or none are in ``overlay`` afterwards. Refuses E601, E602, E610 to E615, E624.
    """
    place = partition.offset, partition.size
    if partition.file_system.kind in ("fat16", "fat32"):
        with fat.edit(overlay, *place, recover=recover) as fat_files:
            yield fat_files, fat_files.findings
    else:
        with ntfs.edit(native, overlay, *place, recover=recover) as ntfs_files:
            yield ntfs_files, ntfs_files.findings


class Editor:
    """Changes the Windows at ``root`` on ``files``."""

    def __init__(
        self, native: Native, files: EditableFiles, root: str, *, without_log: bool = False
    ) -> None:
        """``without_log``: of hives that were not closed cleanly their logs are left out."""
        self.files, self.root = files, root
        self._native, self._without_log = native, without_log
        self.changes: list[Change] = []

    @property
    def system32(self) -> str:
        return rf"{self.root}\system32"

    def put(self, path: str, content: bytes, like: str, note: str = "") -> None:
        """Give the file at ``path`` that content, in place; make it like ``like`` if it is new."""
        entry = self.files.find(path)
        if entry is None:
            self.files.create(path, content, like)
            self.changes.append(FileChange(path, None, len(content), note))
        elif entry.size != len(content) or self.files.read(path, PROGRAM) != content:
            self.files.replace(path, content)
            self.changes.append(FileChange(path, entry.size, len(content), note))

    def ensure_folder(self, path: str, like: str) -> None:
        """Make a folder that is like ``like``, if there is none."""
        if self.files.find(path) is None:
            self.files.create_folder(path, like)
            self.changes.append(EntryChange(path, "", Phrase("folder")))

    def replace_if_there(self, path: str, content: bytes, note: str = "") -> None:
        """Give the file at ``path`` that content if there is such a file."""
        if self.files.find(path) is not None:
            self.put(path, content, path, note)

    @contextmanager
    def hive(self, name: str) -> Iterator[registry.Hive]:
        """A hive of this Windows, written back if it was changed; its log is played back first.

        Refuses E617, E620 to E623.
        """
        path = rf"{self.system32}\config\{name}"
        before = hive_files.load(self.files, path, without_log=self._without_log)
        with registry.edit(self._native, name, before.content) as hive:
            yield hive
            after = hive.save()
            found = [changes.of_hive(name, each) for each in hive.changes]
        if after == before.content:
            return
        if before.note:
            entry = self.files.find(path)
            size = entry.size if entry else None
            self.changes.append(FileChange(path, size, len(after), before.note))
        self.changes += found
        self.files.replace(path, after)
        self._follow(f"{path}.ALT", after)

    def _follow(self, path: str, content: bytes) -> None:
        """Windows 2000 keeps a second copy of SYSTEM, which counts if the first is damaged."""
        entry = self.files.find(path)
        if entry is not None and entry.size:
            self.files.replace(path, regf.of_kind(content, self.files.read(path, _HIVE_LIMIT)))
            self.changes.append(
                FileChange(path, entry.size, len(content), Phrase("the same as SYSTEM"))
            )
