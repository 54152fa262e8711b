"""The process that tells whose bytes lie at a place; see :mod:`engine.guest.owners`."""

from __future__ import annotations

import json

import numpy as np

from engine.disk.spans import Spans
from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_protocol import Message, Wire
from engine.guest.helper.packing import packed
from engine.guest.ownership import volumes
from engine.guest.ownership.at_place import at_place
from engine.guest.ownership.volumes import OwnedVolume


class OwnerFinder:
    """Remembers whose the blocks of one disk are."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._volumes: tuple[OwnedVolume, ...] = ()

    def handle(self, request: Message) -> Answer:
        """Look at the disk behind the wire, "open", then tell what is "at" spans of it."""
        if request.text("do") == "open":
            disk = Remote(self._wire, request.number("size"))
            self._volumes, findings = volumes.find(disk)
            return {}, json.dumps(packed(findings)).encode()
        numbers = np.frombuffer(request.body, np.int64).reshape(2, -1)
        return {}, json.dumps(packed(at_place(self._volumes, Spans(*numbers)))).encode()


if __name__ == "__main__":
    run(lambda wire: OwnerFinder(wire).handle)
