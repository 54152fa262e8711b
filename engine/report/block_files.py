"""The files that have the blocks of a place in a disk, for whoever points at it."""

from __future__ import annotations

import threading

import numpy as np

from engine.disk.reader import Reader
from engine.disk.spans import Spans
from engine.guest.owners import AtPlace, Owners, held
from engine.vmware.model import DiskChain

__all__ = ["AtPlace", "BlockFiles"]


class BlockFiles:
    """The files of a disk by their blocks, read once. Used by one thread at a time."""

    def __init__(self, chain: DiskChain, cancel: threading.Event | None = None) -> None:
        self._chain = chain
        self._owners = Owners(Reader(chain.mapping, chain.files), cancel)

    def at(self, start: int, stop: int, layer: int | None = None) -> AtPlace:
        """What has the bytes [start, stop): all of them, or those that a layer holds.

        ``layer``: counted from the newest, which is 0. Refuses E845; raises Stopped.
        """
        if layer is None:
            spans = Spans(np.array([start], np.int64), np.array([stop], np.int64))
        else:
            spans = held(self._chain.layer_mappings[layer], start, stop)
        return self._owners.at(spans)

    def close(self) -> None:
        """Have no process running any more."""
        self._owners.close()
