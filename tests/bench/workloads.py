"""What is converted: disks from the fixtures, built once and kept outside the repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fixtures import machine

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vmx2xen-bench"


@dataclass(frozen=True)
class Workload:
    """A disk to be converted to raw."""

    key: str
    title: str
    disk: Path


def all_of(size: int) -> list[Workload]:
    """All workloads with disks of ``size`` bytes, where that is a choice."""
    made = CACHE / f"{size >> 20}-MiB"
    build: dict[str, tuple[str, Callable[[Path], Path]]] = {
        "a": ("monolithicSparse", lambda at: _machine(at, size, snapshots=0)),
        "b": ("base + 4 snapshots", lambda at: _machine(at, size, snapshots=4)),
        "c": ("streamOptimized", lambda at: _machine(at, size, "streamOptimized", snapshots=0)),
        "d": ("split sparse", lambda at: _machine(at, size, "twoGbMaxExtentSparse", snapshots=0)),
        "e": ("flat", lambda at: _machine(at, size, "monolithicFlat", snapshots=0)),
        "f": ("2 TiB, empty", _empty),
        "g": ("grains in random order", lambda at: _machine(at, size, snapshots=0, shuffle=True)),
        "h": ("base + 2 seSparse", lambda at: _machine(at, size, "vmfsSeSparse", snapshots=2)),
    }
    return [Workload(key, title, make(made / key)) for key, (title, make) in build.items()]


def _machine(
    folder: Path, size: int, layout: str = "monolithicSparse", *, snapshots: int,
    shuffle: bool = False,
) -> Path:  # fmt: skip
    remembered = folder / "disk"
    if not remembered.exists():
        built = machine.build(
            folder / "vm", layout=layout, snapshots=snapshots, size=size, fragmentation=shuffle
        )
        remembered.write_text(str(built.disk))
    return Path(remembered.read_text())


def _empty(folder: Path) -> Path:
    disk = folder / "empty.vmdk"
    if not disk.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = ["qemu-img", "create", "-q", "-f", "vmdk", disk, "2T"]
        subprocess.run(command, check=True)
    return disk
