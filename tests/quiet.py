"""Whether this computer is quiet enough for tests that measure; how much others use of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 60.0  #: seconds in all that a run of tests waits for it
BUSY = 0.5  #: processors that others use: too many
_SAMPLE = 1.0  # seconds


def used() -> float:
    """Processors that anybody uses just now, of all that there are; 0 where nothing tells."""
    before = _times()
    time.sleep(_SAMPLE)
    after = _times()
    total = sum(after) - sum(before)
    idle = sum(after[3:5]) - sum(before[3:5])  # idle, and waiting for a disk
    return (os.cpu_count() or 1) * (1 - idle / total) if total else 0.0


def _times() -> list[int]:
    try:
        with open("/proc/stat") as file:
            return [int(each) for each in file.readline().split()[1:9]]
    except OSError:
        return []


@dataclass
class Quiet:
    """Waits for it, with a patience that all tests of a run share."""

    patience: float = PATIENCE
    measure: Callable[[], float] = used
    clock: Callable[[], float] = time.monotonic
    _waited: float = field(default=0.0, init=False)

    def reason(self) -> str:
        """Why a test that measures would say nothing; empty as soon as it is quiet."""
        while True:
            began = self.clock()
            found = self.measure()
            if found <= BUSY:
                return ""
            self._waited += self.clock() - began
            if self._waited >= self.patience:
                return f"busy: {found:.1f} processors are in use, after {self._waited:.0f} s still"
