"""The QEMU that Xen runs in: this computer's, or that of another Debian, unpacked beside it."""

from __future__ import annotations

from pathlib import Path

from xen_lab import dom0
from xen_lab.release import USED

_LIBRARIES = "usr/lib/x86_64-linux-gnu"


def command() -> list[str]:
    """How QEMU is called. One of another Debian is started by its own loader, with its libraries,
    modules and firmware.
    """
    if not USED.has_emulator:
        return ["qemu-system-x86_64"]
    root = dom0.cached(f"emulator-{USED.debian}", _unpack, Path(__file__), dom0.RELEASES)
    libraries = f"{root / _LIBRARIES}:{root / _LIBRARIES / 'pulseaudio'}"
    return [
        *("env", f"QEMU_MODULE_DIR={root / _LIBRARIES / 'qemu'}"),
        *(str(root / "usr/lib64/ld-linux-x86-64.so.2"), "--library-path", libraries),
        str(root / "usr/bin/qemu-system-x86_64"),
        *("-L", str(root / "usr/share/qemu"), "-L", str(root / "usr/share/seabios")),
    ]


def _unpack(made: Path) -> None:
    dom0.packages("extract", "qemu-system-x86", made)
