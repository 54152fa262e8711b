"""Where an XFS volume has its allocation groups, and whether its log is empty.

Source: the XFS developers' "XFS Algorithms & Data Structures" (superblock, log).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from engine.disk.disk import Disk
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.phrase import Phrase

SECTOR = 512
_SIZE = 512
_NEEDS_REPAIR = 0x10
#: Features with which trees and inodes are where they are looked for: of those that a program has
#: to know, and of those that it has to know for writing.
_KNOWN, _KNOWN_TO_WRITE = 0x1 | 0x2 | 0x4 | 0x8 | 0x20 | 0x40 | 0x80, 0x1 | 0x2 | 0x4 | 0x8
_SPARSE_INODES = 0x2
_MORE, _LAZY = 0x8000, 0x2  #: of version 4: another word of features, and what is in it
_GROUPS_LIMIT = 1 << 16
_RECORD, _RECORD_HEAD, _UNMOUNT = 0xFEEDBABE, 32 << 10, 0x20
#: How far before the head of the log its last record begins at most.
_LAST = 1 << 20


@dataclass(frozen=True, slots=True)
class Layout:
    """The volume; its blocks are counted through all groups."""

    block: int  #: bytes
    blocks: int
    sector: int  #: bytes
    group: int  #: blocks of a group, of which the last may have fewer
    groups: int
    group_bits: int  #: by which the number of a group is moved in the address of a block
    inode_size: int  #: bytes
    inodes_bits: int  #: by which the number of a block is moved in that of an inode
    is_5: bool  #: version 5: blocks have larger headers
    has_sparse_inodes: bool
    counts_trees: bool  #: among the free blocks are those of the trees of free space
    free: int  #: free blocks as the superblock has it
    log: int  #: the first block of the log
    log_blocks: int

    def size_of(self, group: int) -> int:
        """Blocks of a group."""
        return min(self.group, self.blocks - group * self.group)


def read(volume: Disk) -> Layout:
    """The layout of a clean volume; raises NotProvenError for any other."""
    data = volume.pread(0, _SIZE)
    if len(data) < _SIZE or data[:4] != b"XFSB":
        raise NotProvenError(Phrase("its header is of another kind"))
    block, blocks, realtime = struct.unpack_from(">IQQ", data, 4)
    log, group, groups, log_blocks = _numbers(data, ">Q", 48), *_places(data)
    version, sector, inode = struct.unpack_from(">HHH", data, 100)
    bits_block, bits_sector, _, bits_inodes, bits_group = data[120:125]
    is_5 = version & 15 == 5
    to_write, to_know, _log = struct.unpack_from(">III", data, 212)
    if not is_5:
        to_write = to_know = 0
    if realtime or data[126] or to_know & ~_KNOWN or to_write & ~_KNOWN_TO_WRITE:
        damaged = data[126] or to_know & _NEEDS_REPAIR
        raise NotProvenError(
            Phrase("it has to be repaired")
            if damaged
            else Phrase("it has features that are not known here")
        )
    sound = (
        version & 15 in (4, 5)
        and block == 1 << bits_block <= 65536
        and sector == 1 << bits_sector
        and 512 <= sector <= block
        and 256 <= inode <= 2048
        and inode << bits_inodes == block
        and 0 < group <= 1 << bits_group
        and bits_group <= 31
        and groups == -(-blocks // group)
        and groups <= _GROUPS_LIMIT
        and blocks * block <= volume.size
    )
    if not sound:
        raise NotProvenError(Phrase("its header contradicts itself"))
    number, inside = log >> bits_group, log & (1 << bits_group) - 1
    layout = Layout(
        block,
        blocks,
        sector,
        group,
        groups,
        bits_group,
        inode,
        bits_inodes,
        is_5,
        bool(to_know & _SPARSE_INODES),
        is_5 or bool(version & _MORE and _numbers(data, ">I", 200) & _LAZY),
        _numbers(data, ">Q", 144),
        number * group + inside,
        log_blocks,
    )
    _check_log(volume, layout)
    return layout


def _numbers(data: bytes, form: str, at: int) -> int:
    found: int = struct.unpack_from(form, data, at)[0]
    return found


def _places(data: bytes) -> tuple[int, int, int]:
    """Blocks of a group, groups, blocks of the log."""
    group, groups, _, log_blocks = struct.unpack_from(">IIII", data, 84)
    return group, groups, log_blocks


def _check_log(volume: Disk, layout: Layout) -> None:
    """The last record of the log says that the volume was unmounted; else NotProvenError."""
    start, count = layout.log * layout.block, layout.log_blocks * layout.block // SECTOR
    if not layout.log or layout.log + layout.log_blocks > layout.blocks or not count:
        raise NotProvenError(Phrase("its log is elsewhere"))
    head = _head(volume, start, count)
    back = min(head, _LAST // SECTOR)
    tail = volume.pread(start + (head - back) * SECTOR, back * SECTOR)
    for at in range(len(tail) - SECTOR, -1, -SECTOR):
        if _numbers(tail, ">I", at) == _RECORD:
            if _is_unmount(tail[at:]):
                return
            break
    raise NotProvenError(Phrase("it was not shut down cleanly"))


def _is_unmount(record: bytes) -> bool:
    """Whether the record that begins here ends where the bytes do, and unmounts the volume."""
    version, length = struct.unpack_from(">II", record, 8)
    size = _numbers(record, ">I", 320)
    heads = -(-size // _RECORD_HEAD) if version == 2 and size > _RECORD_HEAD else 1
    body = heads * SECTOR
    is_last = body + -(-length // SECTOR) * SECTOR == len(record)
    operations = _numbers(record, ">I", 40)
    return is_last and operations == 1 and bool(record[body + 9] & _UNMOUNT)


def _head(volume: Disk, start: int, count: int) -> int:
    """The sector of the log that is written next: the first of an older round."""
    first = _cycle(volume, start)
    if _cycle(volume, start + (count - 1) * SECTOR) == first:
        return count
    low, high = 0, count - 1
    while high - low > 1:
        middle = (low + high) // 2
        if _cycle(volume, start + middle * SECTOR) == first:
            low = middle
        else:
            high = middle
    return high


def _cycle(volume: Disk, at: int) -> int:
    """The round that a sector of the log was written in."""
    word, cycle = struct.unpack(">II", volume.pread(at, 8))
    return int(cycle if word == _RECORD else word)
