"""Disks that a configuration names, and that its machine does not have: each is one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.vmware.slots import file_name, is_cdrom, is_disk, parse_slot, slots
from engine.vmware.vmx import Vmx

_PRESENT = re.compile(r"((?:ide|scsi|sata|nvme)[0-9]+:[0-9]+)\.present")


def findings(vmx: Vmx) -> tuple[Finding, ...]:
    """W211 for each device that is present, names a file and is neither a disk nor a drive."""
    attached = {str(slot) for slot in slots(vmx)}
    return tuple(
        finding("W211", node=node, name=name, reason=reason)
        for node in _present(vmx)
        if (name := file_name(vmx, node)) and (reason := _reason(vmx, node, attached))
    )


def _present(vmx: Vmx) -> Iterator[str]:
    for key in vmx.entries:
        match = _PRESENT.fullmatch(key)
        if match and vmx.flag(key):
            yield match[1]


def _reason(vmx: Vmx, node: str, attached: set[str]) -> Phrase | None:
    """Why there is no such disk; None for what is attached, and for drives of other media."""
    slot = parse_slot(node)
    if is_cdrom(vmx, node):
        return None
    if slot is None:
        return Phrase("VMware has no such place")
    if node not in attached:
        controller = node.partition(":")[0]
        return Phrase("the controller {controller} is not present", controller=controller)
    kind = vmx.text(f"{node}.deviceType")
    return None if is_disk(vmx, node) else Phrase("the device type {kind} is no disk", kind=kind)
