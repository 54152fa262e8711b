"""Runs a command in the simulation of macOS: ``python -m systems.macos COMMAND …``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    "libntfs-3g.89.dylib": "libntfs-3g.so.89",
    "libhivex.0.dylib": "libhivex.so.0",
    "libext2fs.2.dylib": "libext2fs.so.2",
    "libcom_err.2.dylib": "libcom_err.so.2",
}
_SIMULATION = Path(__file__).parent / "simulated_macos"


def environment(folder: Path) -> dict[str, str]:
    """Variables of a simulated process; ``folder`` gets Linux' libraries by macOS' names."""
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name, real in LIBRARIES.items():
        found = [line.split("=> ")[1] for line in known.stdout.splitlines() if real in line]
        link = folder / name
        if found and not link.is_symlink():
            link.symlink_to(found[0].strip())
    paths = os.pathsep.join(filter(None, (str(_SIMULATION), os.environ.get("PYTHONPATH"))))
    return {
        **os.environ,
        "PYTHONPATH": paths,
        "LD_LIBRARY_PATH": str(folder),
        "LIBARCHIVE": "libarchive.so.13",
    }


if __name__ == "__main__":
    variables = environment(Path("build/macos-libraries").absolute())
    sys.exit(subprocess.run(sys.argv[1:], env=variables, check=False).returncode)
