"""What contenders made, as a text that must be the same for all of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.measure import STDOUT

#: Takes the folder a contender wrote to; what it returns must be the same for all.
Fingerprint = Callable[[Path], str]


def raw_content(name: str) -> Fingerprint:
    """The digest of a raw image."""

    def fingerprint(folder: Path) -> str:
        return _output([sys.executable, "-m", "bench.identity", folder / name])

    return fingerprint


def raw_contents(folder: Path) -> str:
    """The digests of all raw images in a folder and below, by their names."""
    images = sorted(folder.rglob("*.img"), key=lambda each: each.name)
    return "".join(raw_content(each.name)(each.parent) for each in images)


def files_of_ext4(folder: Path) -> str:
    """The digest of all files in the file system that the largest file in a folder is."""
    image = max(folder.rglob("*"), key=lambda each: each.is_file() and each.stat().st_size)
    found = hashlib.sha256()
    with tempfile.TemporaryDirectory(dir=folder) as out:
        _output(["debugfs", "-R", f"rdump / {out}", image])
        for path in sorted(Path(out).rglob("*")):
            if path.is_file():
                found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def same_as(disk: Path, name: str, format: str) -> Fingerprint:
    """Whether an image in another format reads as the disk does, by qemu-img."""

    def fingerprint(folder: Path) -> str:
        words: list[str | Path] = ["qemu-img", "compare", "-f", "vmdk", "-F", format]
        said = _output([*words, disk, folder / name])
        return said.splitlines()[-1]  # before it, that a format rounds the size up

    return fingerprint


def printed_lengths(folder: Path) -> str:
    """The bytes of data that qemu-img map lists, or that we print as one number."""
    total = 0
    with (folder / STDOUT).open() as lines:
        for line in lines:
            words = line.split()
            total += int(words[min(1, len(words) - 1)], 0) if line[0].isdigit() else 0
    return str(total)


def _output(command: Sequence[str | Path]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
