"""The change that a cell's HAL takes, as an edit that goes into an overlay over the image.

It is the same change that ``hal --trial NAME --first`` makes: the files beside those installed, and
an entry of boot.ini in front. The image itself is only read.
"""

from __future__ import annotations

import threading
from pathlib import Path

from engine.disk.edits.edit import Edit
from engine.guest.wishes import Wishes
from engine.job.result import guest_image
from engine.job.trial.subject import Subject


class Changes:
    """The changes of a guest by HAL, each prepared once. For several threads."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._edits: dict[str, Edit] = {}
        self._lock = threading.Lock()

    def edits(self, hal: str) -> dict[str, Edit]:
        """The changes that have ``hal`` start by default, by the disks in the domain.

        None where that is installed, or the guest has no choice. Refuses as the command ``hal``
        does, but for HALs that Windows would not offer.
        """
        place = self._subject.windows
        if place is None or hal in ("", self._subject.guest.hal):
            return {}
        target, _ = place
        return {target: self._edit(hal, target, self._subject.images[target])}

    def _edit(self, hal: str, target: str, image: Path) -> Edit:
        with self._lock:
            if hal not in self._edits:
                wishes = Wishes(trials=(hal,), trial_first=True, timeout=0, agreed=True)
                guest = self._subject.found[target]
                self._edits[hal] = guest_image.prepare(image, guest, wishes).edit
            return self._edits[hal]
