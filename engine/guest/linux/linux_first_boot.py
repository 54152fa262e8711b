"""Commands that a Linux runs once at its first start under Xen: a unit of systemd, or a script.

One file after another is run; what they say is in a log, and all of it is removed in the end. A
file gets another name before it is run: if it restarts the guest it is not run again, and those
that follow are run then. Sources: systemd.unit(5), systemd.service(5); Linux Standard Base, "Init
Script Actions".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.guest.linux.actions import Action, Link, Write
from engine.guest.linux.installation import Tree
from engine.guest.user_commands import Command
from engine.phrase import Phrase

FOLDER = "/etc/vmx2xen-firstboot"
LOG = "/var/log/vmx2xen-firstboot.log"
NAME = "vmx2xen-firstboot"
UNIT = f"/etc/systemd/system/{NAME}.service"
_WANTS = "/etc/systemd/system/multi-user.target.wants"
_INIT = f"/etc/init.d/{NAME}"
_LEVELS = (2, 3, 5)
_SYSTEMD = ("/lib/systemd/systemd", "/usr/lib/systemd/systemd")


def actions(tree: Tree, commands: Sequence[Command]) -> Iterator[Action]:
    """What puts ``commands`` into a Linux; what is there already stays."""
    if not commands:
        return
    for number, each in enumerate(commands, 1):
        note = Phrase("{name}, run once at the first start", name=each.name)
        place = f"{FOLDER}/{number:03}-{_harmless(each.name)}"
        yield from _file(tree, place, each.content, note, 0o755)
    note = Phrase("runs the files, and removes itself")
    yield from _file(tree, f"{FOLDER}/run", _RUNNER.encode(), note, 0o755)
    if any(map(tree.exists, _SYSTEMD)):
        yield from _file(tree, UNIT, _UNIT.encode(), note, 0o644)
        yield from _link(tree, f"{_WANTS}/{NAME}.service", UNIT)
    else:
        yield from _file(tree, _INIT, _SCRIPT.encode(), note, 0o755)
        for level in _LEVELS:
            yield from _link(tree, f"/etc/rc{level}.d/S99{NAME}", f"../init.d/{NAME}")


def _file(tree: Tree, path: str, content: bytes, note: str, mode: int) -> Iterator[Action]:
    if not tree.exists(path) or tree.read(path, 2 * len(content) + 1) != content:
        yield Write(path, content, note, mode)


def _link(tree: Tree, path: str, target: str) -> Iterator[Action]:
    folder, _, name = path.rpartition("/")
    if name not in tree.list(folder):
        yield Link(path, target)


def _harmless(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)[:60]


_RUNNER = f"""#!/bin/sh
# vmx2xen: runs each file beside this one once, then removes all of it.
exec >>{LOG} 2>&1
echo "$(date) first start under Xen"
cd {FOLDER} || exit 1
for file in [0-9][0-9][0-9]-*; do
    [ -f "$file" ] || continue
    mv "$file" "taken-$file"
    echo "$(date) begin: $file"
    "./taken-$file"
    code=$?
    echo "$(date) end: $file, code $code"
    rm -f "taken-$file"
done
rm -f {UNIT} {_WANTS}/{NAME}.service {_INIT} /etc/rc[235].d/S99{NAME}
cd / && rm -rf {FOLDER}
echo "$(date) done"
"""

_UNIT = f"""[Unit]
Description=First start under Xen (vmx2xen)
After=network-online.target local-fs.target
Wants=network-online.target
Before=systemd-user-sessions.service
ConditionPathExists={FOLDER}/run

[Service]
Type=oneshot
ExecStart=/bin/sh {FOLDER}/run
TimeoutStartSec=0

[Install]
WantedBy=multi-user.target
"""

_SCRIPT = f"""#!/bin/sh
### BEGIN INIT INFO
# Provides:          {NAME}
# Required-Start:    $remote_fs $network
# Required-Stop:
# Default-Start:     2 3 5
# Default-Stop:
# Short-Description: First start under Xen (vmx2xen)
### END INIT INFO
if [ "$1" = start ] && [ -x {FOLDER}/run ]; then {FOLDER}/run; fi
exit 0
"""
