"""A disk while it is opened: its files, where they may be, and what was found so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engine.disk.files import Files
from engine.findings import Finding, Refusal, refuse
from engine.source.paths import real
from engine.vmware.locate import Folder, locate
from engine.vmware.places import DISK, How, Located, Place


@dataclass(slots=True)
class Opening:
    """What all that open one disk share; ``node`` is the slot that the disk is in."""

    folder: Folder
    node: str = DISK
    files: Files = field(default_factory=Files)
    notes: list[Finding] = field(default_factory=list)
    found: list[Located] = field(default_factory=list)  #: in the order they were looked for

    def locate(self, written: str, beside: Path, place: Place, by: str = "") -> Located:
        """The file that ``written`` means, as :func:`engine.vmware.locate.locate`; it is kept."""
        located = locate(written, beside, self.folder, place, by)
        self.found.append(located)
        return located

    def said(self, place: Place) -> bool:
        """Whether it was the user who said where the file at ``place`` is."""
        return any(each.place == place and each.how is How.SAID for each in self.found)

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Refusals within are said of the file at ``place``."""
        try:
            yield
        except Refusal as refusal:
            raise refusal.at(place) from None

    def check_inside(self, path: Path) -> None:
        """Refuse (E109) a file that nothing names, outside a folder that is not trusted."""
        if not self.folder.trusted and not self.folder.holds(path):
            raise refuse("E109", path=path.name, target=real(path))
