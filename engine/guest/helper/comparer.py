"""The process that finds the files of two states of a disk; see :mod:`engine.guest.changed`."""

from __future__ import annotations

import json

import numpy as np

from engine.disk.spans import Spans
from engine.findings import Finding
from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_protocol import Message, Wire
from engine.guest.helper.packing import packed
from engine.guest.ownership import changes, volumes
from engine.guest.ownership.volumes import OwnedVolume

Found = tuple[tuple[OwnedVolume, ...], tuple[Finding, ...]]


class Comparer:
    """Remembers the files of the older state, and compares those of the newer one with them."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._older: Found = ((), ())

    def handle(self, request: Message) -> Answer:
        """Look at the disk behind the wire: the older state first."""
        found = volumes.find(Remote(self._wire, request.number("size")))
        if request.text("do") == "older":
            self._older = found
            return {}, b""
        numbers = np.frombuffer(request.body, np.int64).reshape(2, -1)
        told, outside = changes.compare(self._older[0], found[0], Spans(*numbers))
        findings = tuple(dict.fromkeys((*self._older[1], *found[1])))
        answer = {"volumes": packed(told), "outside": outside, "findings": packed(findings)}
        return {}, json.dumps(answer).encode()


if __name__ == "__main__":
    run(lambda wire: Comparer(wire).handle)
