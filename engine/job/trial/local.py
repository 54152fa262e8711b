"""Cells tried on this computer, in QEMU, each with an overlay of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine import platform, temporary
from engine.boot.emulator import AcceleratorChoice
from engine.disk.images import qcow2_overlay
from engine.image_formats import FORMATS
from engine.job import images
from engine.job.trial import trial_boot
from engine.job.trial.cell import Cell
from engine.job.trial.matrix import TryCell
from engine.job.trial.overlay import Changes
from engine.job.trial.subject import Subject
from engine.job.work import Emit
from engine.xen.domain import Domain

_BESIDE = 200  #: MiB that QEMU takes besides the guest's memory


def here(
    subject: Subject, seconds: float | None, accelerator: AcceleratorChoice = "auto"
) -> TryCell:
    """What tries a cell on this computer."""

    def attempt(
        cell: Cell, changes: Changes, emit: Emit, cancel: threading.Event
    ) -> trial_boot.Result:
        with temporary.folder() as folder:
            overlays = _write(subject, changes, cell.hal, folder)
            placed = subject.images | overlays
            domain = _on_overlays(cell.domain, overlays)
            trial = trial_boot.Trial(
                subject.folder, domain, placed, seconds, accelerator=accelerator
            )
            return trial_boot.watched(trial, emit, cancel)

    return attempt


def jobs_for(cells: Sequence[Cell]) -> int:
    """How many cells may run at a time: as many as processors and free memory are enough for."""
    memory = max((cell.domain.memory for cell in cells), default=0) + _BESIDE
    processors = os.cpu_count() or 1
    free = platform.free_memory()
    return max(min(processors, (free >> 20) // memory if free else 1), 1)


def _write(subject: Subject, changes: Changes, hal: str, folder: Path) -> dict[str, Path]:
    """The overlays that have ``hal`` start, in ``folder``, by the disks in the domain."""
    overlays = {}
    for number, (target, edit) in enumerate(changes.edits(hal).items()):
        image = subject.images[target]
        overlays[target] = folder / f"{number}.qcow2"
        qcow2_overlay.write(overlays[target], edit, image, FORMATS[images.format_of(image)].driver)
    return overlays


def _on_overlays(domain: Domain, overlays: dict[str, Path]) -> Domain:
    """``domain``; a disk with an overlay is a qcow2 image."""
    disks = [
        replace(disk, format="qcow2") if disk.target in overlays else disk for disk in domain.disks
    ]
    return replace(domain, disks=tuple(disks))
