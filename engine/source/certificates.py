"""Certificates of hosts, trusted by their fingerprints: shown the first time, then never another.

An ESXi host signs its certificate itself, so no authority vouches for it. What the user agreed to
is kept in the state folder; a connection to a host that shows another one is refused.
"""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
from pathlib import Path
from typing import Any

from engine import notes
from engine.findings import refuse

_TIMEOUT = 30  # seconds
#: Fingerprints that the user named before any host showed them.
_expected: set[str] = set()
_agreed: dict[str, str] = {}


def expect(fingerprint: str) -> None:
    """Trust a host that shows this fingerprint the first time."""
    _expected.add(_plain(fingerprint))


def agree(address: str, fingerprint: str) -> None:
    """Trust ``host:port`` with this fingerprint from now on; refuses E403."""
    _agreed[address] = _plain(fingerprint)
    try:
        notes.change(_store(), lambda found: {**_fingerprints(found), address: _agreed[address]})
    except OSError as error:
        raise refuse("E403", path=_store(), reason=error) from None


def fingerprint_of(host: str, port: int) -> str:
    """SHA-256 of the certificate that a host shows, 64 hex digits; refuses E880."""
    try:
        with (
            socket.create_connection((host, port), _TIMEOUT) as plain,
            unchecked().wrap_socket(plain, server_hostname=host) as secure,
        ):
            return digest_of(secure)
    except OSError as error:
        raise refuse("E880", host=f"{host}:{port}", reason=error) from None


def check(host: str, port: int) -> str:
    """The fingerprint of a host that is trusted.

    Refuses E881 one that nobody has agreed to, and E882 another than that.
    """
    address, found = f"{host}:{port}", fingerprint_of(host, port)
    known = _agreed.get(address) or _known().get(address)
    if known is None and found in _expected:
        agree(address, found)
    elif known is None:
        raise refuse("E881", host=address, fingerprint=shown(found))
    elif known != found and found in _expected:
        agree(address, found)
    elif known != found:
        raise refuse("E882", host=address, fingerprint=shown(found), known=shown(known))
    return found


def digest_of(secure: ssl.SSLSocket) -> str:
    """SHA-256 of the certificate of the other side, 64 hex digits."""
    return hashlib.sha256(secure.getpeercert(binary_form=True) or b"").hexdigest()


def unchecked() -> ssl.SSLContext:
    """A context that asks no authority: whoever uses it compares the fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def shown(fingerprint: str) -> str:
    """A fingerprint as hosts show it: ``AB:CD:…``."""
    upper = fingerprint.upper()
    return ":".join(upper[at : at + 2] for at in range(0, len(upper), 2))


def _plain(fingerprint: str) -> str:
    return fingerprint.replace(":", "").lower()


def _known() -> dict[str, str]:
    try:
        return _fingerprints(notes.read(_store()))
    except OSError:
        return {}


def _fingerprints(found: Any) -> dict[str, str]:
    """Fingerprints by ``host:port`` in what the file has."""
    if not isinstance(found, dict):
        return {}
    return {str(address): _plain(str(each)) for address, each in found.items()}


def _store() -> Path:
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    return state / "vmx2xen" / "certificates.json"
