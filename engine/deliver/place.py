"""Where a conversion is to go: ``/srv/xen``, ``user@host:/srv/xen``, ``ssh://user@host:22/srv/xen``.

What begins with ``/dev/`` is a volume group or a volume; the server says which.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.ssh.host import ADDRESS, NAME, Host

_SCP = re.compile(rf"(?:(?P<user>{NAME})@)?(?P<host>{ADDRESS}):(?P<path>.*)", re.DOTALL)
_URL = re.compile(
    rf"ssh://(?:(?P<user>{NAME})@)?(?P<host>{ADDRESS})(?::(?P<port>[0-9]{{1,5}}))?(?P<path>/.*)",
    re.DOTALL,
)
_SCHEME = re.compile("[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FORMS = Phrase("it is not of the form user@host:/folder or ssh://user@host:22/folder")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, a volume group or a volume; on this computer if there is no ``host``."""

    path: PurePosixPath
    host: Host | None = None

    @property
    def device(self) -> bool:
        """Whether it is below /dev."""
        return self.path.parts[1:2] == ("dev",)


def read(text: str) -> Place:
    """The place that ``text`` names; refuses E701."""
    found = _URL.fullmatch(text) if _SCHEME.match(text) else _remote(text)
    if found is None:
        if _SCHEME.match(text) or "@" in text.partition("/")[0]:
            raise _wrong(text, _FORMS)
        return Place(_path(text, text))
    parts = found.groupdict()
    if re.match("[0-9]+:/", parts["path"]):  # a port, where scp has none
        raise _wrong(text, _FORMS)
    port = int(parts.get("port") or 0)
    if port > 65535:
        raise _wrong(text, Phrase("there is no port {port}", port=port))
    path = unquote(parts["path"]) if text.startswith("ssh://") else parts["path"]
    return Place(_path(path, text), Host(parts["host"].strip("[]"), parts["user"] or "", port))


def _remote(text: str) -> re.Match[str] | None:
    """As scp tells: a colon before the first slash makes it remote."""
    return _SCP.fullmatch(text) if ":" in text.partition("/")[0] else None


def _path(path: str, text: str) -> PurePosixPath:
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in path):
        raise _wrong(text, Phrase("its path has control characters or is not valid UTF-8"))
    if not path.startswith("/"):
        raise _wrong(text, Phrase("its path does not begin with /"))
    if ".." in PurePosixPath(path).parts:
        raise _wrong(text, Phrase("its path has .. in it"))
    return PurePosixPath("/" + path.lstrip("/"))


def _wrong(text: str, reason: str) -> Refusal:
    return refuse("E701", target=text, reason=reason)
