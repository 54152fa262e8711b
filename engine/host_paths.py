"""Paths of files on a host, as they are written and as the engine keeps them.

``ssh://root@esxi/vmfs/volumes/ds/vm/vm.vmx`` is kept as ``//ssh:root@esxi/vmfs/…``: an ordinary
path, of which POSIX leaves the two slashes in front to us. Parents, names and joins are those of
any path, and a path that is written down leads to the same file in the next session.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_SCHEMES = ("ssh", "esxi")
_URL = re.compile(r"(ssh|esxi)://([^/\s]+)(/.*)", re.DOTALL)
_BEGINNINGS = tuple(f"//{scheme}:" for scheme in _SCHEMES)


#: A password in an address: ``ssh://root:PASSWORD@host/…``, and in the words of scp and rsync.
_PASSWORD = re.compile(
    r"((?<![\w+.-])(?:[\w+.-]{1,20}://|//\w{1,20}:)[^\s/:]{0,255}:(?!\d{1,5}(?:/|\s|$))"
    r"|^[\w.-]{2,255}:(?!//)(?=\S+@[\w.\[\]-]+:))\S*(?=@)"
)


class HostPath(NamedTuple):
    """A path taken apart."""

    scheme: str  #: ``ssh`` or ``esxi``
    authority: str  #: ``[user@]host[:port]``
    path: str  #: on the host


def path_of(text: str) -> Path:
    """The path that a user names: a URL of a host, or a path of this computer.

    ValueError for a URL of a host that is none, or has a name that no file can have.
    """
    if not is_url(text):
        return Path(text)
    found = _URL.fullmatch(text)
    path = unquote(found[3]) if found else ""
    if found is None or "\0" in path or "\n" in path or ".." in path.split("/"):
        raise ValueError(text)
    return Path(f"//{found[1]}:{found[2]}{path}")


def is_url(text: str) -> bool:
    """Whether a text is a URL of a host, well written or not."""
    return text.startswith(tuple(f"{scheme}://" for scheme in _SCHEMES))


def without_password(text: str) -> str:
    """A text as it can be shown, though somebody wrote a password into an address."""
    return _PASSWORD.sub(r"\1…", text)


def on_host(path: Path) -> HostPath | None:
    """A path of a host taken apart; None for one of this computer."""
    text = path.as_posix()
    if not text.startswith(_BEGINNINGS):
        return None
    scheme, _, rest = text[2:].partition(":")
    authority, _, below = rest.partition("/")
    return HostPath(scheme, authority, f"/{below}")


def root_of(path: Path) -> Path:
    """The root of the host that a path is on; that of this computer for one of it."""
    found = on_host(path)
    return Path(path.anchor) if found is None else Path(f"//{found.scheme}:{found.authority}")


def text_of(path: Path) -> str:
    """How a path is shown: that of a host as its URL."""
    found = on_host(path)
    if found is None:
        return str(path)
    return f"{found.scheme}://{found.authority}{found.path.replace('%', '%25')}"
