"""A real sshd of the test's own: its keys, its port, its user; and the ssh that knows of it."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures.tools import run

from engine.source import hosts

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
HOST = "xen.example"  # an alias: it is known from the configuration of ssh alone

#: With a lower SHLVL, bash would read ~/.bashrc for each command: some take their time.
_SERVER = """\
{more}
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
SetEnv SHLVL=2
"""
_CLIENT = """\
Host {host}
    HostName 127.0.0.1
    Port {port}
    HostKeyAlias {host}
Host *
    IdentityFile {folder}/user
    IdentitiesOnly yes
    UserKnownHostsFile {folder}/known
    GlobalKnownHostsFile /dev/null
"""


@dataclass(frozen=True)
class SshServer:
    """One that runs."""

    folder: Path  #: with its keys, and those it knows
    port: int
    process: subprocess.Popen[str]

    def cut(self) -> None:
        """End all connections, as a cable that is pulled out would."""
        listed = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        for pid in listed.stdout.split():
            with suppress(ProcessLookupError):  # it has ended by itself meanwhile
                os.kill(int(pid), signal.SIGKILL)


@contextmanager
def running(
    folder: Path, patch: pytest.MonkeyPatch, more: str = "", within: Sequence[str] = ()
) -> Iterator[SshServer]:
    """A server, and an ``ssh`` in the path that knows it; skips where there is no sshd.

    ``more``: lines of its configuration that count before ours; ``within``: a command that runs it.
    """
    if SSHD is None:
        pytest.skip("openssh-server is not installed")
    if not os.getuid():
        Path("/run/sshd").mkdir(exist_ok=True)  # as Debian's service does
    for name in ("host", "user", "other"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    key = " ".join((folder / "host.pub").read_text().split()[:2])
    (folder / "known").write_text(f"{HOST} {key}\n")
    (folder / "sshd").write_text(_SERVER.format(port=port, folder=folder, more=more))
    client(folder, patch, port)
    command: list[str | Path] = [*within, SSHD, "-D", "-e", "-f", folder / "sshd"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        server = SshServer(folder, port, process)
        try:
            assert process.stderr is not None
            assert any("listening" in line for line in process.stderr), "it has not started"
            yield server
        finally:
            server.cut()
            process.terminate()


def client(folder: Path, patch: pytest.MonkeyPatch, port: int) -> None:
    """The system's ssh, which knows HOST at ``port`` from a configuration in ``folder``.

    What was known of that name before was of another server.
    """
    hosts.close()
    (folder / "config").write_text(_CLIENT.format(port=port, folder=folder, host=HOST))
    tools = folder / "bin"
    tools.mkdir()
    (tools / "ssh").write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F "{folder}/config" "$@"\n')
    (tools / "ssh").chmod(0o755)
    patch.setenv("PATH", f"{tools}:{os.environ['PATH']}")


def user() -> str:
    return getpass.getuser()
