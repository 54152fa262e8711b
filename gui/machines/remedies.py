"""What the window can do about a finding, by its code."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from engine.findings import Finding
from gui.machines.opener import Opened


class Remedy(Enum):
    """Something that helps; the label of its button says what."""

    TRUST = auto()  #: files outside the folder of the machine
    KEEP_REDO = auto()
    DISCARD_REDO = auto()
    KEEP_GUEST = auto()  #: convert it as it is
    FOLDER = auto()  #: another target
    LOCATE = auto()  #: a file that is elsewhere
    TABLE = auto()  #: another table of networks
    NO_TABLE = auto()
    LOOK_AGAIN = auto()  #: after something was mended outside

    @property
    def label(self) -> str:
        return {
            Remedy.TRUST: _tr("Trust this machine"),
            Remedy.KEEP_REDO: _tr("Keep the changes"),
            Remedy.DISCARD_REDO: _tr("Discard them"),
            Remedy.KEEP_GUEST: _tr("Leave the guest as it is"),
            Remedy.FOLDER: _tr("Another folder…"),
            Remedy.LOCATE: _tr("Locate…"),
            Remedy.TABLE: _tr("Another table…"),
            Remedy.NO_TABLE: _tr("Without a table"),
            Remedy.LOOK_AGAIN: _tr("Look again"),
        }[self]


_BY_CODE: dict[str, tuple[Remedy, ...]] = {
    "E104": (Remedy.LOOK_AGAIN,),
    "E105": (Remedy.LOOK_AGAIN,),
    "E109": (Remedy.TRUST,),
    "E120": (Remedy.LOOK_AGAIN,),
    "E122": (Remedy.LOOK_AGAIN,),
    "E123": (Remedy.TRUST,),
    "E201": (Remedy.LOOK_AGAIN,),
    "E202": (Remedy.LOOK_AGAIN,),
    "E301": (Remedy.LOOK_AGAIN,),
    "E305": (Remedy.DISCARD_REDO, Remedy.KEEP_REDO),
    "E307": (Remedy.DISCARD_REDO,),
    "E401": (Remedy.FOLDER, Remedy.LOOK_AGAIN),
    "E402": (Remedy.FOLDER,),
    "E403": (Remedy.FOLDER,),
    "E414": (Remedy.FOLDER,),
    "E416": (Remedy.TABLE, Remedy.NO_TABLE, Remedy.LOOK_AGAIN),
    "E653": (Remedy.KEEP_GUEST,),
}


def remedies(finding: Finding) -> tuple[Remedy, ...]:
    """What there are buttons for."""
    own = _BY_CODE.get(finding.code, ())
    return (Remedy.LOCATE, *own) if finding.locatable else own


def decided(opened: Opened, remedy: Remedy) -> tuple[bool, str]:
    """Whether the machine is trusted, and what becomes of its redo log, after ``remedy``."""
    redo = {Remedy.KEEP_REDO: "commit", Remedy.DISCARD_REDO: "discard"}
    return opened.trusted or remedy is Remedy.TRUST, redo.get(remedy, opened.redo)


def _tr(text: str) -> str:
    return QCoreApplication.translate("remedies", text)
