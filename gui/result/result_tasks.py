"""What can be done with the result of a conversion, as tasks of errands."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QCoreApplication

from engine.job.push.push_journal import Wish
from engine.job.result.conversion import Conversion
from gui.machines import job_work
from gui.queue.progress import Row
from gui.result.errands import Task


def hashing(found: Conversion) -> Task:
    """Have the SHA-256 of those images of which it is not known."""
    steps: list[Row] = []
    for image in found.images:
        if not image.sha256:
            name = _tr("Hash {image}").format(image=image.path.name)
            steps += [Row(name, image.size), Row(_tr("Write the manifest"), 0)]
    told = _tr("The SHA-256 is known, and noted in the manifest.")
    return Task(tuple(steps), partial(job_work.hash_images, found.folder), told)


def packing(found: Conversion, target: Path) -> Task:
    """Make an XVA, ``target``."""
    stored = sum(image.stored for image in found.images)
    steps = (
        Row(_tr("Pack {file}").format(file=target.name), stored),
        Row(_tr("Verify {file}").format(file=target.name), stored),
        Row(_tr("Finish"), 0),
    )
    told = _tr("{path} is packed, and was read back.").format(path=target)
    return Task(steps, partial(job_work.pack, found.folder, target), told, target)


def sending(found: Conversion, wish: Wish) -> Task:
    """Bring it to a server; ``wish`` names the folder for the configuration too."""
    rows: list[Row] = []
    for image in found.images:
        name = image.path.name
        rows += [
            Row(_tr("Send {image}").format(image=name), image.stored),
            Row(_tr("Verify {image} on the server").format(image=name), image.stored),
        ]
    rows += [Row(_tr("Deliver {image}").format(image=each.path.name), 0) for each in found.images]
    rows.append(Row(_tr("Write the configuration"), 0))
    # What is there already is compared first; how many of them, the server says.
    there = [Row(_tr("Compare {image}").format(image=each.path.name), 0) for each in found.images]
    config = PurePosixPath(wish.configs) / found.config.name
    told = _tr("It is on the server, and was compared there. This starts it: xl create {path}")
    work = partial(job_work.push, found.folder, wish)
    return Task((*there, *rows), work, told.format(path=config))


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_tasks", text)
