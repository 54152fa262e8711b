"""Looks for free blocks in a process of its own: it reads what strangers wrote."""

from __future__ import annotations

import json

from engine.disk.disk import Disk
from engine.findings import Refusal
from engine.guest.free_blocks import found
from engine.guest.free_blocks.found import FreeBlocks, Volume
from engine.guest.helper.helper_process import Native, ReadOnly
from engine.guest.helper.helper_protocol import Broken
from engine.guest.helper.packing import unpacked

_GAVE_UP = ("E602", "E680")


def look(disk: Disk) -> tuple[FreeBlocks | None, str]:
    """The free blocks of ``disk``; None, and why, where that cannot be found out.

    Refuses what ``disk`` refuses.
    """
    with Native(worker="engine.guest.helper.free_finder") as helper:
        try:
            answer = helper.call("free", disk=ReadOnly(disk), size=disk.size)
            volumes = unpacked(tuple[Volume, ...], json.loads(answer.text("volumes")))
            spans = found.unpacked(answer.body, disk.size)
            return FreeBlocks(spans, volumes, bool(answer.number("asleep"))), ""
        except Broken as broken:
            return None, broken.reason
        except (ValueError, RecursionError) as error:
            return None, str(error)
        except Refusal as refusal:
            if refusal.findings[0].code not in _GAVE_UP:
                raise
            return None, refusal.findings[0].message
