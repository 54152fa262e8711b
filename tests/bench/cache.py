"""Where the benchmark keeps its disks: outside the repository, each built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vmx2xen-bench"


def made(name: str, size: int) -> Path:
    """The folder of the disks `name` for workloads of `size` bytes; they are built if missing.

    They are built in another process: what a process took before it starts another counts as the
    other's memory, so the one that measures has to stay small.
    """
    folder = CACHE / f"{size >> 20}-MiB" / name
    if not folder.exists():
        unfinished = folder.with_name(f"{name}.partial")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        build(name, unfinished, size)
        unfinished.rename(folder)
    return folder


def build(name: str, folder: Path, size: int) -> None:
    """Build the disks `name` in an empty folder."""
    subprocess.run([sys.executable, "-m", "bench.build", name, folder, str(size)], check=True)


def held() -> int:
    """Bytes that the cache takes; a file with several names counts once."""
    found = {
        (status.st_dev, status.st_ino): status.st_blocks * 512
        for path in CACHE.rglob("*")
        for status in [path.lstat()]
    }
    return sum(found.values())


def clean() -> None:
    """Remove all of it."""
    shutil.rmtree(CACHE, ignore_errors=True)
