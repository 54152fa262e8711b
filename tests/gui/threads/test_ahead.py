"""Items are worked on a few at a time, and their results come in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from gui.threads.ahead import ahead

Run = Callable[..., Any]


class Work:
    """Takes so many seconds for an item; knows how many are held."""

    def __init__(self, takes: Callable[[int], float]) -> None:
        self._takes = takes
        self.begun: list[int] = []
        self.most = self.held = 0
        self.cancelled: list[int] = []

    async def on(self, item: int) -> int:
        self.begun.append(item)
        self.held += 1
        self.most = max(self.most, self.held)
        try:
            await asyncio.sleep(self._takes(item))
        except asyncio.CancelledError:
            self.cancelled.append(item)
            raise
        return item * item


def test_a_few_at_a_time_in_order(run: Run) -> None:
    work, found = Work(lambda item: 0.02 / (item + 1)), []  # the later is done before

    async def scenario() -> None:
        async for each in ahead(work.on, range(20), at_once=3):
            work.held -= 1
            found.append(each)

    run(scenario())
    assert found == [item * item for item in range(20)]
    assert work.most == 3


def test_what_is_under_way_is_cancelled_where_nobody_wants_more(run: Run) -> None:
    work = Work(lambda item: 60 * item)

    async def scenario() -> None:
        async with aclosing(ahead(work.on, range(20), at_once=3)) as every:
            async for _ in every:
                break
        await asyncio.sleep(0)

    run(scenario())
    assert work.begun == [0, 1, 2]
    assert work.cancelled == [1, 2]


def test_what_is_under_way_is_cancelled_with_its_user(run: Run) -> None:
    work = Work(lambda _: 60)

    async def use() -> None:
        async for _ in ahead(work.on, range(20), at_once=2):
            pytest.fail("nothing is done so soon")

    async def scenario() -> None:
        task = asyncio.get_running_loop().create_task(use())
        await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.wait([task])

    run(scenario())
    assert work.cancelled == [0, 1]
