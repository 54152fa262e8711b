"""Where other programs are that people installed."""

from __future__ import annotations

import os
import shutil
import sys


def program(name: str) -> str | None:
    """Path of a program; None if there is none.

    Looked for where the system does, then where its packages are put without telling it: a window
    that was not started from a terminal has no folders of Homebrew's or MacPorts' in its PATH, and
    QEMU's installer for Windows leaves PATH as it was.
    """
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(_others()))


def _others() -> list[str]:
    if sys.platform == "darwin":
        return ["/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"]
    if sys.platform == "win32":
        installed = os.environ.get("PROGRAMFILES", r"C:\Program Files")
        system = os.environ.get("SYSTEMROOT", r"C:\Windows")
        return [rf"{installed}\qemu", rf"{system}\System32\OpenSSH"]
    return []
