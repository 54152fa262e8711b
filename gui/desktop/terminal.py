"""A terminal and a viewer of screens, as the desktop has them, started with a command."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Sequence

from PySide6.QtCore import QProcess

from engine.ssh.host import Host

#: Terminals, and what stands before the command in each; the desktop's own choice comes first.
_TERMINALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("xdg-terminal-exec", ()),
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("xterm", ("-e",)),
)
#: Viewers of VNC, and how each is told of a port of this computer.
_VIEWERS = (("vncviewer", "127.0.0.1::{port}"), ("remote-viewer", "vnc://127.0.0.1:{port}"))
#: The tunnel ends by itself once what goes through it has ended.
_TUNNEL = "ssh -f -o ExitOnForwardFailure=yes -L {here}:127.0.0.1:{there} {host} sleep 20"


def in_terminal(command: str) -> bool:
    """Run a line for a shell in a terminal; False where there is none, or it does not start."""
    for name, before in _TERMINALS:
        if shutil.which(name) is not None:
            return _start(name, (*before, "sh", "-c", command))
    return False


def screen_command(host: Host | None, port: int) -> str:
    """The line that shows the screen at ``port`` of a server; empty where there is no viewer."""
    viewer = next((each for each in _VIEWERS if shutil.which(each[0]) is not None), None)
    if viewer is None or not port:
        return ""
    name, form = viewer
    here = port if host is None else _free_port()
    shown = f"{name} {form.format(port=here)}"
    if host is None:
        return shown
    return f"{_TUNNEL.format(here=here, there=port, host=host.typed)} && {shown}"


def run(command: str) -> bool:
    """Run a line for a shell beside the window; False if it does not start."""
    return _start("sh", ("-c", command))


def _start(program: str, arguments: Sequence[str]) -> bool:
    started = QProcess.startDetached(program, list(arguments))
    return bool(started[0] if isinstance(started, tuple) else started)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
