"""Reads that are done again where a connection is lost: networks have moments."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.findings import Refusal

#: Seconds before each further try. A host ends connections that were idle: the first is at once.
_PAUSES: tuple[float, ...] = (0, 1, 4)
#: What a host is refused for that may answer again: a cut, and no answer to a new connection.
_MOMENTS = ("E702", "E705")


def until_connected(read: Callable[[], None]) -> None:
    """Do ``read``, and do it again, a few times, while connections are lost; refuses as it does."""
    for pause in _PAUSES:
        try:
            return read()
        except Refusal as refusal:
            if refusal.findings[0].code not in _MOMENTS:
                raise
        time.sleep(pause)
    return read()
