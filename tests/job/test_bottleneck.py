"""What keeps the work from going faster, seen in threads that really wait or really work."""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from engine.job.bottleneck import Limits

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(
        platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"),
        reason="only Linux tells, and the numbers of calls differ",
    ),
]


@contextmanager
def working(work: Callable[[], object]) -> Iterator[None]:
    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    yield
    for each in threads:
        each.join()


def settled(limits: Limits, wanted: str) -> None:
    """Sample until the verdict is ``wanted``."""
    pause = threading.Event()
    while limits.limit != wanted:
        pause.wait(0.05)
        limits.sample()


def test_threads_that_wait_for_data_are_limited_by_reading() -> None:
    reading, writing = os.pipe()
    with working(lambda: os.read(reading, 1)):
        settled(Limits(), "reading")
        os.write(writing, b"xx")
    os.close(reading)
    os.close(writing)


def test_threads_that_wait_for_room_are_limited_by_writing() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    full = 0
    while full >= 0:
        try:
            full += os.write(writing, bytes(4096))
        except BlockingIOError:
            break
    os.set_blocking(writing, True)
    with working(lambda: os.write(writing, b"x" * 4096)):
        settled(Limits(), "writing")
        for _ in range(2):
            os.read(reading, 65536)
    os.close(reading)
    os.close(writing)


def test_threads_that_compute_are_limited_by_the_processor() -> None:
    stop = threading.Event()

    def compute() -> None:
        while not stop.is_set():
            sum(range(10_000))

    with working(compute):
        settled(Limits(), "processor")
        stop.set()


def test_nothing_is_said_at_first_nor_when_nothing_happens() -> None:
    limits = Limits()
    assert limits.limit == ""
    limits.sample()
    assert limits.limit == ""
