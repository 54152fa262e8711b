"""The connection to a host by the system's ssh: one is made and kept, others go through its socket.

It ends with this process, however that ends: the command on the other side waits for its input to
be closed.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from engine import packages, passwords, platform, temporary
from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.ssh import askpass, host_keys
from engine.ssh.host import Host
from engine.ssh.server import FAILED, READY, SAID_LIMIT, Server, close, greeted, last_line, pipe_of

#: Refuse instead of asking, notice within 45 seconds that the other side is gone.
_OPTIONS = ("BatchMode=yes", "ServerAliveInterval=15", "ServerAliveCountMax=3",
            "ConnectTimeout=30", "RemoteCommand=none", "RequestTTY=no", "ClearAllForwardings=yes",
            "ForwardX11=no", "ForwardAgent=no", "PermitLocalCommand=no")  # fmt: skip


@contextmanager
def connected(host: Host | None, *, quietly: bool = False) -> Iterator[Server]:
    """A server to run scripts on; refuses E702, E703, E704, E713, E886, E931, E949.

    ``quietly``: nobody is asked for a password; one that is known is used.
    """
    if host is None:
        yield Server(None)
        return
    ssh = platform.program("ssh")
    if ssh is None:
        raise refuse("E713", program="ssh", how=packages.how("openssh-client"))
    with ExitStack() as held:
        folder = held.enter_context(temporary.folder(_short_folder()))
        options = [part for each in _OPTIONS for part in ("-o", each)]
        options += ["-S", f"{folder}/s" if platform.SHARES_SSH else "none"]
        options += ["-l", host.user] if host.user else []
        options += ["-p", str(host.port)] if host.port else []
        _log_in(held, ssh, options, host, folder, quietly=quietly)
        yield Server(host, (ssh, *options, "-o", "ControlMaster=no", "--", host.name))


def _log_in(
    held: ExitStack, ssh: str, options: list[str], host: Host, folder: Path, *, quietly: bool
) -> None:
    """Connect by a key, else by a password that somebody knows; ``held`` is left to disconnect."""
    try:
        held.enter_context(_master(ssh, options, host))
    except Refusal as refusal:
        account = host.account("ssh")
        if not _takes_password(refusal):
            raise
        reason = refusal.findings[0].message.fields["reason"]
        if not platform.SHARES_SSH:
            raise _by_key_alone(reason, host) from None
        log_in = partial(_by_password, held, ssh, options, host, folder)
        try:
            if passwords.used(account, log_in, ask=not quietly):
                return
        except passwords.Wrong:
            raise refuse("E886", account=account) from None
        raise refuse("E931", host=host, typed=host.typed, reason=reason, account=account) from None


def _by_password(
    held: ExitStack, ssh: str, options: list[str], host: Host, folder: Path, password: str
) -> bool:
    """Connect by a password; raises Wrong where it is not taken."""
    known = host_keys.meant(ssh, options, host.name)
    names = {host.name, *(known[key] for key in ("hostname", "hostkeyalias") if key in known)}
    accounts = [f"{known.get('user', host.user)}@{each}" for each in sorted(names)]
    by_password = [part for each in askpass.OPTIONS for part in ("-o", each)]
    own = Path(tempfile.mkdtemp(dir=folder))  # each is told once
    try:
        with askpass.answering(own, password, accounts) as environment:
            held.enter_context(_master(ssh, [*by_password, *options], host, environment))
    except Refusal as refusal:
        if refusal.findings[0].code == "E704":
            raise passwords.Wrong from None
        raise
    return True


def _takes_password(refusal: Refusal) -> bool:
    """Whether a host that let no key in would take a password."""
    found = refusal.findings[0]
    reason = found.message.fields.get("reason", "")
    return found.code == "E704" and ("password" in reason or "keyboard-interactive" in reason)


def _by_key_alone(reason: str, host: Host) -> Refusal:
    """The refusal of a host that would take a password, where ssh cannot be told one."""
    reason = Phrase(
        "{reason}; the ssh of this computer can be told no password, it needs a key",
        reason=reason,
    )
    return refuse("E704", host=host, typed=host.typed, reason=reason)


@contextmanager
def _master(
    ssh: str, options: list[str], host: Host, environment: dict[str, str] | None = None
) -> Iterator[None]:
    """The connection that the others go through, for as long as our end of the pipe is open."""
    master = (ssh, *options, "-o", "ControlMaster=yes", "-o", "ControlPersist=no")
    script = f"echo {READY.decode().strip()}; exec cat >/dev/null"
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            (*master, "--", host.name, shlex.join(("sh", "-c", script))),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=environment,
            **platform.own_session(),
        )  # fmt: skip
        stdin, stdout = pipe_of(process.stdin), pipe_of(process.stdout)
        try:
            if not greeted(stdout):
                if process.wait() != FAILED:
                    raise refuse("E949", host=host)
                said.seek(0)
                text = said.read(SAID_LIMIT).decode("utf-8", "replace").strip()
                raise _unreachable(host, text, lambda: host_keys.shown(ssh, options, host.name))
            yield
        finally:
            close(stdin)
            stdout.close()
            try:
                process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _short_folder() -> str | None:
    """The path of a socket has 108 bytes at most, and ssh appends some for a while."""
    return "/tmp" if len(tempfile.gettempdir()) > 50 and Path("/tmp").is_dir() else None  # noqa: S108


def _unreachable(host: Host, said: str, shown: Callable[[], str]) -> Refusal:
    """The refusal for what ssh said while it was connecting; ``shown``: the keys of the host."""
    reason = last_line(said)
    if re.search(
        r"(?i)host key verification|host identification|host key is known|no .* host key", said
    ):
        if keys := shown():
            reason = Phrase("{reason}; it shows {keys}", reason=reason, keys=keys)
        return refuse("E703", host=host, typed=host.typed, reason=reason)
    if re.search(r"(?i)permission denied|too many authentication|no more authentication", said):
        return refuse("E704", host=host, typed=host.typed, reason=reason)
    return refuse("E702", host=host, typed=host.typed, reason=reason)
