"""An image of the first pass of a conversion in two, as the base of the second."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.disk.stretches import Stretch
from engine.image_formats import Format
from engine.job.convert.aside import ASIDE


@dataclass(frozen=True, slots=True)
class FirstImage:
    """An image that holds all of a disk but what came since."""

    folder: Path  #: of the results
    file: str
    format: Format
    chunk: int  #: bytes of a chunk
    chunks: dict[int, str]  #: digests, by number
    fitted: tuple[Stretch, ...]  #: what was changed in the guest
    newer: int  #: layers of the chain that came since

    @property
    def path(self) -> Path:
        """Where it is now: set aside, or not yet."""
        aside = self.folder / ASIDE / self.file
        return aside if aside.exists() else self.folder / self.file
