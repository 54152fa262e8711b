"""What keeps a job from going faster: reading, writing, or the processor.

Looked at from outside, so that the copier does nothing for it: some systems tell which system call
each thread of the process waits in, and how much time the process spent on a processor. Where it is
not told, nothing is said.
"""

from __future__ import annotations

import math
import os
import time
from typing import Literal

from engine import platform

Limit = Literal["reading", "writing", "processor", ""]

SMOOTHING = 3.0  #: seconds; what is older than this counts less and less
PATIENCE = 1.5  #: seconds before anything is said
LEAST = 0.4  #: threads that are kept busy on average; below it nothing is the limit


class Limits:
    """Sampled some times a second by a thread that is no part of the work."""

    def __init__(self) -> None:
        self._is_told = platform.waiting_threads() is not None
        self._began = self._time = time.monotonic()
        self._spent = _processor_time()
        self._load = {"reading": 0.0, "writing": 0.0, "processor": 0.0}

    def sample(self) -> None:
        """Look at all threads but the calling one."""
        now, spent = time.monotonic(), _processor_time()
        elapsed = now - self._time
        if elapsed <= 0:
            return
        reading, writing = platform.waiting_threads() or (0, 0)
        seen = {
            "reading": reading,
            "writing": writing,
            "processor": (spent - self._spent) / elapsed,
        }
        fading = math.exp(-elapsed / SMOOTHING)
        for name, load in seen.items():
            self._load[name] = self._load[name] * fading + load * (1 - fading)
        self._time, self._spent = now, spent

    @property
    def limit(self) -> Limit:
        """What most of the time goes into; empty as long as it would be a guess."""
        if self._time - self._began < PATIENCE or not self._is_told:
            return ""
        name, load = max(self._load.items(), key=lambda each: each[1])
        return name if load >= LEAST else ""  # type: ignore[return-value]


def _processor_time() -> float:
    found = os.times()
    return found.user + found.system
