"""Fits a guest in a process of its own, where its files, cabinets and hives are read.

That process asks for what it reads of the disk and gives back the pages that it would change: they
end in an overlay, so that nothing has happened if it dies.
"""

from __future__ import annotations

import json
from typing import Any

from engine.disk.disk import Disk
from engine.disk.edits.overlay import Overlay
from engine.findings import Finding
from engine.guest.fit import Fitting
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken, Message
from engine.guest.helper.packing import packed, unpacked
from engine.guest.inspect import Guest
from engine.guest.windows.changes import Change
from engine.guest.wishes import Wishes
from engine.phrase import Phrase


def prepare(disk: Disk, guest: Guest, wishes: Wishes) -> Fitting:
    """Prepare what ``wishes`` say for ``guest``, which is on ``disk``.

    Refuses as :func:`engine.guest.fit.prepare` does, E602 and E680.
    """
    return _asked(disk, wishes, {"guest": packed(guest), "wishes": packed(wishes)})


def prepare_start(disk: Disk, guest: Guest, of: Guest, wishes: Wishes) -> Fitting:
    """Prepare the disk that the BIOS starts for the Windows ``of`` another disk.

    Refuses as :func:`prepare` does.
    """
    question = {"guest": packed(guest), "wishes": packed(wishes), "of": packed(of)}
    return _asked(disk, wishes, question)


def _asked(disk: Disk, wishes: Wishes, question: dict[str, Any]) -> Fitting:
    """What the other process prepares for ``question``."""
    overlay, asked = Overlay(disk), json.dumps(question).encode()
    reads = (*wishes.media, *wishes.first_boot, *wishes.pv_drivers)
    with Native(worker="engine.guest.helper.fitter", reads=reads) as helper:
        answer = helper.call("fit", asked, overlay, size=disk.size)
    changes, findings, mended = _told(answer)
    return Fitting(overlay.edit(), changes, findings, mended)


def _told(
    answer: Message,
) -> tuple[tuple[Change, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    try:
        told = json.loads(answer.body)
        changes = unpacked(tuple[Change, ...], told["changes"])
        findings, mended = (
            unpacked(tuple[Finding, ...], told[each]) for each in ("findings", "mended")
        )
        return changes, findings, mended
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Broken(Phrase("a message cannot be understood")) from None
