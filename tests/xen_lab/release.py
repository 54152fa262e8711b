"""The Xens that there is a lab for, each with the Debian that has it. XEN in the environment names
one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from engine.xen.target import Target, facts


@dataclass(frozen=True)
class Release:
    """One Xen, as a Debian packs it."""

    xen: str
    debian: str
    target: Target  #: what domains for it are made for
    has_emulator: bool  #: whether the QEMU around it is this Debian's too, unpacked

    @property
    def packages(self) -> str:
        """Those of a dom0."""
        return (
            f"xen-utils-{self.xen} xen-hypervisor-{self.xen}-amd64 xenstore-utils qemu-system-xen "
            "ovmf linux-image-amd64 busybox-static bash coreutils util-linux mount grep sed kmod "
            "iproute2 bridge-utils openssh-server gzip findutils"
        )

    @property
    def no_acpi(self) -> bool:
        """Whether a domain with acpi=0 can be created."""
        return facts(self.target).no_acpi


RELEASES = {
    "4.17": Release("4.17", "bookworm", "xen-4.17", has_emulator=False),
    "4.20": Release("4.20", "trixie", "xen-4.20", has_emulator=True),
}
USED = RELEASES[os.environ.get("XEN") or "4.17"]
HOST = "bookworm"  #: the Debian that the lab runs on
