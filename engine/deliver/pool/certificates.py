"""Certificates of pools: each is looked at by a person once, and has to be the same from then on.

Pools have certificates that they sign themselves, so no authority can say anything about them.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl
from collections.abc import Collection
from pathlib import Path
from typing import Any
from xmlrpc.client import SafeTransport

from platformdirs import user_config_path

from engine import notes
from engine.findings import refuse

_LIMIT = 1 << 20  # bytes of the file
_TIMEOUT = 60.0  # seconds in which a server has to say something


class Known:
    """The certificates that were agreed to: SHA-256 by ``host:port``, in a file of the user's."""

    def __init__(self, agreed: Collection[str] = (), path: Path | None = None) -> None:
        self._agreed = {plain(each) for each in agreed}
        self._path = path or user_config_path("vmx2xen") / "known_pools.json"

    def check(self, host: str, port: int, certificate: bytes) -> None:
        """Refuse a certificate (DER) that nobody has agreed to (E901), or another one (E902)."""
        place, digest = f"{host}:{port}", hashlib.sha256(certificate).hexdigest()
        known = self._read()
        before = known.get(place)
        if before == digest:
            return
        if digest in self._agreed:
            self._agree(place, digest)
            return
        if before is None:
            raise refuse("E901", host=place, digest=digest)
        raise refuse("E902", host=place, digest=digest, before=before)

    def _read(self) -> dict[str, str]:
        try:
            with self._path.open("rb") as file:
                found = json.loads(file.read(_LIMIT))
            return {str(place): str(digest) for place, digest in found.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise refuse("E403", path=self._path, reason=error) from None

    def _agree(self, place: str, digest: str) -> None:
        try:
            notes.change(self._path, lambda found: {**(found or {}), place: digest})
        except OSError as error:
            raise refuse("E403", path=self._path, reason=error) from None


def plain(digest: str) -> str:
    """A digest as it is kept: some tools write colons and upper case."""
    return digest.replace(":", "").lower()


def connected(host: str, port: int, known: Known) -> ssl.SSLSocket:
    """A connection whose certificate was checked before anything is sent; refuses E900 to E902."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the certificate itself is known, not who signed it
    try:
        plain_socket = socket.create_connection((host, port), _TIMEOUT)
        made = context.wrap_socket(plain_socket, server_hostname=host)
    except OSError as error:
        raise refuse("E900", host=host, reason=error) from None
    try:
        known.check(host, port, made.getpeercert(binary_form=True) or b"")
    except BaseException:
        made.close()
        raise
    return made


class _Connection(http.client.HTTPSConnection):
    """A connection of http.client's that is made by :func:`connected`."""

    def __init__(self, host: str, port: int, known: Known) -> None:
        super().__init__(host, port)
        self._known = known

    def connect(self) -> None:
        self.sock = connected(self.host, self.port, self._known)


class Transport(SafeTransport):
    """How XML-RPC reaches a pool."""

    def __init__(self, host: str, port: int, known: Known) -> None:
        super().__init__()
        self._place, self._known = (host, port), known

    def make_connection(self, host: Any) -> http.client.HTTPSConnection:
        if self._connection and self._connection[0] == host and self._connection[1]:
            return self._connection[1]  # type: ignore[return-value]
        made = _Connection(*self._place, self._known)
        self._connection = host, made
        return made
