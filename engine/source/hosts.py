"""The hosts that are in use: one source each, for as long as the program runs."""

from __future__ import annotations

import atexit
import threading

from engine.findings import refuse
from engine.host_paths import HostPath
from engine.source.ssh_folders import SshFolders
from engine.ssh.host import parse

_lock = threading.Lock()
_known: dict[str, SshFolders] = {}


def source(path: HostPath) -> SshFolders:
    """The source that a path of a host is on; refuses (E870) what names no host."""
    with _lock:
        known = _known.get(path.authority)
        if known is None:
            host = parse(path.authority)
            if host is None:
                raise refuse("E870", address=f"{path.scheme}://{path.authority}")
            known = _known[path.authority] = SshFolders(host)
        return known


@atexit.register
def close() -> None:
    """End all connections; the next use makes new ones."""
    with _lock:
        known = list(_known.values())
        _known.clear()
    for each in known:
        each.close()
