"""Which states of a machine are whole: every file of every disk is there and fits the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.findings import Refusal, Stopped, blocking
from engine.vmware import machine as machines
from engine.vmware.locate import last_name
from engine.vmware.model import Disk, Snapshot, VirtualMachine
from engine.vmware.places import NOWHERE

OPENED = 200  #: states that are opened to find out; what is beyond is not told


def whole_states(
    machine: VirtualMachine,
    trusted: bool = False,
    placed: Mapping[str, Path] = NOWHERE,
    cancel: threading.Event | None = None,
) -> dict[str, bool]:
    """Whether each state is whole: by the number of the snapshot, "" for the running state.

    What is in a chain that is whole is whole itself and not opened again. Raises Stopped.
    """
    found = {"": not _stands_against(machine)}
    whole = _Whole()
    whole.add(machine.disks)
    beside = _beside(machine)
    opened = 0
    for snapshot in _newest_first(machine):
        if cancel is not None and cancel.is_set():
            raise Stopped
        uid = str(snapshot.uid)
        if whole.has(snapshot):
            found[uid] = True
        elif snapshot.uid in beside:
            found[uid] = beside[snapshot.uid]
        elif opened < OPENED:
            opened += 1
            found[uid] = _look(machine, uid, trusted, placed, whole)
    return found


def newest_whole(machine: VirtualMachine, whole: Mapping[str, bool]) -> Snapshot | None:
    """The newest snapshot that is whole, of the running state's line before others."""
    return next((each for each in _newest_first(machine) if whole.get(str(each.uid))), None)


def _newest_first(machine: VirtualMachine) -> Iterator[Snapshot]:
    """The line to the running state from its newest snapshot on, then the others."""
    line = machine.snapshots.ancestors(machine.snapshots.current)
    own = {each.uid for each in line}
    yield from line
    yield from reversed([each for each in machine.snapshots.all if each.uid not in own])


def _look(
    machine: VirtualMachine,
    uid: str,
    trusted: bool,
    placed: Mapping[str, Path],
    whole: _Whole,
) -> bool:
    """Whether a state is whole, found out by opening it."""
    try:
        found = machines.state(machine, uid, trusted, placed)
    except Refusal:
        return False
    whole.add(found.disks)
    for disk in found.disks:
        if disk.chain is not None:
            disk.chain.files.release()
    return not _stands_against(found)


def _stands_against(machine: VirtualMachine) -> bool:
    return any(disk.chain is None or blocking(disk.findings) for disk in machine.disks)


def _beside(machine: VirtualMachine) -> dict[int, bool]:
    """Whether the snapshots of other branches are whole, as far as they were read."""
    found: dict[int, bool] = {}
    for branch in machine.branches:
        found[branch.uid] = found.get(branch.uid, True) and not blocking(branch.findings)
    return found


class _Whole:
    """Names of the layers of chains that are whole, by slot."""

    def __init__(self) -> None:
        self._names: set[tuple[str, str]] = set()

    def add(self, disks: tuple[Disk, ...]) -> None:
        for disk in disks:
            if disk.chain is not None and not blocking(disk.findings):
                self._names |= {(str(disk.slot), each.path.name) for each in disk.layers}

    def has(self, snapshot: Snapshot) -> bool:
        names = {(each.slot, last_name(each.written)) for each in snapshot.disks}
        return bool(names) and names <= self._names
