"""Reads the runs of a map into memory with few system calls, whatever shape the runs have."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind
from engine.disk.files import Files, OpenFile
from engine.disk.inflate import EXPANDED, Inflater

_SECTOR = 512
#: Runs shorter than this on average are read together with what lies between them.
_SHORT = 16 << 10
#: What may lie between two runs that are read together: less than a system call costs.
_GAP = 32 << 10
#: Runs read together begin within so many bytes.
_SPAN = 4 << 20

Bytes = NDArray[np.uint8]


def fill(buffer: memoryview, start: int, blocks: BlockMap, files: Files) -> None:
    """Read runs into ``buffer``, whose first byte is address ``start``.

    Only data is written: where there are holes or zeros the buffer must be zero already.
    Refuses E202, E204, E410.
    """
    for number in np.unique(blocks.file[blocks.kind >= Kind.DATA]).tolist():
        ours = blocks.file == number
        data = blocks.take(ours & (blocks.kind == Kind.DATA))
        deflated = blocks.take(ours & (blocks.kind == Kind.DEFLATED))
        with files.open(number) as file:
            if len(data) > 1 and int(data.length.mean()) < _SHORT:
                _gather(buffer, start, data, file)
            else:
                _read_each(buffer, start, data, file)
            if len(deflated):
                _inflate(buffer, start, deflated, file)


def _read_each(buffer: memoryview, start: int, data: BlockMap, file: OpenFile) -> None:
    low = data.start - start
    rows = zip(low.tolist(), (low + data.length).tolist(), data.offset.tolist(), strict=True)
    for begin, end, offset in rows:
        file.read_into(offset, buffer[begin:end])


def _gather(buffer: memoryview, start: int, data: BlockMap, file: OpenFile) -> None:
    """Short runs: read stretches of the file, then put each run in its place."""
    data = data.take(np.argsort(data.offset, kind="stable"))
    end = data.offset + data.length
    for group in _groups(data.offset, end):
        runs = data.take(group)
        base, stop = int(runs.offset[0]), int(end[group].max())
        held = _scratch(stop - base)
        file.read_into(base, held.data)
        _scatter(np.frombuffer(buffer, np.uint8), runs.start - start, held, runs.offset - base,
                 runs.length)  # fmt: skip


def _scatter(to: Bytes, begin: Ints, source: Bytes, offset: Ints, length: Ints) -> None:
    """Copy ``length[i]`` bytes at ``offset[i]`` of ``source`` to ``begin[i]`` of ``to``."""
    if len(begin) < 8 or ((begin | offset | length) % _SECTOR).any():
        for at, where, count in zip(begin.tolist(), offset.tolist(), length.tolist(), strict=True):
            to[at : at + count] = source[where : where + count]
        return
    sectors = length // _SECTOR
    run = np.repeat(np.arange(len(sectors)), sectors)
    nth = np.arange(len(run)) - (np.cumsum(sectors) - sectors)[run]
    rows = source[: len(source) // _SECTOR * _SECTOR].reshape(-1, _SECTOR)
    places = to[: len(to) // _SECTOR * _SECTOR].reshape(-1, _SECTOR)
    places[(begin // _SECTOR)[run] + nth] = rows[(offset // _SECTOR)[run] + nth]


def _inflate(buffer: memoryview, start: int, runs: BlockMap, file: OpenFile) -> None:
    """Compressed grains: neighbours in the file are read together."""
    runs = runs.take(np.argsort(runs.offset, kind="stable"))
    for group in _groups(runs.offset, runs.offset + EXPANDED):
        part = runs.take(group)
        base = int(part.offset[0])
        held = _scratch(min(int(part.offset[-1]) + EXPANDED, file.size) - base)
        file.read_into(base, held.data)
        grains = Inflater(file, base, held.data)
        rows = zip(
            (part.start - start).tolist(),
            part.length.tolist(),
            part.offset.tolist(),
            part.within.tolist(),
            strict=True,
        )
        for begin, length, offset, within in rows:
            grain = grains.inflate(offset, start + begin - within, within + length)
            whole = len(grain) == length
            buffer[begin : begin + length] = grain if whole else grain[within : within + length]


def _groups(begin: Ints, end: Ints) -> Iterator[slice]:
    """Which of the stretches [begin, end), in order of ``begin``, to read in one go."""
    apart = (begin[1:] - end[:-1] > _GAP) | (np.diff(begin // _SPAN) != 0)
    edges = [0, *(np.flatnonzero(apart) + 1).tolist(), len(begin)]
    return (slice(low, high) for low, high in pairwise(edges))


_own = threading.local()


def _scratch(length: int) -> Bytes:
    """Memory of this thread, used again: fresh memory costs more than what is read into it."""
    held: Bytes | None = getattr(_own, "scratch", None)
    if held is None or len(held) < length:
        held = _own.scratch = np.empty(max(length, 2 * _SPAN), np.uint8)
    return held[:length]
