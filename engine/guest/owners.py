"""Whose bytes lie where on a disk, asked for place by place; found out in a process of its own."""

from __future__ import annotations

import json
import threading
from typing import Any

import numpy as np

from engine.disk.block_map import Kind, Mapping, borders
from engine.disk.reader import Reader
from engine.disk.spans import Spans, union
from engine.findings import Finding, Refusal, refuse
from engine.guest.changed import Watched
from engine.guest.helper import packing
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken, Message
from engine.guest.ownership.at_place import AtPlace

__all__ = ["AtPlace", "Owners", "held"]

WORKER = "engine.guest.helper.owner_finder"
SPANS = 4096  #: of what a layer holds at a place; what is beyond is taken as held


class Owners:
    """The files of one disk by their blocks. Used by one thread at a time.

    Refuses E845 where it cannot be found out, and what the disk refuses; raises Stopped.
    """

    def __init__(self, disk: Reader, cancel: threading.Event | None = None) -> None:
        self._disk: Any = Watched(disk, cancel)
        self._helper = Native(worker=WORKER)
        self._is_open = False
        self.findings: tuple[Finding, ...] = ()  #: volumes whose files cannot be told

    def at(self, spans: Spans) -> AtPlace:
        """What has the bytes of ``spans``; the file systems are read the first time."""
        try:
            if not self._is_open:
                answer = self._call("open", size=self._disk.size)
                self.findings = packing.unpacked(tuple[Finding, ...], json.loads(answer.body))
                self._is_open = True
            answer = self._call("at", spans.start.tobytes() + spans.stop.tobytes())
            found: AtPlace = packing.unpacked(AtPlace, json.loads(answer.body))
            return found
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise refuse("E845", reason=error) from None

    def close(self) -> None:
        """End the process."""
        self._helper.close()

    def _call(self, do: str, body: bytes = b"", size: int = 0) -> Message:
        try:
            return self._helper.call(do, body, self._disk, size=size)
        except Broken as broken:
            raise refuse("E845", reason=broken.reason) from None
        except Refusal as refusal:
            if refusal.findings[0].code == "E680":
                raise refuse("E845", reason=refusal.findings[0].message) from None
            raise


def held(mapping: Mapping, start: int, stop: int) -> Spans:
    """What a layer holds of the bytes [start, stop): data and zeros; after SPANS all of it."""
    parts: list[Spans] = []
    count = 0
    for low, high in borders(mapping, start, stop):
        if count >= SPANS:
            parts.append(Spans(np.array([low], np.int64), np.array([stop], np.int64)))
            break
        blocks = mapping.blocks(low, high)
        own = blocks.kind != Kind.HOLE
        parts.append(union([Spans(blocks.start[own], blocks.stop[own])]))
        count += len(parts[-1])
    return union(parts)
