"""How fast the work goes and how long it will take, smoothed."""

from __future__ import annotations

import math

SMOOTHING = 4.0  #: seconds; what is older than this counts less and less
PATIENCE = 2.0  #: seconds before a first guess is shown


class Pace:
    """Fed with (time in seconds, bytes done); tells bytes per second and seconds to go."""

    def __init__(self) -> None:
        self._time: float | None = None
        self._moved = 0.0
        self._done = 0
        self._rate = 0.0
        self._weight = 0.0
        self._watched = 0.0

    def jump(self, now: float, done: int) -> None:
        """``done`` bytes are done, but how long that took is not known."""
        self._time, self._done, self._moved = now, done, now

    def update(self, now: float, done: int) -> None:
        """The first report only marks the beginning, as a jump does."""
        if self._time is None:
            self.jump(now, done)
            return
        elapsed = now - self._time
        if elapsed <= 0:
            return
        fading = math.exp(-elapsed / SMOOTHING)
        self._rate = self._rate * fading + (done - self._done) / elapsed * (1 - fading)
        self._weight = self._weight * fading + (1 - fading)
        self._watched += elapsed
        if done != self._done:
            self._moved = now
        self._time, self._done = now, done

    @property
    def rate(self) -> float:
        """Bytes per second; 0 as long as nothing is known."""
        return max(self._rate / self._weight, 0.0) if self._weight else 0.0

    def idle(self, now: float) -> float:
        """Seconds since anything was done."""
        return max(now - self._moved, 0.0) if self._time is not None else 0.0

    def seconds_left(self, total: int) -> float | None:
        """Seconds until ``total`` bytes are done; None as long as it would be a guess."""
        if self._watched < PATIENCE or self.rate < 1:
            return None
        return max(total - self._done, 0) / self.rate
