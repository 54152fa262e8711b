"""How much memory a Windows uses at most, by its release and edition."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from engine.xen.compat import Guest


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of resources/windows_memory.toml, which says what the fields are."""

    release: str
    bits: int
    mib: int
    edition: str = ""
    stops: bool = False

    def speaks_of(self, guest: Guest) -> bool:
        same = (guest.release, guest.bits) == (self.release, self.bits)
        return same and re.search(self.edition, guest.edition.lower()) is not None


def limit(guest: Guest) -> Limit | None:
    """The one of ``guest``; None where it is not known, or it is no Windows."""
    return next((each for each in _limits() if each.speaks_of(guest)), None)


@functools.cache
def _limits() -> tuple[Limit, ...]:
    file = resources.files("resources").joinpath("windows_memory.toml")
    return tuple(Limit(**row) for row in tomllib.loads(file.read_text("utf-8"))["limit"])
