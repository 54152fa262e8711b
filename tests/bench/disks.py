"""Disks of every layout with the same content; what a layout shares with another is linked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fixtures.layouts import LAYOUTS, Disk
from fixtures.vmdk.grains import Order

from bench import pattern
from bench.pattern import State

NAME = "disk"


def base(
    folder: Path, layout: str, size: int, *, order: Order = "runs", split: int | None = None
) -> Disk:
    """A disk of `size` bytes without snapshots in `folder`."""
    state = pattern.first(size)
    disk = Disk(folder, NAME, state.layer(), cid=1, order=order, seed=size, split=split)
    LAYOUTS[layout].base(disk)
    return disk


def chain(
    folder: Path,
    below: Path,
    layout: str,
    size: int,
    *,
    snapshots: int,
    share: float,
    order: Order = "runs",
) -> Disk:
    """Snapshots over the disk that :func:`base` wrote to `below`, each of `share` of its size.

    Its files get a second name in `folder`.
    """
    for file in below.iterdir():
        (folder / file.name).hardlink_to(file)
    state: State = pattern.first(size)
    disk = Disk(folder, NAME, state.layer(), cid=1, order=order)
    for number in range(1, snapshots + 1):
        state = pattern.after(state, number, share)
        disk = replace(
            disk,
            stem=f"{NAME}-{number:06d}",
            layer=state.layer(),
            cid=1 + number,
            parent=disk,
            seed=number,
        )
        LAYOUTS[layout].child(disk)
    return disk


def sectors(folder: Path, size: int) -> Disk:
    """Every sector of a disk of `size` bytes in a COWD extent, in short runs of 512 bytes each."""
    state = pattern.first(size)
    written = State(state.rows, state.rows >= 0)
    disk = Disk(folder, NAME, written.layer(), cid=1, order="runs", seed=size)
    LAYOUTS["vmfs"].child(disk)
    return disk
