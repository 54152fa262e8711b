"""The process in which a guest is fitted; see :mod:`engine.guest.fit_process`."""

from __future__ import annotations

import json
from functools import partial

from engine.disk.edits.edit import PAGE
from engine.guest import fit
from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Message, Wire
from engine.guest.helper.packing import packed, unpacked
from engine.guest.inspect import Guest
from engine.guest.wishes import Wishes


def handle(wire: Wire, libraries: Native, request: Message) -> Answer:
    """Prepare the change of the guest behind ``wire``, and write its pages there."""
    asked = json.loads(request.body)
    disk = Remote(wire, request.number("size"))
    guest, wishes = unpacked(Guest, asked["guest"]), unpacked(Wishes, asked["wishes"])
    if "of" in asked:
        fitting = fit.prepare_start(disk, guest, unpacked(Guest, asked["of"]), wishes)
    else:
        fitting = fit.prepare(disk, guest, wishes, libraries)
    for number, page in fitting.edit.pages.items():
        disk.pwrite(number * PAGE, page.after)
    told = {
        "changes": packed(fitting.changes),
        "findings": packed(fitting.findings),
        "mended": packed(fitting.mended),
    }
    return {}, json.dumps(told).encode()


if __name__ == "__main__":
    # The libraries in C run in a cell of their own, which has to be there before this one closes.
    with Native() as libraries:
        libraries.start()
        run(lambda wire: partial(handle, wire, libraries))
