"""A model of a disk that may lose, tear and reorder what was not synced when the power is cut.

Of a file any sector written since its last sync is there or not, and its length is the old or the
new one. Names change in their order, those of a folder of results and of the folders in it, and any
number of the last changes is lost that came after their folder was synced. Taken as durable is that
a folder was made; times of files are kept. A server is another computer: it has power.
"""

from __future__ import annotations

import os
import random
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SECTOR = 512
_open, _read, _stat, _list = os.open, os.pread, os.stat, os.listdir

_Names = dict[str, int]  # inodes by the path below the folder of results


@dataclass
class Disk:
    """The folder of results ``top``: what is certain of it, call by call."""

    top: Path
    durable: dict[int, bytes] = field(default_factory=dict)  #: contents by inode
    names: list[_Names] = field(default_factory=list)  #: the first of them is certain
    folders: set[str] = field(default_factory=set)  #: those that are in it
    _held: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._look()
        for inode, fd in self._held.items():
            self.durable[inode] = _content(fd)

    def before(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Take note of a call that is about to be made."""
        self._look()
        if name not in ("fsync", "fdatasync"):
            return
        found = _stat(arguments[0])
        if found.st_ino in self._held:
            self.durable[found.st_ino] = _content(arguments[0])
        elif stat.S_ISDIR(found.st_mode):
            self._synced(Path(f"/proc/self/fd/{arguments[0]}").readlink())

    def cut(self, target: Path, lottery: random.Random) -> None:
        """Write what the disk may hold now to a new folder, if there is anything."""
        self._look()
        if not self.names:
            return
        for folder in ("", *sorted(self.folders)):
            (target / folder).mkdir(parents=True, exist_ok=True)
        for name, inode in lottery.choice(self.names).items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._remains(inode, lottery))
            found = _stat(self._held[inode])
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))

    def _synced(self, folder: Path) -> None:
        """The names in a folder are certain, and so is what came before the last of them."""
        if folder == self.top or self.top in folder.parents:
            own = [_within(folder.relative_to(self.top), state) for state in self.names]
            first = len(own) - 1
            while first and own[first - 1] == own[-1]:
                first -= 1
            self.names = self.names[first:]

    def _look(self) -> None:
        """Note names that have changed, and hold the files that are new."""
        state: _Names = {}
        self.folders = set()
        try:
            self._list("", state)
        except FileNotFoundError:
            return
        if self.names[-1:] != [state]:
            self.names.append(state)

    def _list(self, inner: str, state: _Names) -> None:
        for name in _list(self.top / inner):
            path = f"{inner}{name}"
            try:
                fd = _open(self.top / path, os.O_RDONLY | os.O_NOFOLLOW)
            except FileNotFoundError:
                continue
            found = _stat(fd)
            if stat.S_ISDIR(found.st_mode):
                self.folders.add(path)
                self._list(f"{path}/", state)
            else:
                state[path] = found.st_ino
            if stat.S_ISREG(found.st_mode) and found.st_ino not in self._held:
                self._held[found.st_ino] = fd
            else:
                os.close(fd)

    def _remains(self, inode: int, lottery: random.Random) -> bytes:
        """Of a file the sectors that are certain, and some of the others."""
        old, new = self.durable.get(inode, b""), _content(self._held[inode])
        length = lottery.choice((len(old), len(new)))
        keep = lottery.choice((0.0, 0.5, 1.0))
        found = bytearray(old[:length].ljust(length, b"\0"))
        for at in range(0, min(length, len(new)), _SECTOR):
            if new[at : at + _SECTOR] != found[at : at + _SECTOR] and lottery.random() < keep:
                found[at : at + _SECTOR] = new[at : at + _SECTOR]
        return bytes(found[:length])


def _within(folder: Path, state: _Names) -> _Names:
    """The names right in a folder."""
    return {name: inode for name, inode in state.items() if Path(name).parent == folder}


def _content(fd: int) -> bytes:
    return _read(fd, _stat(fd).st_size, 0)
