"""One look at a guest, and what was seen of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.boot.processor import Processors
from engine.boot.runner import Runner
from engine.boot.screen.picture import Picture


@dataclass(frozen=True, slots=True)
class Look:
    """A guest at one moment. What cannot be seen of it there is None or empty."""

    picture: Picture | None = None
    text: str = ""  #: that is readable on the screen
    serial: str = ""  #: the end of what it said on the first serial port
    firmware: str = ""  #: the end of what its firmware logged
    processors: Processors | None = None
    disk: int | None = None  #: how many reads and writes its disks have had
    faults: int = 0  #: how often the processor was reset by a fault while it handled one
    agent: bool = False  #: whether its own agent answers

    @property
    def said(self) -> str:
        """All that can be read."""
        return "\n".join((self.text, self.serial, self.firmware))

    @property
    def in_text_mode(self) -> bool:
        """Whether the screen is one of characters, as far as can be told from its size."""
        return self.picture is not None and self.picture.has_text_size

    def differs(self, other: Look) -> bool:
        """Whether anything has happened in between."""
        shown = self.picture != other.picture
        if self.in_text_mode and other.in_text_mode:  # where the cursor blinks
            shown = self.text != other.text
        return shown or (self.serial, self.disk) != (other.serial, other.disk)


@dataclass(slots=True)
class Seen:
    """What was seen of a guest since it was started. Times are in seconds."""

    runner: Runner
    look: Look = field(default_factory=Look)  #: the newest
    seconds: float = 0.0
    quiet: float = 0.0  #: for so long nothing has happened
    running: bool = True
    restarts: int = 0
    serial_is_newer: bool = False  #: than what is on the screen
    dead: int = 0  #: in so many looks in a row the processors had halted for good
    answers: bool = False  #: whether the picture follows the pointer
    crashed: bool = False  #: whether Xen ended it, for its processor failed
    failed: bool = False  #: whether the accelerator gave up

    @property
    def last_line(self) -> str:
        """The last line of what was said last: on the serial port or on the screen."""
        texts = (self.look.text, self.look.serial)
        if not self.serial_is_newer:
            texts = texts[::-1]
        lines = [line.strip() for text in texts for line in text.splitlines()]
        return next((line for line in reversed(lines) if any(map(str.isalnum, line))), "")
