"""Triple faults that a guest caused, counted in what QEMU notes of resets (``-d cpu_reset``)."""

from __future__ import annotations

import re

# Each is noted with the registers of the processor before it was reset.
_FAULT = re.compile(
    r"Triple fault\s+CPU Reset.*?\bEIP=(?P<at>[0-9a-f]{8})"
    r".*?\bCS =[0-9a-f]{4} (?P<base>[0-9a-f]{8})",
    re.DOTALL,
)
_FIRMWARE = range(0xC0000, 0x100000)  # SeaBIOS below 1 MiB; no guest has its code there


def count(noted: str) -> int:
    """Triple faults of the guest. SeaBIOS's own are left out: it resets the machine by port 0xCF9
    and faults on purpose if that takes its time, as it does where QEMU's main loop is busy."""
    places = ((int(each["at"], 16) + int(each["base"], 16)) for each in _FAULT.finditer(noted))
    return sum(place not in _FIRMWARE for place in places)
