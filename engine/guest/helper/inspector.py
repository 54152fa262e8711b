"""The process in which guests are looked into; see :mod:`engine.guest.inspect`."""

from __future__ import annotations

import contextlib
import json

from engine.guest.helper import bounds
from engine.guest.helper.helper_main import Answer, Remote, serve, take_wire
from engine.guest.helper.helper_protocol import Broken, Message, Wire
from engine.guest.inspect import look


def handle(wire: Wire, request: Message) -> Answer:
    """Look into the disk behind ``wire``."""
    guest = look(Remote(wire, request.number("size")))
    return {}, json.dumps(guest.packed()).encode()


if __name__ == "__main__":
    bounds.arm()
    wire = take_wire()
    with contextlib.suppress(Broken):
        serve(wire, lambda request: handle(wire, request))
