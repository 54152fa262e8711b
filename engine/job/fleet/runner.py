"""What a fleet runs on, as its job sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from engine.job.fleet.order import Order, Record

#: Called with the name of a machine and the part of it that is done, 0 to 1; in any thread.
Told = Callable[[Order, float], None]


class Running(Protocol):
    """Workers that take orders."""

    def run(
        self, orders: Sequence[Order], told: Told, is_cancelled: Callable[[Order], bool]
    ) -> Iterator[Record]:
        """The records of all orders, as they end. Those that are cancelled end as stopped."""


class Runner(Protocol):
    """This computer, or a cluster."""

    def started(self, cancel: threading.Event) -> AbstractContextManager[Running]:
        """Workers, ready to work until ``cancel`` is set; refuses E893 to E895."""
