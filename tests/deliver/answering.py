"""A server that answers as a broken or hostile one might; a fake, which runs nothing."""

from __future__ import annotations

import shlex

from engine.ssh.host import Host
from engine.ssh.server import Server


def answering(said: str, code: int = 0) -> Server:
    """One that says this to every script, which ends with an exit code."""
    line = f"echo vmx2xen; printf %s {shlex.quote(said)}; exit {code}"
    return Server(Host("xen"), ("sh", "-c", line))


def failing(said: str, code: int = 1) -> Server:
    """One where every script ends with an exit code, and says this of it."""
    line = f"echo vmx2xen; printf %s {shlex.quote(said)} >&2; exit {code}"
    return Server(Host("xen"), ("sh", "-c", line))


def silent() -> Server:
    """One where no script ever begins, or ends."""
    return Server(Host("xen"), ("sh", "-c", "exec sleep 600"))
