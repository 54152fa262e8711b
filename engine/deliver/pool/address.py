"""Which pool is meant, and who logs in: ``xapi://user@host``, ``xapi://user@host:443``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.findings import refuse
from engine.phrase import Phrase

SCHEME = "xapi://"
_PORT = 443
_URL = re.compile(
    r"xapi://(?P<user>[A-Za-z0-9_][A-Za-z0-9_.@\\-]*)@"
    r"(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
)


@dataclass(frozen=True, slots=True)
class PoolAddress:
    """The coordinator of a pool."""

    user: str
    host: str
    port: int = _PORT

    def __str__(self) -> str:
        return f"{SCHEME}{self.user}@{self.place}"

    @property
    def place(self) -> str:
        """Host, and port where it is not the usual one."""
        return self.host if self.port == _PORT else f"{self.host}:{self.port}"


def is_pool(target: str) -> bool:
    """Whether a target of a delivery is a pool."""
    return target.startswith(SCHEME)


def read(target: str) -> PoolAddress:
    """The pool that ``target`` names; refuses E701."""
    found = _URL.fullmatch(target)
    if found is None or int(found["port"] or _PORT) > 65535:
        reason = Phrase("it is not of the form xapi://user@host")
        raise refuse("E701", target=target, reason=reason)
    return PoolAddress(found["user"], found["host"].strip("[]"), int(found["port"] or _PORT))
