"""What the window can do about a finding, by its code."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from engine.findings import Finding
from engine.vmware.places import DISK, parse_place
from gui.machines.opener import Opened


class Remedy(Enum):
    """Something that helps; the label of its button says what."""

    TRUST = auto()  #: files outside the folder of the machine
    KEEP_REDO = auto()
    DISCARD_REDO = auto()
    KEEP_GUEST = auto()  #: convert it as it is
    IGNORE_LOG = auto()  #: of a registry hive
    TELL_COMMANDS = auto()  #: that mend a Linux, and leave it as it is
    MEDIA = auto()  #: a CD of Windows
    NO_PV_DRIVERS = auto()
    FOLDER = auto()  #: another target
    LOCATE = auto()  #: a file that is elsewhere
    LEAVE_OUT = auto()  #: the disk that it is about
    TAKE_SNAPSHOT = auto()  #: of a machine that runs on its host
    DROP_SNAPSHOT = auto()  #: one that was taken here
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
            Remedy.IGNORE_LOG: _tr("Go on without the log"),
            Remedy.TELL_COMMANDS: _tr("Only tell the commands"),
            Remedy.MEDIA: _tr("Choose the Windows CD…"),
            Remedy.NO_PV_DRIVERS: _tr("Without PV drivers"),
            Remedy.FOLDER: _tr("Another folder…"),
            Remedy.LOCATE: _tr("Locate…"),
            Remedy.LEAVE_OUT: _tr("Leave the disk out"),
            Remedy.TAKE_SNAPSHOT: _tr("Take a snapshot"),
            Remedy.DROP_SNAPSHOT: _tr("Remove the snapshot"),
            Remedy.TABLE: _tr("Another table…"),
            Remedy.NO_TABLE: _tr("Without a table"),
            Remedy.LOOK_AGAIN: _tr("Look again"),
        }[self]


#: What the texts of remedies speak of.
_BY_ACTION = {
    "do_trust": Remedy.TRUST,
    "do_keep_redo": Remedy.KEEP_REDO,
    "do_discard_redo": Remedy.DISCARD_REDO,
    "do_take_snapshot": Remedy.TAKE_SNAPSHOT,
    "do_keep_guest": Remedy.KEEP_GUEST,
    "do_media": Remedy.MEDIA,
    "do_no_pvdrivers": Remedy.NO_PV_DRIVERS,
    "do_ignore_log": Remedy.IGNORE_LOG,
    "do_linux_commands": Remedy.TELL_COMMANDS,
}
#: What helps and has no words of its own.
_BY_CODE: dict[str, tuple[Remedy, ...]] = {
    "E104": (Remedy.LOOK_AGAIN,),
    "E105": (Remedy.LOOK_AGAIN,),
    "E120": (Remedy.LOOK_AGAIN,),
    "E122": (Remedy.LOOK_AGAIN,),
    "E201": (Remedy.LOOK_AGAIN,),
    "E202": (Remedy.LOOK_AGAIN,),
    "E301": (Remedy.LOOK_AGAIN,),
    "E401": (Remedy.FOLDER, Remedy.LOOK_AGAIN),
    "E402": (Remedy.FOLDER,),
    "E403": (Remedy.FOLDER,),
    "E414": (Remedy.FOLDER,),
    "E416": (Remedy.TABLE, Remedy.NO_TABLE, Remedy.LOOK_AGAIN),
    "E877": (Remedy.LOOK_AGAIN,),
    "W878": (Remedy.DROP_SNAPSHOT,),
}


def remedies(finding: Finding) -> tuple[Remedy, ...]:
    """The buttons that help with a finding."""
    locate = (Remedy.LOCATE,) if finding.locatable else ()
    if slot_of(finding):
        locate = (*locate, Remedy.LEAVE_OUT)
    actions = finding.actions if finding.blocks else ()
    named = tuple(_BY_ACTION[name] for name in actions if name in _BY_ACTION)
    return (*locate, *named, *_BY_CODE.get(finding.code, ()))


def slot_of(finding: Finding) -> str:
    """The slot of the disk whose file a finding is about; empty if it is of none."""
    place = parse_place(finding.place) if finding.locatable else None
    return place.node if place is not None and place.node != DISK else ""


def decided(opened: Opened, remedy: Remedy) -> tuple[bool, str]:
    """Whether the machine is trusted, and what becomes of its redo log, after ``remedy``."""
    redo = {Remedy.KEEP_REDO: "commit", Remedy.DISCARD_REDO: "discard"}
    return opened.trusted or remedy is Remedy.TRUST, redo.get(remedy, opened.redo)


def _tr(text: str) -> str:
    return QCoreApplication.translate("remedies", text)
