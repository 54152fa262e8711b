"""The SHA-256 of a finished conversion's images, noted in its manifest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.findings import refuse
from engine.job.convert.steps import HashImage
from engine.job.events import Event, Finished
from engine.job.result import manifest
from engine.job.work import Step, Work, guarded, run_steps
from engine.phrase import Phrase


def run(folder: Path, emit: Callable[[Event], None], cancel: threading.Event) -> Finished:
    """Hash what has no SHA-256 yet, as ``convert --sha256`` does.

    Blocks until done, never raises: the outcome is the last event. Refuses E403, E410, E412. Each
    image is noted when it is done, so that what was stopped goes on with the next one.
    """

    def work() -> None:
        steps: list[Step] = []
        for entry in manifest.read(folder):
            image = folder / entry.file
            if not image.is_file():
                raise refuse(
                    "E412", path=folder, reason=Phrase("{file} is missing", file=entry.file)
                )
            if not entry.sha256:
                steps += [HashImage(image, entry.size), _Note(image, entry)]
        run_steps(steps, emit, cancel)

    return guarded(work, emit)


@dataclass(frozen=True, slots=True)
class _Note:
    image: Path
    entry: manifest.Entry
    name: str = "Write the manifest"
    total: int = 0

    def run(self, work: Work) -> None:
        manifest.note_sum(self.image.parent, self.entry, work.sums[self.image])
