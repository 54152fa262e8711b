"""What the processors of a guest do, by QEMU's ``info registers -a``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CPU = re.compile(r"^CPU#", re.MULTILINE)
_FLAGS = re.compile(r"\b[RE]FL=([0-9a-f]{8,16})")
_HALTED = re.compile(r"\bHLT=([01])")
_INTERRUPTS = 1 << 9


@dataclass(frozen=True, slots=True)
class Processors:
    """All of a guest's together."""

    halted: bool  #: each waits for an interrupt
    dead: bool  #: each waits, and none lets itself be interrupted


def parse(registers: str) -> Processors | None:
    """The state that ``registers`` tell of; None if they tell nothing."""
    states: list[tuple[bool, bool]] = []
    for part in _CPU.split(registers)[1:]:
        flags, waits = _FLAGS.search(part), _HALTED.search(part)
        if flags is None or waits is None:
            return None
        states.append((waits[1] == "1", bool(int(flags[1], 16) & _INTERRUPTS)))
    if not states:
        return None
    halted = all(each for each, _ in states)
    listens = any(each for _, each in states)
    return Processors(halted, halted and not listens)
