"""The packages of a Debian with one tool for start-up images, unpacked once."""

from __future__ import annotations

from pathlib import Path

from xen_lab import dom0

_COMMON = ("linux-image-amd64 grub-pc-bin lvm2 systemd-sysv udev ifupdown kmod e2fsprogs xfsprogs "
           "login passwd iproute2")  # fmt: skip


def built(tool: str) -> Path:
    """The root folder, from the cache if it was made before; nobody may change it."""

    def build(made: Path) -> None:
        dom0.packages("minbase", f"{_COMMON} {tool}", made / "root")

    return dom0.cached(f"tree-{tool}", build, Path(__file__)) / "root"
