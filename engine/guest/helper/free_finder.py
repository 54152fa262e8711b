"""The process in which free blocks are looked for; see :mod:`engine.guest.free_blocks.process`."""

from __future__ import annotations

import json
from functools import partial

from engine.guest.free_blocks.find import find
from engine.guest.free_blocks.found import packed
from engine.guest.helper import packing
from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_protocol import Message, Wire


def handle(wire: Wire, request: Message) -> Answer:
    """Look at the disk behind ``wire``: the volumes in the head, the spans in the body."""
    found = find(Remote(wire, request.number("size")))
    told = json.dumps(packing.packed(found.volumes))
    return {"volumes": told, "asleep": int(found.is_asleep)}, packed(found.spans)


if __name__ == "__main__":
    run(lambda wire: partial(handle, wire))
