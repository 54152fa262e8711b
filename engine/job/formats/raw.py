"""Raw images: byte for byte the disk."""

from __future__ import annotations

from pathlib import Path

from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.images.targets import RawFile, Target
from engine.job.convert.disk_task import DiskTask


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    return RawFile(path, task.size, resume=resume_at is not None, sources=task.chain.files)


def read(path: Path, files: Files) -> Mapping:
    file = files.add(path, device=True)
    return Flat(files, file, files.size(file))


def read_unfinished(path: Path, files: Files, size: int) -> Mapping:
    return read(path, files)


def check(path: Path) -> None:
    """There are no metadata."""
