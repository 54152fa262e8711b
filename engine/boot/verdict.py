"""A verdict on a guest that was started: has it, and if not, why, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from engine.boot import signs, stop_codes
from engine.boot.look import Seen
from engine.findings import Finding, finding
from engine.phrase import Phrase

Outcome = Literal["reached", "failed", "off", "unknown"]

RESTARTS = 3  #: so many, and it is a loop; two if there was time for no more
_DEAD_LOOKS = 2
_STILL = 15.0  # seconds without anything happening, at the end
_SETTLED = 20.0  # such seconds after which no start gets over what was said


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a guest.

    ``reached``: set-up, login or desktop were seen. ``off``: it shut itself down. ``unknown``: it
    runs, and nothing tells more. ``said``: what it was told by.
    """

    outcome: Outcome
    finding: Finding | None  #: None if reached
    said: str

    def as_json(self) -> dict[str, Any]:
        return {"verdict": self.outcome, "said": self.said}


def early(seen: Seen, patience: float) -> Verdict | None:
    """A verdict that more time would not change; None if there is none yet.

    ``patience``: so many seconds without anything happening are a hang.
    """
    if found := _by_sign(seen, still=seen.quiet >= min(_SETTLED, patience)):
        return found
    if seen.failed:
        return _failed("E746", "", accelerator=seen.runner.accelerator)
    if seen.crashed:
        return _failed("E751", seen.last_line, last=_last(seen))
    if not seen.running:
        return Verdict("off", finding("E744", last=_last(seen)), "")
    if seen.look.agent:
        return Verdict("reached", None, Phrase("its guest agent answers"))
    if seen.answers:
        return Verdict("reached", None, Phrase("the picture follows the pointer"))
    if seen.restarts >= RESTARTS:
        return _restarting(seen)
    if seen.dead >= _DEAD_LOOKS:
        return _failed("E740", seen.last_line, last=_last(seen))
    return _hanging(seen) if seen.quiet >= patience else None


def last(seen: Seen, patience: float) -> Verdict:
    """The verdict when there is no more time."""
    if found := early(seen, patience) or _by_sign(seen, still=True):
        return found
    if seen.restarts >= RESTARTS - 1:
        return _restarting(seen)
    if seen.quiet >= min(_STILL, seen.seconds / 2) and not seen.look.serial:
        return _hanging(seen)
    seconds = round(seen.seconds)
    shown = finding("E743", seconds=seconds, last=_last(seen))
    return Verdict("unknown", shown, seen.last_line)


def _by_sign(seen: Seen, *, still: bool) -> Verdict | None:
    sign = signs.find(seen.look.said, still=still)
    if sign is None:
        return None
    if not sign.code:
        return Verdict("reached", None, sign.said)
    if stop := sign.fields.get("stop"):
        return Verdict("failed", stop_codes.stopped(stop), sign.said)
    fields = {"reason": sign.said, "text": sign.said, "file": "?", "status": ""}
    return _failed(sign.code, sign.said, **fields | {k: v for k, v in sign.fields.items() if v})


def _restarting(seen: Seen) -> Verdict:
    count = seen.restarts
    if seen.look.faults >= max(count // 2, 1):  # SeaBIOS resets once more after each
        return _failed("E742", "", count=count, seconds=round(seen.seconds))
    reason = Phrase("it restarted {count} times", count=count)
    return _failed("E722", seen.last_line, reason=reason)


def _hanging(seen: Seen) -> Verdict:
    return _failed("E741", seen.last_line, seconds=round(seen.quiet), last=_last(seen))


def _last(seen: Seen) -> str:
    if seen.last_line:
        return Phrase("the last line is “{line}”", line=seen.last_line)
    picture = seen.look.picture
    if picture is None:
        return Phrase("there is no screen")
    if picture.is_black or seen.look.in_text_mode:
        return Phrase("the screen is empty")
    size = {"width": picture.width, "height": picture.height}
    return Phrase("the screen shows a picture of {width} × {height}", **size)


def _failed(code: str, said: str, **fields: str | int) -> Verdict:
    return Verdict("failed", finding(code, "", **fields), said)
