"""A disk started in QEMU, from IDE or AHCI, and what it says on its serial line."""

from __future__ import annotations

import os
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
#: On a busy computer a start takes so many times longer than the processor works for it.
_SHARED = 40


def start(disk: Path, bus: str, said: Path, until: str, seconds: float) -> str:
    """What the guest said until it said ``until``, or that it is lost; the disk stays as it is.

    ``seconds`` are the processor's: on a busy computer it is given more time.
    """
    machine = ["-machine", "pc", "-accel", "tcg", "-m", "768", "-nodefaults", "-display", "none"]
    network = ["-netdev", "user,id=net,restrict=on", "-device", f"e1000,mac={MAC},netdev=net"]
    serial = ["-vga", "std", "-serial", f"file:{said}", "-no-reboot"]
    drive = [each.format(disk=disk) for each in _BUSES[bus]]
    command = ["qemu-system-x86_64", *machine, *drive, *network, *serial]
    process = subprocess.Popen(command)
    try:
        end = time.monotonic() + seconds * _SHARED
        while time.monotonic() < end and process.poll() is None and _worked(process) < seconds:
            text = said.read_text("utf-8", "replace") if said.exists() else ""
            if until in text or any(each in text for each in LOST):
                break
            time.sleep(_STEP)
    finally:
        process.kill()
        process.wait()
    return said.read_text("utf-8", "replace")


def _worked(process: subprocess.Popen[bytes]) -> float:
    """The seconds that processors worked for a process, by Linux's proc(5)."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")
