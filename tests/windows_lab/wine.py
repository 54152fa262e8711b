"""A Windows Python with all packages, run by wine; built once into the user's cache."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAB = Path(os.environ.get("WINDOWS_LAB") or Path.home() / ".cache/vmx2xen-windows-lab")
_BUILD = Path(__file__).parent / "lab" / "build.sh"


def build() -> None:
    """Build the lab if it is not there."""
    if not (LAB / "ready").exists():
        subprocess.run([_BUILD, LAB, ROOT / "requirements.lock"], check=True)


def run(arguments: Sequence[str], drives: dict[str, Path], seconds: float = 3600) -> str:
    """What Windows' Python prints, in the project's folder, with these drives (``q:``).

    Its output has to be a pipe, and it has no input. The exit code is in the last line.
    """
    prefix = LAB / "prefix"
    environment = {
        **os.environ,
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
    if not prefix.exists():
        subprocess.run(["wine", "wineboot"], env=environment, check=True, capture_output=True)
    for name, place in drives.items():
        link = prefix / "dosdevices" / name
        link.unlink(missing_ok=True)
        link.symlink_to(place.absolute())
    done = subprocess.run(
        ["wine", LAB / "win/py/python.exe", *arguments],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=seconds, check=False,
    )  # fmt: skip
    return f"{done.stdout.decode('utf-8', 'replace')}\nexit code {done.returncode}\n"
