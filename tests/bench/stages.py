"""Where a workload runs: its disk, and a folder to write to on the file system that it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import cache
from bench.sizes import TIB


class Unavailable(Exception):  # noqa: N818
    """The workload cannot run here, and why."""


@dataclass(frozen=True)
class Stage:
    """The files of a disk or machine, and a folder for what is made of it.

    `plain`: the same disk, not compressed.
    """

    source: Path
    scratch: Path
    plain: Path | None = None

    @property
    def files(self) -> list[Path]:
        return _files(self.source)

    @property
    def plain_files(self) -> list[Path]:
        """As many bytes as the disk holds: what a plain copy copies."""
        return _files(self.plain or self.source)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@contextmanager
def cached(name: str, size: int, plain: str = "") -> Iterator[Stage]:
    """Disks of the cache; results go beside them."""
    source = cache.made(name, size)
    same = cache.made(plain, size) if plain else None
    with tempfile.TemporaryDirectory(prefix="run-", dir=cache.CACHE) as scratch:
        yield Stage(source, Path(scratch), same)


@contextmanager
def in_memory(name: str, size: int) -> Iterator[Stage]:
    """Copies of disks of the cache, and the results, in a tmpfs."""
    made = cache.made(name, size)
    with _tmpfs() as folder:
        shutil.copytree(made, folder / "source", copy_function=shutil.copyfile)
        (folder / "scratch").mkdir()
        yield Stage(folder / "source", folder / "scratch")


@contextmanager
def _tmpfs() -> Iterator[Path]:
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        raise Unavailable(f"{memory} is not there")
    with tempfile.TemporaryDirectory(prefix="vmx2xen-bench-", dir=memory) as folder:
        yield Path(folder)


@contextmanager
def roomy(name: str, size: int, needed: int) -> Iterator[Stage]:
    """Disks of the cache; results go to a file system of 9 TiB in a sparse file.

    Without root they go beside the disks, if `needed` bytes are free there. That takes its time
    with a file in many pieces, most of all to remove it.
    """
    source = cache.made(name, size)
    if not os.geteuid():
        with _mounted("xfs", ["-l", "size=64m"], 9 * TIB) as folder:
            yield Stage(source, folder)
        return
    found = os.statvfs(source)
    if found.f_bavail * found.f_frsize < needed:
        raise Unavailable(f"as not root, it takes {needed / 2**30:.0f} GiB of free space")
    with cached(name, size) as stage:
        yield stage


@contextmanager
def on(file_system: str, options: list[str], name: str, size: int) -> Iterator[Stage]:
    """Source and results together on a new file system."""
    with _mounted(file_system, options, 3 * size + (2 << 30)) as folder:
        source, scratch = folder / "source", folder / "scratch"
        scratch.mkdir()
        shutil.copytree(cache.made(name, size), source)
        yield Stage(source, scratch)


@contextmanager
def _mounted(file_system: str, options: list[str], size: int) -> Iterator[Path]:
    """A file system of `size` bytes in a sparse file, as a folder. Raises Unavailable."""
    if os.geteuid():
        raise Unavailable(f"only root may mount {file_system}")
    cache.CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=cache.CACHE) as place:
        image, folder = Path(place) / "image", Path(place) / "mounted"
        folder.mkdir()
        with image.open("wb") as file:
            file.truncate(size)
        _run(f"mkfs.{file_system}", "-q", *options, image)
        _run("mount", "-o", "loop", image, folder)
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)


def _run(*command: str | Path) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise Unavailable(f"{command[0]} is not installed") from None
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"{command[0]}: {error.stderr.strip()}") from None
