"""Growable images of VMware's format, with the geometry and the adapter of the disk's base."""

from __future__ import annotations

from pathlib import Path

from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.images import vmdk_check
from engine.disk.images.targets import Target
from engine.disk.images.vmdk import UnfinishedVmdk
from engine.disk.images.vmdk_target import GrowableVmdk
from engine.job.convert.disk_task import DiskTask
from engine.vmware.chain import open_layers
from engine.vmware.locate import Folder
from engine.vmware.opening import Opening

check = vmdk_check.check


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    base = task.chain.layers[-1]
    return GrowableVmdk(
        path,
        task.size,
        name=task.target.name,
        geometry=base.geometry,
        adapter=base.adapter,
        resume_at=resume_at,
    )


def read(path: Path, files: Files) -> Mapping:
    return open_layers(Opening(Folder(path.parent), files=files), path, "discard").mapping


def read_unfinished(path: Path, files: Files, size: int) -> Mapping:
    return UnfinishedVmdk(files, files.add(path), size)
