"""Runs one target on changed inputs; what is neither read nor refused is a fault."""

from __future__ import annotations

import random
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from fuzz.mutate import mutated
from fuzz.targets import Target

from engine.findings import Refusal
from engine.guest.helper.helper_protocol import Refused
from engine.phrase import Phrase

#: Seconds of the processor that one input may take.
PATIENCE = 10.0
_CORPUS_LIMIT = 500


class TooLongError(Exception):
    """An input took more than ``PATIENCE``."""


@dataclass
class Outcome:
    """What came of a target's inputs."""

    inputs: int = 0
    refused: int = 0
    corpus: int = 0  #: inputs that were said something new of
    faults: dict[str, bytes] = field(default_factory=dict)  #: input by the end of its traceback


def run(target: Target, folder: Path, seed: str, goes_on: Callable[[int], bool]) -> Outcome:
    """Try changed inputs as long as ``goes_on`` says of their number.

    An input that is refused with words that were not met before is changed further.
    """
    (folder / "seeds").mkdir(parents=True)
    corpus, met = [*target.seeds(folder / "seeds")], set[tuple[str, ...]]()
    for sound in corpus:
        target.parse(sound, folder)
    lottery, outcome = random.Random(f"{seed} {target.name}"), Outcome()
    for path in sorted(target.corpus.glob("*")):
        corpus.append(path.read_bytes())
        _said(target, corpus[-1], folder, outcome)
    while goes_on(outcome.inputs):
        data = mutated(corpus, lottery)
        outcome.inputs += 1
        said = _said(target, data, folder, outcome)
        if said and said not in met and len(corpus) < _CORPUS_LIMIT:
            met.add(said)
            corpus.append(data)
            outcome.corpus += 1
    return outcome


def _said(target: Target, data: bytes, folder: Path, outcome: Outcome) -> tuple[str, ...]:
    """The templates of what an input is refused with; none if it is read."""
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        target.parse(data, folder)
    except Refusal as refusal:
        outcome.refused += 1
        return tuple(f"{each.code} {_template(each.message)}" for each in refusal.findings)
    except Refused as refused:
        outcome.refused += 1
        return (refused.code,)
    except target.raises as error:
        outcome.refused += 1
        return (type(error).__name__,)
    except Exception:
        outcome.faults.setdefault("".join(traceback.format_exc().splitlines(True)[-3:]), data)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ()


def _template(message: str) -> str:
    """The words of a message, or those of the reason in it, without what they are filled with."""
    fields = message.fields if isinstance(message, Phrase) else {}
    reason = fields.get("reason")
    return reason.template if isinstance(reason, Phrase) else ""


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError
