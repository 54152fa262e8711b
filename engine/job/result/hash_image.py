"""The step that hashes a whole image, for those who want to compare it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.disk.copying.checksum import sha256
from engine.job.places import where_now
from engine.job.work import Work
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class HashImage:
    """The SHA-256 of a whole image; it comes into the sums of the work."""

    image: Path
    total: int  #: bytes that the guest sees

    @property
    def name(self) -> Phrase:
        return Phrase("Hash {image}", image=self.image.name)

    def run(self, work: Work) -> None:
        path = where_now(self.image)
        advance = work.progress(path.stat().st_size)
        work.sums[self.image] = found = sha256(path, advance, work.cancel)
        work.log(f"{self.image.name}: sha256 {found}")
