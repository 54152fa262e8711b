"""The process in which free blocks are looked for; see :mod:`engine.guest.free_blocks.process`."""

from __future__ import annotations

import contextlib
import json

from engine.guest.free_blocks.find import find
from engine.guest.free_blocks.found import packed
from engine.guest.helper import bounds, packing
from engine.guest.helper.helper_main import Answer, Remote, serve, take_wire
from engine.guest.helper.helper_protocol import Broken, Message, Wire


def handle(wire: Wire, request: Message) -> Answer:
    """Look at the disk behind ``wire``: the volumes in the head, the spans in the body."""
    found = find(Remote(wire, request.number("size")))
    told = json.dumps(packing.packed(found.volumes))
    return {"volumes": told, "asleep": int(found.is_asleep)}, packed(found.spans)


if __name__ == "__main__":
    bounds.arm()
    wire = take_wire()
    with contextlib.suppress(Broken):
        serve(wire, lambda request: handle(wire, request))
