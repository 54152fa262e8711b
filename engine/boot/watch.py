"""A guest watched until there is a verdict: by looks at it, and by whether it answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from engine.boot.look import Look, Seen
from engine.boot.pointer import PointerTest
from engine.boot.runner import Runner
from engine.boot.verdict import Verdict, early, last

#: Seconds without anything happening that are a hang, and those a guest is given at most.
PATIENCE: Mapping[str, float] = {
    "kvm": 45.0, "hvf": 45.0, "whpx": 45.0, "xen": 90.0, "tcg": 90.0,
}  # fmt: skip
LIMIT: Mapping[str, float] = {
    "kvm": 120.0, "hvf": 120.0, "whpx": 120.0, "xen": 300.0, "tcg": 600.0,
}  # fmt: skip

LOOK_EVERY = 1.0  # seconds


class Watched(Protocol):
    """A guest that runs somewhere."""

    @property
    def runner(self) -> Runner:
        """What runs it."""

    def wait(self, seconds: float) -> Sequence[str]:
        """The names of events of QEMU within so many seconds, fewer if one comes."""

    def look(self) -> Look:
        """How it is now."""

    def nudge(self, number: int) -> None:
        """Move its pointer; even and odd numbers go to different places."""


class Watch:
    """What is seen of one guest. ``shown`` is told each time there is something new."""

    def __init__(self, guest: Watched, shown: Callable[[Seen], None], patience: float = 0) -> None:
        self.seen = Seen(guest.runner)
        self._guest, self._shown = guest, shown
        self._patience = patience or PATIENCE[guest.runner.accelerator]
        self._pointer, self._nudges = PointerTest(), 0

    def until(self, seconds: float, cancel: threading.Event) -> Verdict:
        """The verdict after so many seconds at most, fewer if it is clear before."""
        began = changed = time.monotonic()
        while True:
            happened = self._events(self._guest.wait(LOOK_EVERY))
            new, now = self._look(), time.monotonic()
            if happened or new:
                changed = now
            self.seen.seconds, self.seen.quiet = now - began, now - changed
            if self._pointer.step(self.seen.look.picture):
                self._guest.nudge(self._nudges)
                self._nudges += 1
            self.seen.answers = self._pointer.answers
            self._shown(self.seen)
            if verdict := early(self.seen, self._patience):
                return verdict
            if cancel.is_set() or self.seen.seconds >= seconds:
                return last(self.seen, self._patience)

    def _events(self, events: Sequence[str]) -> bool:
        """Take notice of events; whether one of them is something that happened to the guest."""
        self.seen.restarts += events.count("RESET")
        self.seen.running = "SHUTDOWN" not in events
        self.seen.crashed = "CRASH" in events
        self.seen.failed = "STOP" in events and self.seen.running
        if not self.seen.running or self.seen.failed:
            return True
        return "RESET" in events

    def _look(self) -> bool:
        """Look once more; whether there is anything new."""
        before, self.seen.look = self.seen.look, self._guest.look()
        processors = self.seen.look.processors
        self.seen.dead = self.seen.dead + 1 if processors and processors.dead else 0
        look = self.seen.look
        if look.serial != before.serial or look.text != before.text:
            self.seen.serial_is_newer = look.serial != before.serial
        return look.differs(before)
