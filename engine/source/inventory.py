"""What machines a host has: for whoever chooses among them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine import passwords
from engine.findings import refuse
from engine.host_paths import on_host
from engine.source import certificates, hosts
from engine.ssh.host import parse

if TYPE_CHECKING:
    from engine.source.esxi_session import HostedMachine


def machines_on(root: Path, password: str = "", *, keep: bool = False) -> list[HostedMachine]:
    """The machines of the host at ``root``, by name.

    ``password``: what it is to be asked with, if any; ``keep``: it goes into the keyring once it
    was right. Refuses E870 and E880 to E886.
    """
    account = account_of(root)
    if password:
        passwords.remember(account, password, keep=False)
    source = hosts.esxi(root)
    if source is None:
        raise refuse("E870", address=root)
    machines = source.session.machines()
    if password and keep:
        passwords.remember(account, password, keep=True)
    return machines


def account_of(path: Path) -> str:
    """The account that the host of a path is asked with, ``user@host:port``; refuses E870."""
    found = on_host(path)
    host = parse(found.authority) if found else None
    if found is None or host is None:
        raise refuse("E870", address=path)
    return host.account(found.scheme)


def trust(fingerprint: str) -> None:
    """Agree to the host that shows this certificate."""
    certificates.expect(fingerprint)
