"""Images by format: how each is written, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.choices import SUFFIX, Format
from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.images import qcow2, qcow2_check, vhd, vhd_check, vmdk_check
from engine.disk.images.qcow2_target import Qcow2Target
from engine.disk.images.targets import BlockDevice, RawFile, Target
from engine.disk.images.vhd_target import VhdTarget
from engine.disk.images.vmdk_target import GrowableVmdk
from engine.job.convert.disk_task import DiskTask
from engine.vmware.chain import open_layers
from engine.vmware.locate import Folder
from engine.vmware.opening import Opening


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    """The target of ``task``, written at ``path`` for the time being.

    ``resume_at``: the cursor of the journal's last record, None to begin anew.
    """
    resume = resume_at is not None
    if task.target.is_block_device():
        return BlockDevice(task.target, task.size)
    if task.format == "raw":
        return RawFile(path, task.size, resume=resume, sources=task.chain.files)
    if task.format == "qcow2":
        return Qcow2Target(path, task.size, resume_at=resume_at)
    if task.format == "vhd":
        return VhdTarget(path, task.size, resume_at=resume_at)
    base = task.chain.layers[-1]
    return GrowableVmdk(
        path,
        task.size,
        name=task.target.name,
        geometry=base.geometry,
        adapter=base.adapter,
        resume_at=resume_at,
    )


def format_of(path: Path) -> Format:
    """The format that the ending of an image's name stands for; raw for others."""
    named = {suffix: format for format, suffix in SUFFIX.items()}
    return named.get(path.suffix.lower(), "raw")


def check(path: Path, format: Format) -> None:
    """Refuse (E204, E421) an image whose metadata are not as our writer leaves them."""
    if format in _CHECKS:
        _CHECKS[format](path)


_CHECKS: dict[Format, Callable[[Path], None]] = {
    "qcow2": qcow2_check.check,
    "vhd": vhd_check.check,
    "vmdk": vmdk_check.check,
}


def read(path: Path, format: Format, files: Files | None = None) -> tuple[Mapping, Files]:
    """An image of ours as a mapping, to be read back from disk. Refuses what is damaged.

    It becomes one of ``files``, if there are some.
    """
    files = Files(direct=True) if files is None else files
    if format == "vmdk":
        return open_layers(
            Opening(Folder(path.parent), files=files), path, "discard"
        ).mapping, files
    if format == "qcow2":
        return qcow2.open_image(path, files), files
    if format == "vhd":
        return vhd.open_image(path, files), files
    file = files.add(path, device=True)
    return Flat(files, file, files.size(file)), files


def read_unfinished(path: Path, format: Format, size: int) -> tuple[Mapping, Files]:
    """The image of a disk of ``size`` bytes while it is written, as far as it is durable."""
    if format in ("qcow2", "vhd"):  # what says that they are images is written last
        files = Files(direct=True)
        file = files.add(path)
        unfinished = qcow2.open_unfinished if format == "qcow2" else vhd.Vhd
        return unfinished(files, file, size), files
    return read(path, format)
