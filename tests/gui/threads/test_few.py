"""A few threads at a time, the newest request first."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from gui.context import Context
from gui.threads.few import Few

Run = Callable[..., Any]


def test_the_newest_goes_first(run: Run, around: Context) -> None:
    few, gate = Few(around.workers, at_once=1), threading.Event()
    order: list[int] = []

    def work(number: int) -> int:
        order.append(number)
        gate.wait()
        return number

    async def scenario() -> None:
        asked = [asyncio.ensure_future(few.run(partial(work, n))) for n in range(5)]
        while not order:
            await asyncio.sleep(0.001)
        gate.set()
        assert await asyncio.gather(*asked) == list(range(5))

    run(scenario())
    assert order == [0, 4, 3, 2, 1]


def test_no_more_than_a_few_run_at_once(run: Run, around: Context) -> None:
    few, lock = Few(around.workers, at_once=2), threading.Lock()
    meeting = threading.Barrier(2)  # two are there together, each time
    here = [0]
    most = [0]

    def work() -> None:
        with lock:
            here[0] += 1
            most[0] = max(most[0], here[0])
        meeting.wait()
        with lock:
            here[0] -= 1

    async def scenario() -> None:
        await asyncio.gather(*(few.run(work) for _ in range(8)))

    run(scenario())
    assert most == [2]


def test_who_is_cancelled_keeps_nobody(run: Run, around: Context) -> None:
    few, gate = Few(around.workers, at_once=1), threading.Event()

    async def scenario() -> None:
        first = asyncio.ensure_future(few.run(gate.wait))
        others = [asyncio.ensure_future(few.run(partial(int, n))) for n in range(4)]
        await asyncio.sleep(0)
        others[1].cancel()
        gate.set()
        await first
        others[3].cancel()  # perhaps after it was given its turn
        found = await asyncio.gather(*others, return_exceptions=True)
        assert [found[0], found[2]] == [0, 2]
        assert await few.run(lambda: "free again") == "free again"

    run(scenario())


def test_what_is_raised_is_raised_and_the_next_goes_on(run: Run, around: Context) -> None:
    few = Few(around.workers, at_once=1)

    async def scenario() -> None:
        failed, then = few.run(lambda: 1 // 0), few.run(lambda: 2)
        found = await asyncio.gather(failed, then, return_exceptions=True)
        assert isinstance(found[0], ZeroDivisionError)
        assert found[1] == 2

    run(scenario())
