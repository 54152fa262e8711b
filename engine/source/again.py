"""Reads that are done again where a connection is lost: networks have moments."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.findings import Refusal
from engine.source.received import size_of
from engine.source.source import Left

#: Seconds before each further try. A host ends connections that were idle: the first is at once.
_PAUSES: tuple[float, ...] = (0, 1, 4)
#: What a host is refused for that may answer again: a cut, and no answer to a new connection.
_MOMENTS = ("E702", "E705")
#: A try that brought so many bytes was none in vain.
_ENOUGH = 64 << 10


def until_connected(read: Callable[[], None], left: Left) -> None:
    """Do ``read``, which takes out of ``left`` what has come, and do it again for the rest.

    Refuses as it does, where it has lost its connection a few times in vain.
    """
    pauses = iter(_PAUSES)
    while True:
        before = size_of(left)
        try:
            return read()
        except Refusal as refusal:
            if refusal.findings[0].code not in _MOMENTS:
                raise
            if before - size_of(left) >= _ENOUGH:
                pauses = iter(_PAUSES)
            pause = next(pauses, None)
            if pause is None:
                raise
        time.sleep(pause)
