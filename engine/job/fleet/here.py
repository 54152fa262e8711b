"""A fleet on this computer: some machines at a time, each in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from engine.job.fleet import machine_task
from engine.job.fleet.order import Order, Record
from engine.job.fleet.runner import Told

_LOOK_EVERY = 0.5  # seconds: how soon a cancelled machine hears of it


@dataclass(slots=True)
class Here:
    """Runs ``at_once`` machines at a time, as the limits of the plan let it."""

    at_once: int
    _cancel: threading.Event = field(default_factory=threading.Event)
    _shares: dict[str, threading.BoundedSemaphore] = field(default_factory=dict)

    @contextmanager
    def started(self, cancel: threading.Event) -> Iterator[Here]:
        self._cancel = cancel
        yield self

    def run(
        self, orders: Sequence[Order], told: Told, is_cancelled: Callable[[Order], bool]
    ) -> Iterator[Record]:
        stops: dict[Future[Record], tuple[Order, threading.Event]] = {}
        for each in orders:
            for share, limit in shares(each, socket.gethostname()).items():
                self._shares.setdefault(share, threading.BoundedSemaphore(limit))
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="machine") as threads:
            for each in orders:
                stop = threading.Event()
                stops[threads.submit(self._one, each, told, is_cancelled, stop)] = (each, stop)
            while stops:
                ended, _ = wait(stops, _LOOK_EVERY, FIRST_COMPLETED)
                for order, stop in stops.values():
                    if self._cancel.is_set() or is_cancelled(order):
                        stop.set()
                for future in ended:
                    del stops[future]
                    yield future.result()

    def _one(
        self,
        order: Order,
        told: Told,
        is_cancelled: Callable[[Order], bool],
        stop: threading.Event,
    ) -> Record:
        with ExitStack() as held:
            for share in shares(order, socket.gethostname()):
                while not self._shares[share].acquire(timeout=_LOOK_EVERY):
                    if stop.is_set():
                        return stopped(order)
                held.callback(self._shares[share].release)
            if stop.is_set() or is_cancelled(order):
                return stopped(order)
            return machine_task.perform(order, lambda part: told(order, part), stop)


def shares(order: Order, host: str) -> dict[str, int]:
    """What a machine shares where it is worked at, in the one order that everybody takes it in."""
    own = {f"host {host}": order.host_limit} if order.host_limit else {}
    return dict(sorted({**order.shares, **own}.items()))


def stopped(order: Order) -> Record:
    """The record of a machine that was cancelled before it was begun."""
    return Record(order.name, order.machine, order.folder, "stopped")


def by_outcome(records: Sequence[Record]) -> dict[str, int]:
    """How many machines ended in which way."""
    found: dict[str, int] = defaultdict(int)
    for each in records:
        found[each.outcome] += 1
    return dict(found)
