"""Images of QEMU's format qcow2."""

from __future__ import annotations

from pathlib import Path

from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.images import qcow2, qcow2_check
from engine.disk.images.qcow2_target import Qcow2Target
from engine.disk.images.targets import Target
from engine.job.convert.disk_task import DiskTask

check = qcow2_check.check
read = qcow2.open_image


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    return Qcow2Target(path, task.size, resume_at=resume_at)


def read_unfinished(path: Path, files: Files, size: int) -> Mapping:
    return qcow2.open_unfinished(files, files.add(path), size)
