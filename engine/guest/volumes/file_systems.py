"""Which file system lies where, told by its first bytes alone.

Sources: the on-disk formats as documented by their makers (Microsoft's FAT, exFAT and NTFS, the
kernel's documentation of ext4, XFS and btrfs, LVM2 and LUKS), and libblkid's list of signatures.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from engine.disk.disk import Disk

SECTOR = 512

#: Windows can be in these, and they can be read.
FAT_KINDS = ("fat12", "fat16", "fat32")
WINDOWS_KINDS = ("ntfs", *FAT_KINDS)
#: Linux can be in these, and they can be read.
LINUX_KINDS = ("ext2", "ext3", "ext4", "xfs", "btrfs")

_HEAD = 4096
_EXT, _BTRFS, _REISER = 1024, 65536, 65536
_SWAP_PAGES = (4096, 8192, 16384, 65536)
_BITLOCKER_TO_GO = UUID("4967d63b-2e29-4ad8-8399-f6a339e3d001").bytes_le


@dataclass(frozen=True, slots=True)
class FileSystem:
    """What a partition holds."""

    #: ntfs, refs, bitlocker, exfat, fat12/16/32, ext2/3/4, xfs, btrfs, reiserfs, jfs, swap, lvm,
    #: md, luks; empty if unknown
    kind: str
    uuid: str = ""  #: as /etc/fstab writes it: with hyphens, in upper case for FAT and NTFS
    label: str = ""


UNKNOWN = FileSystem("")


def identify(disk: Disk, offset: int, size: int) -> FileSystem:
    """The file system in ``size`` bytes at ``offset``; refuses what ``disk`` refuses to read."""

    def read(start: int, length: int) -> bytes:
        length = max(min(length, size - start), 0)
        data = disk.pread(offset + start, length) if length else b""
        return data.ljust(length, b"\0")

    head = read(0, _HEAD).ljust(_HEAD, b"\0")
    for test in (_windows, _fat, _by_magic, _ext):
        found = test(head)
        if found is not None:
            return found
    return _far(read) or UNKNOWN


def _windows(head: bytes) -> FileSystem | None:
    name = head[3:11]
    if name == b"-FVE-FS-" or head[0x1A8:0x1B8] == _BITLOCKER_TO_GO:
        return FileSystem("bitlocker")
    if name == b"NTFS    ":
        return FileSystem("ntfs", f"{struct.unpack_from('<Q', head, 0x48)[0]:016X}")
    if name == b"EXFAT   ":
        return FileSystem("exfat", _serial(head, 0x64))
    if name[:4] == b"ReFS" and head[16:20] == b"FSRS":
        return FileSystem("refs")
    return None


def _serial(head: bytes, offset: int) -> str:
    number = struct.unpack_from("<I", head, offset)[0]
    return f"{number >> 16:04X}-{number & 0xFFFF:04X}"


def _fat(head: bytes) -> FileSystem | None:
    """FAT is told by the BIOS parameter block; its kind is decided by the number of clusters.

    Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03, section "FAT Type
    Determination".
    """
    if head[510:512] != b"\x55\xaa" or head[0] not in (0xEB, 0xE9):
        return None
    sector, per_cluster, reserved, fats, root, small, media, fat16 = struct.unpack_from(
        "<HBHBHHBH", head, 11
    )
    large, fat32 = struct.unpack_from("<I", head, 32)[0], struct.unpack_from("<I", head, 36)[0]
    sound = (
        sector in (512, 1024, 2048, 4096)
        and per_cluster.bit_count() == 1
        and reserved
        and fats in (1, 2)
        and media in (0xF0, *range(0xF8, 0x100))
        and (fat16 or fat32)
    )
    if not sound:
        return None
    root_sectors = -(-root * 32 // sector)
    data = (small or large) - reserved - fats * (fat16 or fat32) - root_sectors
    clusters = data // per_cluster
    if clusters <= 0:
        return None
    if clusters >= 65525:
        return FileSystem("fat32", _serial(head, 0x43), _text(head[0x47:0x52]))
    kind = "fat12" if clusters < 4085 else "fat16"
    return FileSystem(kind, _serial(head, 0x27), _text(head[0x2B:0x36]))


def _by_magic(head: bytes) -> FileSystem | None:
    if head[:4] == b"XFSB":
        return FileSystem("xfs", _uuid(head[32:48]), _text(head[108:120]))
    if head[:6] == b"LUKS\xba\xbe":
        return FileSystem("luks", _text(head[168:208]))
    labels = (head[start : start + 32] for start in range(0, 4 * SECTOR, SECTOR))
    if any(label[:8] == b"LABELONE" and label[24:32] == b"LVM2 001" for label in labels):
        return FileSystem("lvm")
    return None


def _ext(head: bytes) -> FileSystem | None:
    block = head[_EXT:]
    if block[0x38:0x3A] != b"\x53\xef":
        return None
    compatible, incompatible = struct.unpack_from("<II", block, 0x5C)
    # Extents, 64 bit, flexible groups or checksums of metadata make it the fourth version.
    newer = incompatible & 0x2C0 or struct.unpack_from("<I", block, 0x64)[0] & 0x408
    kind = "ext4" if newer else "ext3" if compatible & 4 else "ext2"
    return FileSystem(kind, _uuid(block[0x68:0x78]), _text(block[0x78:0x88]))


def _far(read: Callable[[int, int], bytes]) -> FileSystem | None:
    """What shows only further in."""
    if read(4096, 4) == b"\xfc\x4e\x2b\xa9":
        return FileSystem("md")
    if read(32768, 4) == b"JFS1":
        return FileSystem("jfs")
    block = read(_BTRFS, 0x200)
    if block[0x40:0x48] == b"_BHRfS_M":
        return FileSystem("btrfs", _uuid(block[0x20:0x30]), _text(block[0x12B:0x22B]))
    if block[52:58] in (b"ReIsEr",):
        return FileSystem("reiserfs", _uuid(block[84:100]), _text(block[100:116]))
    for page in _SWAP_PAGES:
        if read(page - 10, 10) in (b"SWAPSPACE2", b"SWAP-SPACE"):
            header = read(1024, 64)
            return FileSystem("swap", _uuid(header[12:28]), _text(header[28:44]))
    return None


def _uuid(data: bytes) -> str:
    return str(UUID(bytes=data)) if len(data) == 16 and any(data) else ""


def _text(data: bytes) -> str:
    text = data.split(b"\0")[0].decode("utf-8", "replace").strip()
    return "" if text == "NO NAME" else text
