"""The superblock of ext2, ext3 and ext4: whether its volume may be changed.

Source: the kernel's documentation of ext4's layout ("Super Block").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from engine.disk.disk import Disk
from engine.phrase import Phrase

_OFFSET, _SIZE = 1024, 1024
_MAGIC = 0xEF53
_CLEAN, _HAS_ERRORS = 1, 2
_RECOVER, _ORPHANS_PRESENT = 0x4, 0x10000

#: Features with which a volume can be changed as libext2fs does it. Left out on purpose are those
#: that keep accounts it does not keep (quota, project), that allow of no change at all, and files
#: in inodes (inline_data): 1.47.0 overruns its buffer when such a file becomes a large one.
_INCOMPATIBLE = {
    0x2: "filetype", 0x4: "needs_recovery", 0x10: "meta_bg", 0x40: "extents", 0x80: "64bit",
    0x200: "flex_bg", 0x400: "ea_inode", 0x2000: "metadata_csum_seed", 0x4000: "large_dir",
    0x10000: "encrypt", 0x20000: "casefold",
}  # fmt: skip
_READ_ONLY = {
    0x1: "sparse_super", 0x2: "large_file", 0x8: "huge_file", 0x10: "uninit_bg", 0x20: "dir_nlink",
    0x40: "extra_isize", 0x400: "metadata_csum", 0x8000: "verity", 0x10000: "orphan_present",
}  # fmt: skip
_NAMES = {
    (0, 0x1): "compression", (0, 0x8): "journal_dev", (0, 0x100): "mmp", (0, 0x1000): "dirdata",
    (0, 0x8000): "inline_data", (1, 0x100): "quota", (1, 0x200): "bigalloc",
    (1, 0x1000): "read-only", (1, 0x2000): "project", (1, 0x4000): "shared_blocks",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Superblock:
    """What is needed of it."""

    kind: str  #: ext2, ext3 or ext4
    inode_size: int  #: bytes
    block_size: int  #: bytes
    free_blocks: int
    has_extents: bool
    unclean: str  #: why the volume must not be changed before a check; empty if it is clean
    unknown: tuple[str, ...]  #: features with which it must not be changed


def read(disk: Disk) -> Superblock | None:
    """The superblock of the volume ``disk``; None if there is none."""
    data = disk.pread(_OFFSET, _SIZE)
    if len(data) < _SIZE or _u16(data, 0x38) != _MAGIC:
        return None
    compatible, incompatible, read_only = struct.unpack_from("<III", data, 0x5C)
    is_dynamic = struct.unpack_from("<I", data, 0x4C)[0] > 0
    has_journal = bool(compatible & 0x4)
    newer = incompatible & 0x2C0 or read_only & 0x408
    free = struct.unpack_from("<I", data, 0x0C)[0]
    if incompatible & 0x80:
        free |= struct.unpack_from("<I", data, 0x158)[0] << 32
    return Superblock(
        kind="ext4" if newer else "ext3" if has_journal else "ext2",
        inode_size=_u16(data, 0x58) if is_dynamic else 128,
        block_size=1024 << min(struct.unpack_from("<I", data, 0x18)[0], 6),
        free_blocks=free,
        has_extents=bool(incompatible & 0x40),
        unclean=_unclean(data, incompatible, read_only),
        unknown=(*_unknown(0, incompatible, _INCOMPATIBLE), *_unknown(1, read_only, _READ_ONLY)),
    )


def _unclean(data: bytes, incompatible: int, read_only: int) -> str:
    state, last_orphan = _u16(data, 0x3A), struct.unpack_from("<I", data, 0xE8)[0]
    if incompatible & _RECOVER:
        return Phrase("its journal has to be recovered")
    if state & _HAS_ERRORS:
        return Phrase("errors were found in it")
    if not state & _CLEAN:
        return Phrase("it was not unmounted")
    if last_orphan or read_only & _ORPHANS_PRESENT:
        return Phrase("deleted files have still to be cleared away")
    return ""


def _unknown(word: int, found: int, known: dict[int, str]) -> list[str]:
    """The names of features that are not known; those without a name by their bit."""
    bits = [1 << bit for bit in range(32) if found >> bit & 1 and 1 << bit not in known]
    return [_NAMES.get((word, bit), f"{('incompat', 'ro_compat')[word]} {bit:#x}") for bit in bits]


def _u16(data: bytes, offset: int) -> int:
    value: int = struct.unpack_from("<H", data, offset)[0]
    return value
