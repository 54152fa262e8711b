"""The hosts that are in use: one source each, for as long as the program runs."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from engine.findings import refuse
from engine.host_paths import HostPath, on_host
from engine.source.source import HostSource
from engine.source.ssh_folders import SshFolders
from engine.ssh.host import parse

if TYPE_CHECKING:
    from engine.source.esxi_folders import EsxiFolders

_lock = threading.Lock()
_known: dict[tuple[str, str], HostSource] = {}


def source(path: HostPath) -> HostSource:
    """The source that a path of a host is on; refuses (E870) what names no host."""
    with _lock:
        key = path.scheme, path.authority
        if key not in _known:
            host = parse(path.authority)
            if host is None:
                raise refuse("E870", address=f"{path.scheme}://{path.authority}")
            if path.scheme == "esxi":
                from engine.source.esxi_folders import EsxiFolders  # loads a library of its own

                _known[key] = EsxiFolders(host)
            else:
                _known[key] = SshFolders(host)
        return _known[key]


def esxi(path: Path) -> EsxiFolders | None:
    """The ESXi host or vCenter that a path is on; None for all else."""
    host = on_host(path)
    if host is None or host.scheme != "esxi":
        return None
    from engine.source.esxi_folders import EsxiFolders  # loads a library of its own

    found = source(host)
    return found if isinstance(found, EsxiFolders) else None


@atexit.register
def close() -> None:
    """End all connections; the next use makes new ones."""
    with _lock:
        known = list(_known.values())
        _known.clear()
    for each in known:
        each.close()
