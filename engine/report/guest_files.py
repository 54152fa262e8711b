"""The files of any state of a machine: listed, and single ones saved. Nothing else is written."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.disk import side_files
from engine.disk.reader import Reader
from engine.findings import Refusal, blocking, refuse
from engine.guest.browse import Browse, Item, Volume
from engine.phrase import Phrase
from engine.report.changed_files import State
from engine.vmware import machine as machines
from engine.vmware.model import VirtualMachine
from engine.vmware.places import NOWHERE

__all__ = ["Item", "Place", "Volume", "browsing", "clean_name", "disks", "entered", "save"]

_LENGTH = 200  #: bytes of a name; a suffix follows while it is written
_DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file of a guest is."""

    slot: str  #: of the disk
    volume: str  #: number of the partition, or ``vg/lv``
    path: str


@contextmanager
def browsing(
    machine: VirtualMachine,
    state: State,
    slot: str,
    *,
    trusted: bool = False,
    placed: Mapping[str, Path] = NOWHERE,
    cancel: threading.Event | None = None,
) -> Iterator[Browse]:
    """The volumes of a disk as it was in a state; refuses what cannot be read, E116, E848."""
    found = machines.state(machine, state.snapshot, trusted, placed)
    by_slot = {str(disk.slot): disk for disk in found.disks}
    disk = by_slot.get(slot)
    if disk is None:
        raise refuse("E116", slot=slot, known=", ".join(by_slot) or Phrase("none"))
    if disk.chain is None:
        raise Refusal(blocking(disk.findings) or disk.findings)
    with Browse(Reader(disk.chain.mapping, disk.chain.files), cancel) as browse:
        yield browse


def disks(machine: VirtualMachine) -> tuple[str, ...]:
    """The slots of the disks of a machine."""
    return tuple(str(disk.slot) for disk in machine.disks)


def entered(browse: Browse, volume: str, path: str) -> tuple[Item, ...]:
    """What is at ``path``: the entries of a folder, or the file itself. Refuses E847."""
    found = browse.find(volume, path)
    if found is None:
        raise refuse("E847", path=path)
    return browse.list(volume, path) if found.is_folder else (found,)


def save(
    browse: Browse, volume: str, path: str, target: Path, told: Callable[[int], object] = bool
) -> None:
    """Write a file of the guest to the new file ``target``, which has its name once it is whole.

    Refuses E402 where something is there, E403, E417, and as :meth:`Browse.copy`.
    """
    with side_files.new_file(target) as file:
        browse.copy(volume, path, file.write, told)


def clean_name(path: str) -> str:
    """A name for the file at ``path`` that is safe on every file system, and starts with no dot."""
    name = unicodedata.normalize("NFC", path.replace("\\", "/").rpartition("/")[2])
    kept = "".join(each if _is_safe(each) else "-" for each in name).strip(" .")
    while len(kept.encode()) > _LENGTH:
        kept = kept[1:]
    if kept.partition(".")[0].upper() in _DEVICES or not kept or kept.startswith("-"):
        kept = f"file{kept}" if kept.startswith("-") else f"file-{kept}"
    return kept


def _is_safe(char: str) -> bool:
    return char not in '/\\:*?"<>|' and unicodedata.category(char)[0] in "LMNPSZ"
