"""The task in a worker: refused by another version, stopped before it has its shares."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from engine import __version__
from engine.job.fleet import machine_task, worker
from engine.job.fleet.order import Order, Record

ORDER = Order("vm", "vm.vmx", "out", {}, shares={"server x": 2})


class Semaphore:
    """One of a cluster; a fake. Taken by others as long as its name is in ``taken``."""

    taken: set[str] = set()  # noqa: RUF012
    released: list[str] = []  # noqa: RUF012

    def __init__(self, max_leases: int, name: str) -> None:
        self.name = f"{max_leases} {name}"

    def acquire(self, timeout: float) -> bool:
        return self.name not in self.taken

    def release(self) -> None:
        self.released.append(self.name)


@pytest.fixture
def dask(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The package as this worker has it; a fake. ``told`` are its events."""
    told: list[Any] = []
    me = SimpleNamespace(
        status=SimpleNamespace(name="running"), log_event=lambda topic, event: told.append(event)
    )
    fake = SimpleNamespace(Semaphore=Semaphore, get_worker=lambda: me, told=told, me=me)
    monkeypatch.setitem(sys.modules, "distributed", fake)
    monkeypatch.setattr(Semaphore, "taken", set())
    monkeypatch.setattr(Semaphore, "released", [])
    monkeypatch.setattr(worker, "_LOOK_EVERY", 0.01)
    yield fake
    assert worker._stops == {}


@contextmanager
def performing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[threading.Event]]:
    """What is asked to be performed is kept in place of being done."""
    begun: list[threading.Event] = []

    def perform(order: Order, told: machine_task.Told, cancel: threading.Event) -> Record:
        begun.append(cancel)
        told(0.25)
        told(0.5)
        return Record(order.name, order.machine, order.folder, "done")

    with monkeypatch.context() as patch:
        patch.setattr(machine_task, "perform", perform)
        yield begun


def test_one_that_joins_later_refuses_itself() -> None:
    record = worker.perform(Order("vm", "vm.vmx", "out", {}), "run", "99")
    assert record.outcome == "refused"
    assert record.findings[0]["code"] == "E895"


def test_it_works_once_it_has_its_shares(
    dask: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with performing(monkeypatch) as begun:
        assert worker.perform(ORDER, "run", __version__).outcome == "done"
    assert len(begun) == 1
    assert dask.told == [("out", 0.25)]  # not more often than once a second
    assert Semaphore.released == ["2 vmx2xen 2 server x"]


def test_what_others_have_is_waited_for_until_it_is_stopped(
    dask: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    Semaphore.taken.add("2 vmx2xen 2 server x")
    threading.Timer(0.05, worker.stop, ("run", ["out"])).start()
    with performing(monkeypatch) as begun:
        assert worker.perform(ORDER, "run", __version__).outcome == "stopped"
    assert begun == []
    assert Semaphore.released == []


def test_one_that_was_stopped_before_it_came_is_not_begun(
    dask: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.stop("run", ["out", "other"])
    with performing(monkeypatch) as begun:
        assert worker.perform(ORDER, "run", __version__).outcome == "stopped"
        assert worker.perform(ORDER, "another run", __version__).outcome == "done"
    assert len(begun) == 1
    worker._stops.clear()


def test_a_worker_that_is_none_any_more_stops(dask: SimpleNamespace) -> None:
    cancel = threading.Event()
    with worker._heeding(cancel):
        time.sleep(0.05)
        assert not cancel.is_set()
        dask.me.status.name = "paused"
        time.sleep(0.05)
        assert not cancel.is_set()
        dask.me.status.name = "closing"
        assert cancel.wait(5)
