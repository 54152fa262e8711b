"""What processes hold in memory while they work: looked at now and then, and whether it grows."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_EVERY = 0.5  # seconds
#: Growth from the first machines to the last that is none: pools of memory, Dask's own records.
ALLOWED = 6 << 20


@dataclass
class Watched:
    """One process: what it held, with how many machines were done by then."""

    name: str
    pid: int
    seen: list[tuple[int, int]] = field(default_factory=list)

    def around(self, low: int, high: int) -> int:
        """What it held in the middle while so many machines were done."""
        found = [held for done, held in self.seen if low <= done < high]
        return int(median(found)) if found else 0


class Memory:
    """Looks at processes in a thread of its own until :meth:`end`."""

    def __init__(self, done: Callable[[], int]) -> None:
        self.watched: list[Watched] = []
        self._done, self._over = done, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def watch(self, name: str, pid: int) -> None:
        self.watched.append(Watched(name, pid))

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            done = self._done()
            for each in list(self.watched):
                if held := _held(each.pid):
                    each.seen.append((done, held))


def _held(pid: int) -> int:
    """Bytes of a process that are in memory; 0 where it has ended."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def growth(watched: Watched) -> tuple[int, int, int]:
    """What a process held in the first fifth of its machines, and in the last; and how many."""
    first, last = watched.seen[0][0], watched.seen[-1][0]
    fifth = max((last - first) // 5, 1)
    begun = watched.around(first + fifth // 2, first + fifth + fifth // 2)
    return begun, watched.around(last - fifth, last + 1), last - first
