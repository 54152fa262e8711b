"""Files of the user's that a guest is to run once, at its first start under Xen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from engine.findings import refuse
from engine.phrase import Phrase

_LIMIT = 32 << 20


@dataclass(frozen=True, slots=True)
class Command:
    """A file to be run once; ``name`` is that of the user's file."""

    name: str
    content: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """The end of its name, ``.cmd``."""
        return PurePath(self.name).suffix.lower()


def load(paths: Iterable[str]) -> Iterator[Command]:
    """The files at ``paths``, in that order; refuses E821."""
    for path in map(Path, paths):
        try:
            with path.open("rb") as file:
                content = file.read(_LIMIT + 1)
        except OSError as error:
            raise refuse("E821", name=path.name, reason=error) from None
        if len(content) > _LIMIT:
            reason = Phrase("it has more than {limit} bytes", limit=_LIMIT)
            raise refuse("E821", name=path.name, reason=reason)
        yield Command(path.name, content)
