"""Dynamic images of Microsoft's format VHD."""

from __future__ import annotations

from pathlib import Path

from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.images import vhd, vhd_check
from engine.disk.images.targets import Target
from engine.disk.images.vhd_target import VhdTarget
from engine.job.convert.disk_task import DiskTask

check = vhd_check.check
read = vhd.open_image


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    return VhdTarget(path, task.size, resume_at=resume_at)


def read_unfinished(path: Path, files: Files, size: int) -> Mapping:
    return vhd.Vhd(files, files.add(path), size)
