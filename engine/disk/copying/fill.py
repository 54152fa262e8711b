"""Reads the runs of a map into memory with few system calls, whatever shape the runs have."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine import platform
from engine.disk.block_map import BlockMap, Ints, Kind
from engine.disk.copying.inflate import EXPANDED, Inflater
from engine.disk.files import Files, OpenFile

_SECTOR = 512
#: Runs shorter than this on average are read together with what lies between them.
_SHORT = 16 << 10
#: What may lie between two runs that are read together: less than a system call costs.
_GAP = 32 << 10
#: Runs read together begin within so many bytes.
_SPAN = 4 << 20

Bytes = NDArray[np.uint8]


def fill(buffer: memoryview, begin: Ints, runs: BlockMap, files: Files) -> None:
    """Read each of ``runs`` into ``buffer``, run *i* from byte ``begin[i]`` on.

    Only data is written: where there are holes or zeros the buffer must be zero already.
    Refuses E202, E204, E410.
    """
    # Not unique(): it imports all of NumPy's masked arrays.
    for number in np.flatnonzero(np.bincount(runs.file[runs.kind >= Kind.DATA])).tolist():
        ours = runs.file == number
        data, deflated = ours & (runs.kind == Kind.DATA), ours & (runs.kind == Kind.DEFLATED)
        with files.open(number) as file:
            if data.any():
                _read(buffer, begin[data], runs.length[data], runs.offset[data], file)
            if deflated.any():
                _inflate(buffer, begin[deflated], runs.take(deflated), file)


def _read(buffer: memoryview, begin: Ints, length: Ints, offset: Ints, file: OpenFile) -> None:
    if len(begin) > 1:
        follows = (begin[1:] == begin[:-1] + length[:-1]) & (
            offset[1:] == offset[:-1] + length[:-1]
        )
        first = np.flatnonzero(np.append(True, ~follows))
        begin, offset, length = begin[first], offset[first], np.add.reduceat(length, first)
    if file.far:  # nothing but what is wanted, and that in one request
        rows = zip(begin.tolist(), (begin + length).tolist(), offset.tolist(), strict=True)
        file.read_parts([(at, buffer[low:high]) for low, high, at in rows])
        return
    if len(begin) > 1 and int(length.mean()) < _SHORT:
        begin, length, offset = _gather(buffer, begin, length, offset, file)
    rows = zip(begin.tolist(), (begin + length).tolist(), offset.tolist(), strict=True)
    for low, high, at in rows:
        file.read_into(at, buffer[low:high])


def _gather(
    buffer: memoryview, begin: Ints, length: Ints, offset: Ints, file: OpenFile
) -> tuple[Ints, Ints, Ints]:
    """Short runs: read stretches of the file, then put each run in its place.

    Returns those that no other lies near: begin, length, offset.
    """
    order = np.argsort(offset, kind="stable")
    begin, length, offset = begin[order], length[order], offset[order]
    end = offset + length
    edges = _groups(offset, end)
    alone = np.diff(edges) == 1
    for group in _slices(edges[:-1][~alone], edges[1:][~alone]):
        base, stop = int(offset[group][0]), int(end[group].max())
        held = _scratch(stop - base)
        file.read_into(base, held.data)
        _scatter(np.frombuffer(buffer, np.uint8), begin[group], held, offset[group] - base,
                 length[group])  # fmt: skip
    lone = edges[:-1][alone]
    return begin[lone], length[lone], offset[lone]


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


def _inflate(buffer: memoryview, begin: Ints, runs: BlockMap, file: OpenFile) -> None:
    """Compressed grains: neighbours in the file are read together."""
    order = np.argsort(runs.offset, kind="stable")
    begin, runs = begin[order], runs.take(order)
    edges = _groups(runs.offset, runs.offset + EXPANDED)
    for group in _slices(edges[:-1], edges[1:]):
        part = runs.take(group)
        base = int(part.offset[0])
        held = _scratch(min(int(part.offset[-1]) + EXPANDED, file.size) - base)
        file.read_into(base, held.data)
        grains = Inflater(file, base, held.data)
        rows = zip(
            begin[group].tolist(),
            part.start.tolist(),
            part.length.tolist(),
            part.offset.tolist(),
            part.within.tolist(),
            strict=True,
        )
        for at, start, length, offset, within in rows:
            grain = grains.inflate(offset, start - within, within + length)
            whole = len(grain) == length
            buffer[at : at + length] = grain if whole else grain[within : within + length]


def _groups(begin: Ints, end: Ints) -> NDArray[np.intp]:
    """Which of the stretches [begin, end), in order of ``begin``, to read in one go: the edges."""
    apart = (begin[1:] - end[:-1] > _GAP) | (np.diff(begin // _SPAN) != 0)
    return np.concatenate(([0], np.flatnonzero(apart) + 1, [len(begin)]))


def _slices(low: NDArray[np.intp], high: NDArray[np.intp]) -> Iterator[slice]:
    return map(slice, low.tolist(), high.tolist())


_own = threading.local()


def _scratch(length: int) -> Bytes:
    """Memory of this thread, used again: fresh memory costs more than what is read into it."""
    held: Bytes | None = getattr(_own, "scratch", None)
    if held is None or len(held) < length:
        room = platform.room(max(length, 2 * _SPAN))  # on pages of its own, for direct reads
        held = _own.scratch = np.frombuffer(room, np.uint8)
    return held[:length]
