"""Changes of files in a Linux, planned and then carried out. Paths are those of the guest."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from engine.disk.disk import WritableDisk
from engine.guest.linux.installation import Tree
from engine.guest.volumes.extents import Joined
from engine.guest.volumes.libext2fs import Volume
from engine.guest.windows.changes import EntryChange, FileChange


@dataclass(frozen=True, slots=True)
class Write:
    """A file with other content; it is made, with its folders, if there is none."""

    path: str
    content: bytes = field(repr=False)
    note: str = ""
    mode: int = 0o644  #: of a new file


@dataclass(frozen=True, slots=True)
class Append:
    """A file that gets longer."""

    path: str
    content: bytes = field(repr=False)
    before: int  #: bytes it has
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link where there is nothing yet."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name in the same folder."""

    path: str
    name: str


Action = Write | Append | Link | Rename


class Editor:
    """Carries actions out on the volumes of an installation."""

    def __init__(self, disk: WritableDisk, tree: Tree, seconds: int) -> None:
        """``seconds`` since 1970: the time that changed files get."""
        self._disk, self._tree, self._seconds = disk, tree, seconds
        self._volumes: dict[str, Volume] = {}

    def do(self, action: Action) -> FileChange | EntryChange:
        """Carry out one; raises Refused E601, E613, E617, E660 to E662, E664, E977."""
        volume, path = self._place(action.path)
        match action:
            case Append(content=content, before=before, note=note):
                volume.append(path, content)
                return FileChange(action.path, before, before + len(content), note)
            case Link(target=target):
                self._ensure_folder(posixpath.dirname(action.path))
                volume.make_link(path, target)
                return EntryChange(action.path, "", target)
            case Rename(name=name):
                volume.rename(path, name)
                return EntryChange(action.path, posixpath.basename(action.path), name)
            case Write():
                return self._write(volume, path, action)

    def close(self) -> None:
        """Write what is still held; raises Refused E662."""
        for volume in self._volumes.values():
            volume.close()

    def _write(self, volume: Volume, path: str, action: Write) -> FileChange:
        size = len(action.content)
        if not volume.exists(path):
            folder = posixpath.dirname(action.path)
            self._ensure_folder(folder)
            like = self._sibling(folder)
            volume.create(path, action.content, action.mode, like)
            return FileChange(action.path, None, size, action.note)
        before = volume.size(path)
        volume.replace(path, action.content)
        return FileChange(action.path, before, size, action.note)

    def _place(self, path: str) -> tuple[Volume, str]:
        mount, own = self._tree.locate(path)
        device = mount.device
        if device.name not in self._volumes:
            joined = Joined(self._disk, device.extents)
            self._volumes[device.name] = Volume(joined, device.name, self._seconds)
        return self._volumes[device.name], own

    def _ensure_folder(self, folder: str) -> None:
        volume, path = self._place(folder)
        if not volume.exists(path):
            parent = posixpath.dirname(folder)
            self._ensure_folder(parent)
            volume.make_folder(path, self._place(parent)[1])

    def _sibling(self, folder: str) -> str:
        """What a new file in ``folder`` is to be labelled like: a file there, else the folder."""
        _, path = self._tree.locate(folder)
        names = self._tree.list(folder)
        return f"{path.rstrip('/')}/{names[0]}" if names else path
