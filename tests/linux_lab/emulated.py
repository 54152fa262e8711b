"""A disk started in QEMU, from IDE or AHCI, and what it says on its serial line."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

MAC = "00:0c:29:12:34:56"
#: What a start-up image says when it finds no root.
LOST = ("(initramfs)", "emergency shell", "Kernel panic", "emergency mode", "grub rescue>")
_BUSES = {
    "ide": ["-drive", "file={disk},format=raw,if=ide,snapshot=on"],
    "ahci": ["-device", "ich9-ahci,id=ahci", "-device", "ide-hd,drive=disk,bus=ahci.0",
             "-drive", "file={disk},format=raw,if=none,id=disk,snapshot=on"],
}  # fmt: skip
_STEP = 0.5


def start(disk: Path, bus: str, said: Path, until: str, seconds: float) -> str:
    """What the guest said until it said ``until``, or that it is lost; the disk stays as it is."""
    machine = ["-machine", "pc", "-accel", "tcg", "-m", "768", "-nodefaults", "-display", "none"]
    network = ["-netdev", "user,id=net,restrict=on", "-device", f"e1000,mac={MAC},netdev=net"]
    serial = ["-vga", "std", "-serial", f"file:{said}", "-no-reboot"]
    drive = [each.format(disk=disk) for each in _BUSES[bus]]
    command = ["qemu-system-x86_64", *machine, *drive, *network, *serial]
    process = subprocess.Popen(command)
    try:
        end = time.monotonic() + seconds
        while time.monotonic() < end and process.poll() is None:
            text = said.read_text("utf-8", "replace") if said.exists() else ""
            if until in text or any(each in text for each in LOST):
                break
            time.sleep(_STEP)
    finally:
        process.kill()
        process.wait()
    return said.read_text("utf-8", "replace")
