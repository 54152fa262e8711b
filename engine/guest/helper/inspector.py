"""The process in which guests are looked into; see :mod:`engine.guest.inspect`."""

from __future__ import annotations

import json
from functools import partial

from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_protocol import Message, Wire
from engine.guest.inspect import look


def handle(wire: Wire, request: Message) -> Answer:
    """Look into the disk behind ``wire``."""
    guest = look(Remote(wire, request.number("size")))
    return {}, json.dumps(guest.packed()).encode()


if __name__ == "__main__":
    run(lambda wire: partial(handle, wire))
