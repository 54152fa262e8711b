"""The user's table of networks: which bridge of the Xen host each network of VMware becomes.

A TOML file of lines ``"VM Network" = "xenbr1"``. Names of networks are taken in any case;
Workstation's are ``nat``, ``hostonly``, or such as ``VMnet2``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from engine.findings import refuse
from engine.phrase import Phrase

_SIZE_LIMIT = 1 << 20


def read(path: Path) -> dict[str, str]:
    """Network -> bridge. Refuses E416 what is no such table."""
    try:
        with path.open("rb") as file:
            text = file.read(_SIZE_LIMIT + 1)
        if len(text) > _SIZE_LIMIT:
            raise ValueError(Phrase("it is too large"))
        table = tomllib.loads(text.decode())
    except OSError as error:
        raise refuse("E416", path=path, reason=error) from None
    except (ValueError, RecursionError) as error:
        raise refuse("E416", path=path, reason=error) from None
    for network, bridge in table.items():
        if not isinstance(bridge, str):
            raise refuse(
                "E416",
                path=path,
                reason=Phrase("{network} is not the name of a bridge", network=network),
            )
    return table
