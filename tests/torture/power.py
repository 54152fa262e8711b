"""A model of a disk that may lose, tear and reorder what was not synced when the power is cut.

Of a file any sector written since its last sync is there or not, and its length is the old or the
new one. Names change in their order, and any number of the last changes is lost that came after the
folder was synced. Taken as durable is that a folder was made; times of files are kept.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SECTOR = 512
_open, _read, _stat, _list = os.open, os.pread, os.stat, os.listdir

_Names = dict[str, int]  # inodes by name


@dataclass
class Disk:
    """The folders of results below ``place``: what is certain of them, call by call."""

    place: Path
    durable: dict[int, bytes] = field(default_factory=dict)  #: contents by inode
    names: dict[str, list[_Names]] = field(default_factory=dict)  #: the first of them is certain
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
        else:
            folder = Path(f"/proc/self/fd/{arguments[0]}").readlink().name
            if folder in self.names:
                self.names[folder] = self.names[folder][-1:]

    def cut(self, target: Path, lottery: random.Random) -> None:
        """Write what the disk may hold now to a new folder."""
        self._look()
        for folder, states in self.names.items():
            (target / folder).mkdir(parents=True)
            for name, inode in lottery.choice(states).items():
                path = target / folder / name
                path.write_bytes(self._remains(inode, lottery))
                found = _stat(self._held[inode])
                os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))

    def _look(self) -> None:
        """Note names that have changed, and hold the files that are new."""
        for folder in ("out", "srv"):
            try:
                names = _list(self.place / folder)
            except FileNotFoundError:
                continue
            state: _Names = {}
            for name in names:
                try:
                    fd = _open(self.place / folder / name, os.O_RDONLY)
                except (FileNotFoundError, IsADirectoryError):
                    continue
                inode = _stat(fd).st_ino
                state[name] = inode
                if inode in self._held:
                    os.close(fd)
                else:
                    self._held[inode] = fd
            states = self.names.setdefault(folder, [state])
            if states[-1] != state:
                states.append(state)

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


def _content(fd: int) -> bytes:
    return _read(fd, _stat(fd).st_size, 0)
