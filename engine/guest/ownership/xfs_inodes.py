"""The files of an XFS volume and their extents, by dissect.xfs, folder by folder.

What else is in use the library does not tell, so nothing is said to be free here.
"""

from __future__ import annotations

import stat
import zlib
from typing import Any

from dissect.xfs import XFS

from engine.guest.ownership.owned import METADATA, Owned, Owners
from engine.guest.volumes.volume_stream import Stream

_IN_INODE = 1  #: the format of a fork whose content is in the inode


def read(stream: Stream) -> Owned:
    """The files of the volume. Raises whatever the library does for damage."""
    volume: Any = XFS(stream)
    root = volume.root
    owners = Owners("/", root.inum)
    seen = {root.inum}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        _take_runs(owners, folder, METADATA)
        for node in folder.iterdir():
            if node.filename in (".", "..") or node.inum in seen:
                continue
            seen.add(node.inum)
            owners.place(node.inum, folder.inum, _readable(node.filename))
            if node.filetype == stat.S_IFDIR:
                waiting.append(node)
            elif node.filetype in (stat.S_IFREG, stat.S_IFLNK):
                owners.file(node.inum, node.size, _mark(node))
                _take_runs(owners, node, node.inum)
    return owners.owned()


def _take_runs(owners: Owners, node: Any, owner: int) -> None:
    if node.inode.di_format == _IN_INODE:
        return
    size = node.xfs.block_size
    for start, length in node.dataruns:
        if start is not None:
            owners.run(owner, start * size, length * size)


def _mark(node: Any) -> int:
    held = node.inode.di_format == _IN_INODE
    return zlib.crc32(node.datafork().read(node.size)) + 1 if held else 0


def _readable(name: str) -> str:
    """A name whose bytes may be no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
