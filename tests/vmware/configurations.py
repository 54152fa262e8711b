"""Configurations as text, and what is said of what they describe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.vmware.model import Disk, VirtualMachine

#: Writes a .vmx of lines; reads a description given as text.
Write = Callable[..., Path]
Read = Callable[[str], VirtualMachine]


def disk_lines(slot: str = "ide0:0", name: str = "disk.vmdk", **keys: str) -> list[str]:
    keys = {"present": "TRUE", "fileName": name, **keys}
    return [f'{slot}.{key} = "{value}"' for key, value in keys.items()]


def codes(found: VirtualMachine | Disk) -> list[str]:
    return [each.code for each in found.findings]
