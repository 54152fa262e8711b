"""The keys that a host shows: for whoever compares them before the host is trusted."""

from __future__ import annotations

import base64
import binascii
import hashlib
import subprocess
from collections.abc import Iterator, Sequence

from engine import platform

_WITHIN = 10  # seconds
_LIMIT = 64 << 10  # bytes


def shown(ssh: str, options: Sequence[str], name: str) -> str:
    """Fingerprints as ``ssh-keygen -l`` has them, ``ssh-ed25519 SHA256:…``; empty if none is told.

    The configuration of the user says which computer and port ``name`` means.
    """
    scan = platform.program("ssh-keyscan")
    if scan is None:
        return ""
    known = meant(ssh, options, name)
    address, port = known.get("hostname", name), known.get("port", "22")
    if address.startswith("-"):
        return ""
    lines = _said(scan, "-T", str(_WITHIN // 2), "-p", port, address)
    return ", ".join(sorted(_fingerprints(lines)))


def meant(ssh: str, options: Sequence[str], name: str) -> dict[str, str]:
    """What ssh's configuration says of a host, by its keywords in small letters."""
    lines = _said(ssh, *options, "-G", "--", name)
    return dict(line.split(" ", 1) for line in lines if " " in line)


def _fingerprints(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        fields = line.split()
        if len(fields) == 3 and not line.startswith("#"):
            try:
                key = base64.b64decode(fields[2], validate=True)
            except binascii.Error:
                continue
            digest = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
            yield f"{fields[1]} SHA256:{digest}"


def _said(*command: str) -> list[str]:
    try:
        done = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_WITHIN, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout[:_LIMIT].decode("ascii", "replace").splitlines()
