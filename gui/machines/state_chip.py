"""What a row of the list shows of a state: a word or two, and a colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Tone(Enum):
    """The colour of a state."""

    QUIET = auto()
    GOOD = auto()
    HINT = auto()
    BAD = auto()
    BUSY = auto()


@dataclass(frozen=True, slots=True)
class Chip:
    """A state: its word, its colour, and how much is done, in thousandths; -1 where none runs."""

    text: str
    tone: Tone
    done: int = -1
