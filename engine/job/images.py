"""Images by format: each is written, read back and checked by its module of ``engine/job/formats``.

A format is a line of :data:`engine.image_formats.FORMATS`, its module a :class:`Module`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from engine.disk.block_map import Mapping
from engine.disk.files import Files
from engine.disk.images.targets import BlockDevice, Target
from engine.image_formats import FORMATS, Format
from engine.job.convert.disk_task import DiskTask


class Module(Protocol):
    """What the module of a format has to do."""

    @staticmethod
    def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
        """The target of ``task`` at ``path``, anew or as it was at the cursor ``resume_at``."""

    @staticmethod
    def read(path: Path, files: Files) -> Mapping:
        """An image of ours, as one of ``files``. Refuses what is damaged."""

    @staticmethod
    def read_unfinished(path: Path, files: Files, size: int) -> Mapping:
        """The image of a disk of ``size`` bytes while it is written, as far as it is durable."""

    @staticmethod
    def check(path: Path) -> None:
        """Refuse (E204, E421) an image whose metadata are not as they were written."""


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    """The target of ``task``, written at ``path`` for the time being.

    ``resume_at``: the cursor of the journal's last record, None to begin anew.
    """
    if task.target.is_block_device():
        return BlockDevice(task.target, task.size)
    return _module(task.format).create(task, path, resume_at)


def format_of(path: Path) -> Format:
    """The format that the ending of an image's name stands for; raw for others."""
    named = {each.suffix: word for word, each in FORMATS.items()}
    return named.get(path.suffix.lower(), "raw")


def check(path: Path, format: Format) -> None:
    """Refuse (E204, E421) an image whose metadata are not as our writer leaves them."""
    _module(format).check(path)


def read(path: Path, format: Format, files: Files | None = None) -> tuple[Mapping, Files]:
    """An image of ours as a mapping, to be read back from disk. Refuses what is damaged.

    It becomes one of ``files``, if there are some.
    """
    files = Files(direct=True) if files is None else files
    return _module(format).read(path, files), files


def read_unfinished(path: Path, format: Format, size: int) -> tuple[Mapping, Files]:
    """The image of a disk of ``size`` bytes while it is written, as far as it is durable."""
    files = Files(direct=True)
    return _module(format).read_unfinished(path, files, size), files


def _module(format: Format) -> Module:
    return cast(Module, import_module(FORMATS[format].module))
