"""Names that begin alike, cut so that what differs is to be seen where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

_LEAST = 8  #: characters that names begin alike with before that is left out
_CUT = "… "


def told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """``names``, each without the words with which a neighbour begins too: "… 2041: nightly"."""
    found = []
    for number, name in enumerate(names):
        beside = (*names[max(number - 1, 0) : number], *names[number + 1 : number + 2])
        alike = max((_alike(name, other) for other in beside), default=0)
        found.append(_CUT + name[alike:] if alike >= _LEAST else name)
    return tuple(found)


def _alike(name: str, other: str) -> int:
    """Length of the whole words with which two names begin alike; 0 if they are the same."""
    if name == other:
        return 0
    pairs = enumerate(zip(name, other, strict=False))
    length = next((at for at, (own, its) in pairs if own != its), min(len(name), len(other)))
    return name[:length].rfind(" ") + 1
