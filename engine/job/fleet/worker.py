"""What runs in a worker of a Dask cluster; imported there, and only there with the package."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from engine import __version__
from engine.findings import finding
from engine.job.fleet import machine_task
from engine.job.fleet.here import shares, stopped
from engine.job.fleet.order import Order, Record

TOPIC = "vmx2xen-fleet"  #: events of it are (folder of the results, part that is done)
_TELL_EVERY = 1.0  # seconds
_LOOK_EVERY = 0.5  # seconds

#: Of the tasks here, by the run of a fleet and the folder of their results.
_stops: dict[tuple[str, str], threading.Event] = {}


def version() -> str:
    """The version of this program in this worker."""
    return __version__


def stop(run: str, folders: Iterable[str]) -> None:
    """Have tasks of a run stop in this worker, also those that it gets later."""
    for each in folders:
        _stops.setdefault((run, each), threading.Event()).set()


def perform(order: Order, run: str, wanted: str) -> Record:
    """The task: a machine is worked at once it has its shares, by the version that planned it."""
    if wanted != __version__:
        name = machine_task.worker_name()
        found = finding("E895", worker=name, there=__version__, here=wanted)
        listed = (found.as_json(),)
        return Record(order.name, order.machine, order.folder, "refused", listed)
    cancel = _stops.setdefault((run, order.folder), threading.Event())
    try:
        with ExitStack() as held:
            held.enter_context(_heeding(cancel))
            if not _has_shares(order, held, cancel):
                return stopped(order)
            return machine_task.perform(order, _teller(order), cancel)
    finally:
        _stops.pop((run, order.folder), None)


def _has_shares(order: Order, held: ExitStack, cancel: threading.Event) -> bool:
    """Whether the machine has all that it shares; given back when ``held`` is left."""
    from distributed import Semaphore

    for share, limit in shares(order, socket.gethostname()).items():
        # The number is part of the name: another plan may have another.
        semaphore = Semaphore(max_leases=limit, name=f"vmx2xen {limit} {share}")
        while not semaphore.acquire(timeout=_LOOK_EVERY):
            if cancel.is_set():
                return False
        held.callback(semaphore.release)
    return not cancel.is_set()


@contextmanager
def _heeding(cancel: threading.Event) -> Iterator[None]:
    """Within it ``cancel`` is set once the worker is no longer one: its scheduler is gone."""
    from distributed import get_worker

    me, over = get_worker(), threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY):
            if me.status.name not in ("running", "paused"):
                cancel.set()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _teller(order: Order) -> machine_task.Told:
    """A function that tells the scheduler now and then how much of a machine is done."""
    from distributed import get_worker

    me, last = get_worker(), 0.0

    def tell(part: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TELL_EVERY:
            last = now
            me.log_event(TOPIC, (order.folder, part))

    return tell
