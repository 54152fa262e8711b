"""Where a piece of work is; the window derives from this alone what can be clicked."""

from __future__ import annotations

from enum import Enum, auto


class State(Enum):
    """First those before it is asked for, then those of an entry of the queue."""

    PLANNING = auto()
    BLOCKED = auto()  #: findings say why
    READY = auto()
    WAITING = auto()  #: for its turn in the queue
    RUNNING = auto()
    STOPPING = auto()
    STOPPED = auto()  #: a conversion or a delivery can be resumed
    DONE = auto()
    FAILED = auto()  #: refused while running, or a bug

    @property
    def active(self) -> bool:
        return self in (State.RUNNING, State.STOPPING)

    @property
    def waits(self) -> bool:
        return self is State.WAITING

    @property
    def settled(self) -> bool:
        """Nothing can be chosen any more, as it has been asked for."""
        return self.active or self.waits
