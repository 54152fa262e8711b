"""A conversion started and used: its screen as it goes, keys and pointer into it, a verdict.

It runs until it is closed, also after the verdict. Nothing is written to the images.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from engine.boot.emulated import Emulated
from engine.boot.emulator import started
from engine.boot.look import Look, Seen
from engine.boot.qmp import Gone, RefusedByQemu
from engine.boot.screen.picture import Picture
from engine.boot.watch import LIMIT, Watch
from engine.job.trial.trial_boot import Result, Trial

#: Seconds from one picture to the next, and from one look for keys to the next.
PICTURE_EVERY = 0.25
_INPUT_EVERY = 0.03
_KEPT = 200  #: inputs that wait at most; the oldest are lost

Input = dict[str, Any]  #: an event as QMP's input-send-event has it


@dataclass(slots=True)
class Live:
    """A guest that is watched and used. Its callbacks are called from the thread of :meth:`run`."""

    shown: Callable[[Picture], None]  #: a new picture
    told: Callable[[Seen], None]  #: how it goes
    judged: Callable[[Result], None]  #: once, unless it was ended before
    _inputs: deque[Input] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def put(self, events: Sequence[Input]) -> None:
        """Send keys and moves to the guest, from any thread."""
        self._inputs.extend(events)

    def run(self, trial: Trial, cancel: threading.Event) -> Result | None:
        """Start it; blocks until ``cancel`` is set or it ends. Refuses as ``try`` does.

        None if it was ended before there was a verdict: what was seen until then says nothing.
        """
        result = None
        with started(trial.domain, trial.images, accelerator=trial.accelerator) as emulated:
            guest = _Used(emulated, self, cancel)
            watch = Watch(guest, self.told)
            verdict = watch.until(trial.seconds or LIMIT[guest.runner.accelerator], cancel)
            if not cancel.is_set():
                result = Result(watch.seen, verdict)
                self.judged(result)
            while not cancel.is_set() and "SHUTDOWN" not in guest.wait(PICTURE_EVERY):
                pass
        return result

    def pass_on(self, guest: Emulated) -> None:
        """Send what waits."""
        events = []
        with suppress(IndexError):
            while True:
                events.append(self._inputs.popleft())
        if events:
            guest.input(events)


class _Used:
    """A guest that is watched while it is used."""

    def __init__(self, guest: Emulated, live: Live, cancel: threading.Event) -> None:
        self.runner = guest.runner
        self._guest, self._live, self._cancel = guest, live, cancel
        self._shown: Picture | None = None
        self._next = 0.0

    def wait(self, seconds: float) -> Sequence[str]:
        """Pass on what is typed and show pictures, until there is an event or time is up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._cancel.is_set():
            self._live.pass_on(self._guest)
            self._show()
            if events := self._guest.wait(_INPUT_EVERY):
                return events
        return []

    def look(self) -> Look:
        return self._guest.look()

    def _show(self) -> None:
        """Show the screen if it is time for that and it has changed."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + PICTURE_EVERY
        with suppress(Gone, RefusedByQemu, OSError, ValueError):
            picture = self._guest.picture()
            if picture != self._shown:
                self._shown = picture
                self._live.shown(picture)

    def nudge(self, number: int) -> None:
        self._guest.nudge(number)


__all__ = ["Input", "Live", "Picture", "Result", "Seen"]
