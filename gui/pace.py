"""How fast the work goes and how long it will take, smoothed."""

from __future__ import annotations

import math

SMOOTHING = 4.0  #: seconds; what is older than this counts less and less
PATIENCE = 2.0  #: seconds before a first guess is shown


class Pace:
    """Fed with (time in seconds, bytes done); tells bytes per second and seconds to go.

    The first report only marks the beginning, so that what was done before a resume is not taken
    for speed.
    """

    def __init__(self) -> None:
        self._began: float | None = None
        self._time = 0.0
        self._done = 0
        self._rate = 0.0
        self._weight = 0.0

    def update(self, now: float, done: int) -> None:
        if self._began is None:
            self._began, self._time, self._done = now, now, done
            return
        elapsed = now - self._time
        if elapsed <= 0:
            return
        fading = math.exp(-elapsed / SMOOTHING)
        self._rate = self._rate * fading + (done - self._done) / elapsed * (1 - fading)
        self._weight = self._weight * fading + (1 - fading)
        self._time, self._done = now, done

    @property
    def rate(self) -> float:
        """Bytes per second; 0 as long as nothing is known."""
        return max(self._rate / self._weight, 0.0) if self._weight else 0.0

    def seconds_left(self, total: int) -> float | None:
        """Seconds until ``total`` bytes are done; None as long as it would be a guess."""
        if self._began is None or self._time - self._began < PATIENCE or self.rate < 1:
            return None
        return max(total - self._done, 0) / self.rate
