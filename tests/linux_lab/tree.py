"""The packages of a Debian with one tool for start-up images, unpacked once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xen_lab import dom0

_COMMON = ("grub-pc-bin lvm2 systemd-sysv udev ifupdown kmod e2fsprogs xfsprogs login passwd "
           "iproute2 zstd")  # fmt: skip


def built(tool: str, kernels: Sequence[str]) -> Path:
    """The root folder, from the cache if it was made before; nobody may change it.

    ``kernels`` are packages, as ``linux-image-amd64``.
    """

    def build(made: Path) -> None:
        dom0.packages("minbase", " ".join([_COMMON, *kernels, tool]), made / "root")

    return dom0.cached("-".join(["tree", tool, *kernels]), build, Path(__file__)) / "root"
