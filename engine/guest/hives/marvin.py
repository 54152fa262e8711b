"""Marvin32, the checksum of the entries in logs of hives.

Sources: "Windows registry file format specification" (M. Suhanov) for its seed there; the algorithm
is described in US patent 8,555,355 and in the documentation of .NET.
"""

from __future__ import annotations

import struct

_SEED = 0x82EF4D887A4E55C5
_WORD = 0xFFFFFFFF


def marvin32(data: bytes | memoryview, seed: int = _SEED) -> int:
    """The checksum of ``data``, 64 bits; a megabyte takes about a quarter of a second."""
    low, high = seed & _WORD, seed >> 32
    whole = len(data) & ~3
    rest = bytes(data[whole:]) + b"\x80"
    words = (*struct.unpack(f"<{whole // 4}I", data[:whole]), int.from_bytes(rest, "little"), 0)
    for word in words:
        low = (low + word) & _WORD
        high ^= low
        low = ((low << 20 | low >> 12) + high) & _WORD
        high = (high << 9 | high >> 23) & _WORD ^ low
        low = ((low << 27 | low >> 5) + high) & _WORD
        high = (high << 19 | high >> 13) & _WORD
    return high << 32 | low
