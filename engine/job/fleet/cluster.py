"""A fleet on the workers of a Dask cluster: one task a machine.

Dask knows who works, gives the task of a lost worker to another, and has the semaphores that
machines share. What is done of a machine is known by its folder alone, which all workers have to
see under the same path; so a scheduler may die: the same plan goes on when there is a new one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from engine import __version__
from engine.findings import Refusal, Stopped, finding, refuse
from engine.job.fleet import worker
from engine.job.fleet.order import Order, Record
from engine.job.fleet.runner import Told
from engine.phrase import Phrase

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT_WITHIN = 20  # seconds
_LOOK_EVERY = 0.5  # seconds


@dataclass(slots=True)
class Cluster:
    """The workers that the scheduler at ``address`` has, ``tcp://host:8786`` or ``tls://…``."""

    address: str
    _name: str = field(default_factory=lambda: uuid4().hex)  #: of this run
    _client: Any = None
    _cancel: threading.Event | None = None

    @contextmanager
    def started(self, cancel: threading.Event) -> Iterator[Cluster]:
        try:
            from distributed import Client
        except ImportError:
            raise refuse("E893") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # findings say what is wrong
        try:
            client = Client(self.address, timeout=_CONNECT_WITHIN, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise refuse("E894", address=self.address, reason=error) from None
        with client:
            _check_workers(client, self.address)
            self._client, self._cancel = client, cancel
            yield self

    def run(
        self, orders: Sequence[Order], told: Told, is_cancelled: Callable[[Order], bool]
    ) -> Iterator[Record]:
        by_key = {each.folder: each for each in orders}

        def hear(event: tuple[float, Any]) -> None:
            folder, part = event[1]
            if folder in by_key:
                told(by_key[folder], part)

        self._client.subscribe_topic(worker.TOPIC, hear)
        futures = {
            self._client.submit(
                worker.perform,
                each,
                self._name,
                __version__,
                key=f"vmx2xen {each.folder}",
                pure=False,
            ): each
            for each in orders
        }
        try:
            yield from self._records(futures, is_cancelled)
        except (OSError, CancelledError):  # of a connection: tasks make records of all else
            raise refuse("E897", address=self.address) from None
        finally:
            with suppress(OSError):
                self._client.unsubscribe_topic(worker.TOPIC)

    def _records(
        self, left: dict[Future, Order], is_cancelled: Callable[[Order], bool]
    ) -> Iterator[Record]:
        """Records as they come; refuses E897 where the scheduler is gone."""
        told: set[str] = set()
        while left:
            self._wait(list(left))
            if self._client.status != "running":
                raise refuse("E897", address=self.address)
            unwanted = [
                each
                for each in left.values()
                if each.folder not in told and (self._is_over() or is_cancelled(each))
            ]
            if unwanted:
                folders = [each.folder for each in unwanted]
                told.update(folders)
                self._client.run(worker.stop, self._name, folders, on_error="ignore")
            for future in [each for each in left if each.status != "pending"]:
                yield self._record(future, left.pop(future))

    def _wait(self, futures: Sequence[Future]) -> None:
        """Wait for the first of them that ends, but not for long."""
        from distributed import wait

        try:
            wait(list(futures), timeout=_LOOK_EVERY, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return
        except Exception:  # a future that was cancelled or failed says so by itself
            return

    def _record(self, future: Future, order: Order) -> Record:
        """How the work at a machine ended; refuses E897 where nobody knows."""
        status = future.status
        if status == "finished":
            record: Record = future.result()
            return record
        if status != "error":  # nobody cancels it: that becomes of it without a scheduler
            raise refuse("E897", address=self.address)
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            found = finding("E896", machine=order.name)
            listed = (found.as_json(),)
            return Record(order.name, order.machine, order.folder, "refused", listed)
        return Record(order.name, order.machine, order.folder, "failed", detail=repr(error))

    def _is_over(self) -> bool:
        if self._cancel is None:
            raise Stopped
        return self._cancel.is_set()


def _check_workers(client: Client, address: str) -> None:
    """Refuse a cluster without workers (E894), and workers of other versions (E895)."""
    versions = client.run(worker.version, on_error="return")
    if not versions:
        raise refuse("E894", address=address, reason=Phrase("it has no workers"))
    odd = {name: each for name, each in versions.items() if each != __version__}
    if odd:
        raise Refusal(
            finding(
                "E895",
                worker=name,
                there=each if isinstance(each, str) else Phrase("none"),
                here=__version__,
            )
            for name, each in sorted(odd.items())
        )
