"""Names that mean something else on Windows than a file in a folder."""

from __future__ import annotations

import re

_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.I)


def means_no_file(part: str) -> bool:
    """Whether a part of a path is a device, a stream of a file, another drive, or a server's share.

    To look at one of these can wait for a serial port, or tell a stranger's server who we are.
    """
    return ":" in part or part.startswith(("\\\\", "//")) or bool(_DEVICE.match(part))
