"""Snapshots that were taken of running machines for a conversion: noted before, removed after.

What is noted outlasts a crash: as long as the snapshot is there, the next look at the machine tells
of it, and so it is never forgotten on the host.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import notes
from engine.findings import refuse
from engine.host_paths import on_host, text_of
from engine.source import hosts

#: What they are called on the host.
NAME = "vmx2xen"


def take(path: Path) -> str:
    """The name of a snapshot that is taken now of the machine of a configuration on a host.

    Refuses E403 where it cannot be noted, E878 where it has one of this name, E879 where ``path``
    is on no host that can take one, and E885 where the host does not.
    """
    host = hosts.esxi(path)
    if host is None:
        raise refuse("E879", path=path)
    if NAME in host.snapshots(path):
        raise refuse("E878", name=path.stem, snapshot=NAME)
    _note(lambda machines: machines | {text_of(path)})
    host.take_snapshot(path, NAME)
    return NAME


def release(path: Path, name: str) -> None:
    """Remove the snapshot ``name`` of a machine, if it was taken here. Refuses E403, E885."""
    text = text_of(path)
    if name != NAME or text not in _noted():
        return
    host = hosts.esxi(path)
    if host is not None and NAME in host.snapshots(path):
        host.remove_snapshot(path, NAME)
    _note(lambda machines: machines - {text})


def is_left(path: Path) -> bool:
    """Whether a snapshot that was taken here of a machine has not been removed yet."""
    return on_host(path) is not None and text_of(path) in _noted()


def _noted() -> set[str]:
    try:
        return _machines(notes.read(_store()))
    except OSError:
        return set()


def _machines(found: Any) -> set[str]:
    return {str(each) for each in found} if isinstance(found, list) else set()


def _note(changed: Callable[[set[str]], set[str]]) -> None:
    try:
        notes.change(_store(), lambda found: sorted(changed(_machines(found))))
    except OSError as error:
        raise refuse("E403", path=_store(), reason=error) from None


def _store() -> Path:
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    return state / "vmx2xen" / "snapshots.json"
