"""What is only told of a Linux: cloud-init that asks VMware, a console on a serial line.

Source: cloud-init's documentation (datasources, "How to disable cloud-init"), the kernel's
serial-console.rst.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.findings import Finding, finding
from engine.guest.linux.installation import Tree

_CLOUD = "/etc/cloud"
_SOURCES = re.compile(r"^datasource_list:\s*\[?([^\]\n]*)", re.MULTILINE)
_USED = "/var/lib/cloud/instance/datasource"
_OF_VMWARE = ("VMware", "OVF")
_FILES_LIMIT = 100
_COMMAND_LINES = ("/boot/grub2/grub.cfg", "/boot/grub/grub.cfg", "/boot/grub/menu.lst",
                  "/boot/grub/grub.conf", "/etc/default/grub", "/boot/extlinux/extlinux.conf",
                  "/boot/syslinux/syslinux.cfg", "/etc/kernel/cmdline")  # fmt: skip
_CONSOLE = re.compile(r"\bconsole=(ttyS\d+|hvc\d+)\b")


def find(tree: Tree) -> Iterator[Finding]:
    """W671 and W672, each at most once."""
    if sources := _cloud_sources(tree):
        yield finding("W671", sources=", ".join(sources))
    for path in _COMMAND_LINES:
        if match := _CONSOLE.search(tree.text(path)):
            yield finding("W672", console=match[1], path=path)
            return


def _cloud_sources(tree: Tree) -> list[str]:
    """VMware's among the sources of cloud-init; none if it is off or asks others as well."""
    if not tree.exists(f"{_CLOUD}/cloud.cfg") or tree.exists(f"{_CLOUD}/cloud-init.disabled"):
        return []
    folder = f"{_CLOUD}/cloud.cfg.d"
    paths = [f"{_CLOUD}/cloud.cfg", *(f"{folder}/{name}" for name in tree.list(folder))]
    named: list[str] = []
    for path in paths[:_FILES_LIMIT]:
        for match in _SOURCES.finditer(tree.text(path)):
            named = re.findall(r"\w+", match[1])  # the last file counts
    used = tree.text(_USED)
    return [each for each in _OF_VMWARE if each in named or f"DataSource{each}" in used]
