"""Several jobs of one command: worked at together, told one after another.

While one copies, the next is looked at and the one before is finished; where drives differ, two
copy at the same time. What a job says is kept until those before it were told to their ends.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from engine.findings import Stopped
from engine.job.drives import Turns
from engine.job.events import Event, Finished
from engine.job.work import Job, run

_AT_ONCE = 3  #: one is looked at, one copied, one finished
_COPIED_AT_ONCE = 2  #: each takes memory for what is under way

Planned = Callable[[Path], Job]


@dataclass(slots=True)
class Underway:
    """The work at one of several places."""

    place: Path
    said: SimpleQueue[Event | None] = field(default_factory=SimpleQueue)  #: None at the end
    end: Future[tuple[Job, Finished]] = field(default_factory=Future)

    def events(self) -> Iterator[Event]:
        """What the job says, as it comes; ends when it has ended."""
        while (event := self.said.get()) is not None:
            yield event


@contextmanager
def begun(
    places: Sequence[Path], planned: Planned, options: argparse.Namespace, *, together: bool
) -> Iterator[list[Underway]]:
    """The work at all ``places``, in their order; leaving it stops and awaits what is not done.

    A job may be looked at, and run, before those before it have ended, unless they are not worked
    at ``together``.
    """
    cancel, turns = options.stop.cancel, Turns(_COPIED_AT_ONCE)
    all_work = [Underway(place) for place in places]
    options.stop.only_ask()  # a signal is heard by threads that look at, or write, something

    def work(one: Underway) -> None:
        try:
            if cancel.is_set():
                raise Stopped
            job = planned(one.place)
            one.end.set_result((job, run(job, one.said.put, cancel, turns)))
        except BaseException as error:
            one.end.set_exception(error)
        finally:
            one.said.put(None)

    with ThreadPoolExecutor(_AT_ONCE if together else 1, "several") as threads:
        for each in all_work:
            threads.submit(work, each)
        try:
            yield all_work
        except BaseException:
            cancel.set()
            raise
