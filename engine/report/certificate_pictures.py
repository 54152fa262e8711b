"""Pictures of a certificate: screens of trials, each within the page itself."""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.job.result.conversion import Conversion
from engine.job.trial.results import Tried

MOST, SIZE_LIMIT = 12, 1 << 20  #: pictures of a page, and bytes of each; others are left out
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with what is under it."""

    caption: str
    png: bytes

    @property
    def address(self) -> str:
        """The picture as the address of itself, so that the page needs no other file."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def screens(conversion: Conversion, tried: Iterable[Tried]) -> tuple[Picture, ...]:
    """The last screens of trials, those that started first; what is no picture is left out."""
    found: list[Picture] = []
    for each in sorted(tried, key=lambda each: not each.reached):
        if len(found) < MOST and each.picture:
            caption = f"{each.hal} {each.flags}"
            found += (Picture(caption, png) for png in _read(conversion.folder / each.screen))
    return tuple(found)


def _read(path: Path) -> Iterator[bytes]:
    """A picture, if it is one: a plain file that is not too large."""
    with suppress(OSError):
        about = path.lstat()
        if stat.S_ISREG(about.st_mode) and about.st_size <= SIZE_LIMIT:
            content = path.read_bytes()
            if content.startswith(_PNG) and len(content) <= SIZE_LIMIT:
                yield content
