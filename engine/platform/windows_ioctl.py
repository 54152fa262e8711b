"""Holes of files on NTFS: what is asked of the file system, and its answers.

Source: [MS-FSCC] 2.3.57 FSCTL_QUERY_ALLOCATED_RANGES, 2.3.79 FSCTL_SET_SPARSE.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress

#: Sends a code with these bytes to a file; returns at most so many bytes. Raises OSError.
Control = Callable[[int, bytes, int], bytes]

SET_SPARSE, QUERY_ALLOCATED_RANGES = 0x900C4, 0x940CF
MORE_DATA = 234  #: the number of the error that comes with an answer which is not all
_RANGE = struct.Struct("<qq")  # offset, length
_AT_ONCE = 1024


def make_sparse(control: Control) -> None:
    """Have what is not written take no room; nothing where the file system cannot."""
    with suppress(OSError):
        control(SET_SPARSE, b"", 0)


def data_stretches(control: Control, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
    """The parts [begin, end) of [start, stop) that are no holes, in order.

    All the rest where it is unknown, and after the first ``limit``.
    """
    found: list[tuple[int, int]] = []
    at = start
    with suppress(OSError):
        while at < stop and len(found) < limit:
            answer = control(
                QUERY_ALLOCATED_RANGES, _RANGE.pack(at, stop - at), _AT_ONCE * _RANGE.size
            )
            stretches = list(_within(answer, at, stop))
            found += stretches
            at = found[-1][1] if len(stretches) == _AT_ONCE else stop
    if at < stop:
        found.append((at, stop))
    return found


def _within(answer: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Ranges of an answer, cut to [start, stop); what does not go forward is no answer."""
    whole = len(answer) - len(answer) % _RANGE.size
    for offset, length in _RANGE.iter_unpack(answer[:whole]):
        begin, end = max(offset, start), min(offset + length, stop)
        if begin < end:
            start = end
            yield begin, end
