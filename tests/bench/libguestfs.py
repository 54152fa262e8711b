"""How libguestfs, which virt-v2v is made with, runs its machine here."""

from __future__ import annotations

import subprocess
from functools import cache


@cache
def accelerator() -> str:
    """KVM where a machine can be started with it, else TCG."""
    emulator = ["qemu-system-x86_64", "-accel", "kvm", "-cpu", "host", "-display", "none"]
    command = [*emulator, "-S", "-nodefaults", "-monitor", "stdio"]
    try:
        done = subprocess.run(command, input=b"quit\n", capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return "TCG"
    return "TCG" if done.returncode else "KVM"


def environment() -> list[str]:
    """The command `env` with what has to be set: no libvirt, and no KVM where it fails."""
    forced = ["LIBGUESTFS_BACKEND_SETTINGS=force_tcg"] if accelerator() == "TCG" else []
    return ["env", "LIBGUESTFS_BACKEND=direct", *forced]
