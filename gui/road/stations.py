"""Which card of the road a finding belongs to."""

from __future__ import annotations

from enum import Enum, auto

from engine.findings import Finding


class Station(Enum):
    """The cards, from top to bottom."""

    FROM = auto()  #: what VMware wrote: machine, disks, snapshots
    GUEST = auto()  #: what is inside
    XEN = auto()  #: what Xen is told
    TO = auto()  #: where the result goes, and the work on it


_BY_FAMILY = {
    "1": Station.FROM,
    "2": Station.FROM,
    "3": Station.FROM,
    "4": Station.TO,
    "5": Station.XEN,
    "6": Station.GUEST,
    "7": Station.TO,
}
_BY_CODE = {
    "E416": Station.XEN,  # the table of networks
    "E877": Station.FROM,  # the machine runs on its host
    "W878": Station.FROM,
}


def station(finding: Finding) -> Station:
    """The card of a finding; what belongs to none is about the work."""
    return _BY_CODE.get(finding.code) or _BY_FAMILY.get(finding.code[1:2], Station.TO)
