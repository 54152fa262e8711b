"""What the window has begun and awaits: every task is kept, and none fails in silence."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """Starts coroutines from slots. A failing one ends up in the loop's exception handler."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def possible(self) -> bool:
        """Whether the event loop turns: before its start and after its end nothing is begun."""
        try:
            return asyncio.get_running_loop().is_running()
        except RuntimeError:
            return False

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def close(self) -> None:
        """Cancel and await whatever still runs, the calling task excepted."""
        others = [each for each in self._tasks if each is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            task.get_loop().call_exception_handler(
                {"message": "a task failed", "exception": task.exception(), "task": task}
            )
