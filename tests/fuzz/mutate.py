"""Changed inputs: what damage and attackers do to files, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

_ODD = (0, 1, 2, 7, 127, 128, 255, 256, 511, 512, 4096, 65535, 1 << 16, 1 << 31, (1 << 32) - 1)
#: Words that mean something somewhere.
_WORDS = (
    b"\0", b"\n", b"\r\n", b"=", b'"', b"\\", b"/", b"..", b"../", b"%s", b"\x1b[2J", b"\xff",
    b"\x80", b"\xe2\x80\xae", b"-1", b"9" * 5000, b"0x", b"1e999", b"nan", b"[", b"]", b"[[",
    b"{", b"}", b"<", b"&a;", b"<!ENTITY a 'b'>", b"(", b")", b"TRUE", b"null", b'""',
    b"\0" * 512, b"\xff" * 512,
)  # fmt: skip


def mutated(seeds: Sequence[bytes], lottery: random.Random) -> bytes:
    """One of ``seeds`` with one to eight changes."""
    data = bytearray(lottery.choice(seeds))
    for _ in range(lottery.choice((1, 1, 1, 2, 3, 8))):
        _change(data, seeds, lottery)
    return bytes(data)


def _change(data: bytearray, seeds: Sequence[bytes], lottery: random.Random) -> None:
    at = lottery.randrange(len(data) + 1)
    if lottery.random() < 0.5:  # most that is read of a file is in front
        at = min(at, lottery.randrange(1024))
    length = min(lottery.choice((1, 2, 4, 8, 64, 512)), len(data) - at)
    match lottery.randrange(8):
        case 0:
            data[at : at + 1] = bytes([lottery.randrange(256)])
        case 1:
            width = lottery.choice((1, 2, 4, 8))
            number = (lottery.choice(_ODD) << lottery.choice((0, 0, 0, 28))) % (1 << 8 * width)
            data[at : at + width] = number.to_bytes(width, lottery.choice(("little", "big")))
        case 2:
            data[at:at] = lottery.choice(_WORDS)
        case 3:
            word = lottery.choice(_WORDS)
            data[at : at + len(word)] = word
        case 4:
            del data[at : at + length]
        case 5:
            data[at:at] = data[at : at + length] * lottery.choice((1, 2, 50))
        case 6:
            other = lottery.choice(seeds)
            begin = lottery.randrange(len(other) + 1)
            data[at : at + length] = other[begin : begin + length]
        case _:
            if lottery.random() < 0.2:
                del data[at:]
