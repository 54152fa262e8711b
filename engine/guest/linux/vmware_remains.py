"""What VMware's tools left in a Linux: services that find no VMware, and a screen that is gone.

Source: the packages open-vm-tools of Debian, Fedora and SUSE; VMware's own installer; xorg.conf(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.guest.linux.installation import Tree

#: Units of systemd.
_UNITS = (
    "open-vm-tools.service", "vgauth.service", "vgauthd.service", "vmtoolsd.service",
    "vmware-tools.service", "vmware-tools-thinprint.service", "vmware-vmblock-fuse.service",
    "run-vmblock\\x2dfuse.mount", "vmware-caf-communication-service.service",
    "vmware-caf-management-agent-service.service",
)  # fmt: skip
_UNIT_FOLDERS = ("/lib/systemd/system", "/usr/lib/systemd/system")
MASKS = "/etc/systemd/system"
#: Jobs of upstart, and the folders of System V's runlevels.
_JOBS = ("/etc/init/vmware-tools.conf", "/etc/init/open-vm-tools.conf")
_LEVELS = tuple(f"/etc/rc{level}.d" for level in "2345S")
_SCRIPT = re.compile(r"S\d\d(?:vmware-tools\S*|open-vm-tools|vmtoolsd)")
_DRIVER = re.compile(r'^\s*Driver\s+"(?:vmware|vmmouse)"', re.MULTILINE | re.IGNORECASE)
_SCREENS = "/etc/X11/xorg.conf.d"
_FILES_LIMIT = 200
OFF = ".vmware"  #: what a file that no longer counts has at the end of its name


def units(tree: Tree) -> Iterator[str]:
    """The units that start and are not masked yet."""
    for name in _UNITS:
        is_there = any(tree.exists(f"{folder}/{name}") for folder in _UNIT_FOLDERS)
        if is_there and name not in tree.list(MASKS):
            yield name


def renamed(tree: Tree) -> Iterator[tuple[str, str]]:
    """Files that are to have another name, by which they no longer count: path and new name."""
    for path in _JOBS:
        if tree.exists(path):
            yield path, path.rsplit("/", 1)[-1] + OFF
    for folder in _LEVELS:
        for name in filter(_SCRIPT.fullmatch, tree.list(folder)):
            yield f"{folder}/{name}", f"K{name[1:]}"
    screens = [f"{_SCREENS}/{name}" for name in tree.list(_SCREENS)[:_FILES_LIMIT]]
    for path in ("/etc/X11/xorg.conf", *screens):
        if path.endswith(".conf") and _DRIVER.search(tree.text(path)):
            yield path, path.rsplit("/", 1)[-1] + OFF
