"""A host as ssh is told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What no shell and no ssh takes for anything but a name; a leading hyphen would be an option.
NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
ADDRESS = rf"(?:{NAME}|\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?\])"
_AUTHORITY = re.compile(rf"(?:(?P<user>{NAME})@)?(?P<host>{ADDRESS})(?::(?P<port>[0-9]{{1,5}}))?")
#: User and port for where an address names none; that of ssh may be in its configuration.
_ACCOUNTS = {"ssh": ("", 22), "esxi": ("root", 443)}


@dataclass(frozen=True, slots=True)
class Host:
    """A server as ssh is told of it; what is empty or 0 is left to the user's configuration."""

    name: str
    user: str = ""
    port: int = 0

    def __str__(self) -> str:
        return f"{self.user}@{self.name}" if self.user else self.name

    def account(self, scheme: str) -> str:
        """``user@host:port`` as passwords are kept, where ``scheme`` is spoken."""
        user, port = _ACCOUNTS[scheme]
        who = self.user or user
        return f"{f'{who}@' if who else ''}{self.name}:{self.port or port}"

    @property
    def typed(self) -> str:
        """How it is named on the command line of ssh: ``-p 2222 root@host``."""
        return f"-p {self.port} {self}" if self.port else str(self)


def parse(authority: str) -> Host | None:
    """The host that ``[user@]host[:port]`` names; None for anything else."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None or int(found["port"] or 0) > 65535:
        return None
    return Host(found["host"].strip("[]"), found["user"] or "", int(found["port"] or 0))
