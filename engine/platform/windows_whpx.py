"""The Windows Hypervisor Platform, by which QEMU runs guests; people have to turn it on."""

from __future__ import annotations

import ctypes
import sys
from typing import Literal

if sys.platform != "win32":
    raise ImportError("for Windows only")

_IS_PRESENT = 0  # WHvCapabilityCodeHypervisorPresent, WinHvPlatformDefs.h


def accelerator() -> Literal["whpx", ""]:
    """What QEMU runs guests by at the speed of the computer; empty where it cannot."""
    present = ctypes.c_int(0)
    try:
        ask = ctypes.WinDLL("WinHvPlatform").WHvGetCapability
    except (OSError, AttributeError):  # the feature is off
        return ""
    failed = ask(_IS_PRESENT, ctypes.byref(present), ctypes.sizeof(present), None)
    return "whpx" if present.value and not failed else ""
