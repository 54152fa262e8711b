"""Images by format: how each is written, and how it is read back."""

from __future__ import annotations

from pathlib import Path

from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.targets import BlockDevice, RawFile, Target
from engine.disk.vmdk_target import GrowableVmdk
from engine.job.plan import DiskTask, Format
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    """The target of ``task``, written at ``path`` for the time being.

    ``resume_at``: the cursor of the journal's last record, None to begin anew.
    """
    resume = resume_at is not None
    if task.target.is_block_device():
        return BlockDevice(task.target, task.size)
    if task.format == "raw":
        return RawFile(path, task.size, resume=resume)
    base = task.chain.layers[-1]
    return GrowableVmdk(
        path,
        task.size,
        name=task.target.name,
        geometry=base.geometry,
        adapter=base.adapter,
        resume_at=resume_at,
    )


def read(path: Path, format: Format) -> tuple[Mapping, Files]:
    """An image of ours as a mapping, to be read back from disk. Refuses what is damaged."""
    if format == "vmdk":
        chain = open_chain(path, Folder(path.parent), redo="discard")
        return chain.mapping, chain.files
    files = Files(direct=True)
    file = files.add(path, device=True)
    return Flat(files, file, files.size(file)), files
