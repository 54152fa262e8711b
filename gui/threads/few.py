"""Work that hundreds of machines ask for at once, done a few at a time, the newest first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from gui.threads.job_thread import Workers

T = TypeVar("T")

AT_ONCE = 2  #: threads; more take turns with the window, and nothing is done sooner


class Few:
    """Threads for what is looked at. Whoever asked last is whom somebody waits for."""

    def __init__(self, workers: Workers, at_once: int = AT_ONCE) -> None:
        self._workers, self._free = workers, at_once
        self._waiting: list[asyncio.Future[None]] = []

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns or raises, run in a thread of its own once one is free."""
        await self._turn()
        try:
            return await self._workers.run(work)
        finally:
            self._pass_on()

    async def _turn(self) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif not turn.cancelled():  # it was given a turn, and goes without
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
