"""What a process of ours cannot do, and how it came to its end."""

from __future__ import annotations

from typing import Literal, NamedTuple

#: What is kept from a process that is confined.
Kept = Literal["files", "network", "processes"]


class End(NamedTuple):
    """``ended``: by itself or by us; ``stuck``: at the bounds of its work; else by a fault."""

    how: Literal["ended", "stuck", "failed", "crashed"]
    what: str = ""  #: the exit code of what failed, the name of what crashed it
