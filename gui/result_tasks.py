"""What can be done with the result of a conversion, as tasks of errands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.job.results import Results
from gui import job_work
from gui.course import Row
from gui.errands import Task


def hashing(found: Results) -> Task:
    """Have the SHA-256 of those images of which it is not known."""
    steps: list[Row] = []
    for image in found.images:
        if not image.sha256:
            name = _tr("Hash {image}").format(image=image.path.name)
            steps += [Row(name, image.size), Row(_tr("Write the manifest"), 0)]
    told = _tr("The SHA-256 is known, and noted in the manifest.")
    return Task(tuple(steps), partial(job_work.hash_images, found.folder), told)


def packing(found: Results, target: Path) -> Task:
    """Make an XVA, ``target``."""
    stored = sum(image.stored for image in found.images)
    steps = (
        Row(_tr("Pack {file}").format(file=target.name), stored),
        Row(_tr("Verify {file}").format(file=target.name), stored),
        Row(_tr("Finish"), 0),
    )
    told = _tr("{path} is packed, and was read back.").format(path=target)
    return Task(steps, partial(job_work.pack, found.folder, target), told, target)


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_tasks", text)
