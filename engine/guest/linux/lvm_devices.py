"""Disks that LVM in a guest is limited to, by names and identifiers that are others under Xen.

Source: lvmdevices(8) for the devices file, lvm.conf(5) for ``filter`` and ``global_filter``:
patterns such as ``a|^/dev/sda|`` and ``r|.*|``, of which the first that fits counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.guest.linux.installation import Tree

CONFIGURATION = "/etc/lvm/lvm.conf"
DEVICES = "/etc/lvm/devices/system.devices"
#: What the devices file is called when it no longer counts: LVM uses all disks then.
ASIDE = "system.devices.vmware"
_OF_HARDWARE = re.compile(r"^IDTYPE=(?:sys_|wwid_|scsi_)", re.MULTILINE)
_FILTER = re.compile(
    r"^[ \t]*(?:global_)?filter[ \t]*=[ \t]*\[((?:[\s,]*\"[^\"\n]*\")*)[\s,]*\]", re.MULTILINE
)
_PATTERN = re.compile(r'"([ar])(\W)([^"]*)\2"')
_UNDER_XEN = ("/dev/xvda", "/dev/xvda2")
ACCEPTED = '"a|^/dev/xvd|"'


def limited(tree: Tree, prefix: str) -> Iterator[str]:
    """The files that limit LVM to disks as VMware has them; ``prefix`` is how Xen's are called."""
    if _OF_HARDWARE.search(tree.text(DEVICES)):
        yield DEVICES
    text = tree.text(CONFIGURATION)
    if prefix == "xvd" and widened(text) != text:
        yield CONFIGURATION


def widened(configuration: str) -> str:
    """The file lvm.conf with filters that accept Xen's disks; the same if they do already."""

    def widen(match: re.Match[str]) -> str:
        if all(_accepts(match[1], disk) for disk in _UNDER_XEN):
            return match[0]
        return match[0].replace("[", f"[ {ACCEPTED},", 1)

    return _FILTER.sub(widen, configuration)


def _accepts(patterns: str, disk: str) -> bool:
    """Whether a filter lets a disk through; one that cannot be read is left alone."""
    for kind, _, pattern in _PATTERN.findall(patterns):
        try:
            if re.search(pattern, disk):
                return bool(kind == "a")
        except re.error:
            return True
    return True


def command(path: str) -> str:
    """How the limit in the file ``path`` is taken away."""
    if path == DEVICES:
        return f"mv {DEVICES} /etc/lvm/devices/{ASIDE}"
    put = f"s#^([ \\t]*(global_)?filter[ \\t]*=[ \\t]*\\[)#\\1 {ACCEPTED},#"
    return f"sed -i -E '{put}' {CONFIGURATION}"
