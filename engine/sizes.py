"""Sizes in words, and words that are sizes."""

from __future__ import annotations

import re

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def binary(size: float) -> str:
    """``size`` bytes in binary units: ``1.5 GiB``."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if abs(size) < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"


def rate(text: str) -> int:
    """Bytes a second that ``20M``, ``500k`` or ``1.5G`` stand for; ValueError for what is none."""
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)([kmg]?)(?:i?b)?(?:/s)?", text.lower())
    if found is None or float(found[1]) * _UNITS[found[2]] < 1:
        raise ValueError(f"{text!r} is no rate such as 20M or 500k")
    return int(float(found[1]) * _UNITS[found[2]])
