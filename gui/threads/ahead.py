"""Work on one item after another, of which the next are under way already."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

AT_ONCE = 3  #: reading waits for drives and hosts more than for a processor


async def ahead(
    work: Callable[[Item], Coroutine[Any, Any, Made]],
    items: Iterable[Item],
    at_once: int = AT_ONCE,
) -> AsyncGenerator[Made, None]:
    """Results of ``work`` in the order of ``items``; no more than ``at_once`` are held at a time.

    What is under way is cancelled where nobody wants more, or one of them raises.
    """
    todo = iter(items)
    under_way: deque[asyncio.Task[Made]] = deque()
    try:
        while True:
            for item in islice(todo, at_once - len(under_way)):
                under_way.append(asyncio.get_running_loop().create_task(work(item)))
            if not under_way:
                return
            yield await under_way.popleft()
    finally:
        for each in under_way:
            each.cancel()
