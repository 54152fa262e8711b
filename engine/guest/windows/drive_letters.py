"""Drive letters of a Windows on an MBR disk: it knows each by the signature of the disk.

A disk without a signature gets a new one when Windows starts; letters then go to something else,
and where C: does nobody can log on. Sources: Microsoft KB223188 and KB249321 (MountedDevices,
log-on after a change of the letter); Microsoft, "Disk signature" (offset 0x1B8 of the MBR).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from engine.disk.edits.overlay import Overlay
from engine.guest.hives.hive_reader import Hive
from engine.guest.partitions import PartitionTable
from engine.guest.windows.changes import SignatureChange

#: A drive of MountedDevices: the signature of its disk, and where it begins there.
_MOUNTED = struct.Struct("<IQ")
_SIGNATURE_AT = 440
_NONE = "00000000"


@dataclass(frozen=True, slots=True)
class DriveLetter:
    """A letter as the registry has it."""

    letter: str  #: ``C:``
    signature: str  #: of the disk, eight hex digits
    offset: int  #: of the partition on it, in bytes


def read(system: Hive) -> Iterator[DriveLetter]:
    """The letters of partitions on MBR disks; refuses E622."""
    mounted = system.key("MountedDevices")
    for number in range(26) if mounted else ():
        letter = f"{chr(ord('A') + number)}:"
        value = mounted.value(rf"\DosDevices\{letter}") if mounted else None
        if isinstance(value, bytes) and len(value) == _MOUNTED.size:
            signature, offset = _MOUNTED.unpack(value)
            yield DriveLetter(letter, f"{signature:08x}", offset)


def lost(
    letters: tuple[DriveLetter, ...], table: PartitionTable, offset: int
) -> tuple[DriveLetter, ...]:
    """The letters of the partition at ``offset``, where all are of disks of other signatures."""
    if table.scheme != "mbr":
        return ()
    own = tuple(each for each in letters if each.offset == offset)
    return () if table.id in {each.signature for each in own} else own


def known_signature(lost: tuple[DriveLetter, ...], table: PartitionTable, letter: str) -> str:
    """The signature that a disk without one had; empty where it has one, or that is uncertain.

    It is that of ``letter``, which Windows itself is on; else there must be but one.
    """
    if table.id != _NONE:
        return ""
    own = {each.signature for each in lost if each.letter == letter}
    found = (own or {each.signature for each in lost}) - {_NONE}
    return found.pop() if len(found) == 1 else ""


def sign(overlay: Overlay, signature: str) -> SignatureChange:
    """Give the disk its ``signature`` back in ``overlay``."""
    before = overlay.pread(_SIGNATURE_AT, 4)
    overlay.pwrite(_SIGNATURE_AT, int(signature, 16).to_bytes(4, "little"))
    return SignatureChange(f"{int.from_bytes(before, 'little'):08x}", signature)
