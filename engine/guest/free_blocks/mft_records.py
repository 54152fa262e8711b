"""Records of an NTFS master file table, thousands at a time: which clusters their content has.

Source: the NTFS documentation of the Linux-NTFS project ("FILE record", "Fixup", "Data runs").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.guest.free_blocks.blocks import Rows, little
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.phrase import Phrase

_SECTOR = 512
_IN_USE = 1
_END = 0xFFFFFFFF
_NUMBER = np.arange(8)


def clusters(records: Rows) -> tuple[Ints, Ints]:
    """The runs of clusters that the ``records`` in use name: first cluster, and how many.

    ``records`` has a row for each and may be changed. Raises NotProvenError for what is damaged.
    """
    is_file = (records[:, :4] == np.frombuffer(b"FILE", np.uint8)).all(axis=1)
    used = records[is_file & (little(records, 22, 2) & _IN_USE != 0)]
    _mend(used)
    row, at, end = _attributes(used)
    outside = _at(used, row, at + 8, 1) != 0
    row, at, end = row[outside], at[outside], end[outside]
    return _runs(used, row, at + _at(used, row, at + 32, 2), end)


def _mend(records: Rows) -> None:
    """Put back the two bytes at the end of each sector, in whose place a check is written."""
    if not len(records):
        return
    row = np.arange(len(records))
    place, count = little(records, 4, 2), little(records, 6, 2)
    sectors = records.shape[1] // _SECTOR
    if (count != sectors + 1).any() or (place + 2 * count > _SECTOR - 2).any():
        raise NotProvenError(Phrase("a record of its table of files is damaged"))
    check = _at(records, row, place, 2)
    for sector in range(sectors):
        end = (sector + 1) * _SECTOR - 2
        if (little(records, end, 2) != check).any():
            raise NotProvenError(Phrase("a record of its table of files is damaged"))
        original = _at(records, row, place + 2 * (sector + 1), 2)
        records[:, end], records[:, end + 1] = original & 0xFF, original >> 8


def _attributes(records: Rows) -> tuple[NDArray[np.intp], Ints, Ints]:
    """Every attribute: the row it is in, where it begins and ends there."""
    row, at = np.arange(len(records)), little(records, 20, 2)
    stop = np.minimum(little(records, 24, 4), records.shape[1])
    found = []
    while len(row):
        _check(at + 8 <= stop[row])
        goes_on = _at(records, row, at, 4) != _END
        row, at = row[goes_on], at[goes_on]
        length = _at(records, row, at + 4, 4)
        _check((length >= 24) & (at + length <= stop[row]))
        found.append((row, at, at + length))
        at = at + length
    if not found:
        return np.zeros(0, np.intp), np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows, starts, ends = zip(*found, strict=True)
    return np.concatenate(rows), np.concatenate(starts), np.concatenate(ends)


def _runs(records: Rows, row: NDArray[np.intp], at: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The runs of attributes whose lists begin at ``at``; what is sparse has none."""
    cluster = np.zeros(len(row), np.int64)
    found: list[tuple[Ints, Ints]] = []
    while len(row):
        _check(at < end)
        head = _at(records, row, at, 1)
        goes_on = head != 0
        row, at, end, cluster, head = (each[goes_on] for each in (row, at, end, cluster, head))
        sizes, moves = head & 15, head >> 4
        _check((sizes >= 1) & (sizes <= 8) & (moves <= 8) & (at + 1 + sizes + moves <= end))
        length = _wide(records, row, at + 1, sizes)
        cluster = cluster + _signed(_wide(records, row, at + 1 + sizes, moves), moves)
        held = moves > 0
        _check((length > 0) & (cluster >= 0))
        found.append((cluster[held], length[held]))
        at = at + 1 + sizes + moves
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts, lengths = zip(*found, strict=True)
    return np.concatenate(starts), np.concatenate(lengths)


def _at(records: Rows, row: NDArray[np.intp], at: Ints, bytes: int) -> Ints:
    """The little-endian number of ``bytes`` at ``at[i]`` of the record ``row[i]``."""
    _check(at + bytes <= records.shape[1])
    return _wide(records, row, at, np.full(len(row), bytes))


def _wide(records: Rows, row: NDArray[np.intp], at: Ints, bytes: Ints) -> Ints:
    """The same of as many ``bytes`` as each has, up to eight."""
    place = np.minimum(at[:, None] + _NUMBER, records.shape[1] - 1)
    parts = records[row[:, None], place].astype(np.int64)
    parts[bytes[:, None] <= _NUMBER] = 0
    found: Ints = (parts << (8 * _NUMBER)).sum(axis=1)
    return found


def _signed(number: Ints, bytes: Ints) -> Ints:
    """``number`` of as many ``bytes`` as one that may be negative."""
    unused = 64 - 8 * bytes
    narrow = bytes > 0
    moved = number << np.where(narrow, unused, 0)
    return np.where(narrow, moved >> np.where(narrow, unused, 0), 0)


def _check(sound: NDArray[np.bool_]) -> None:
    if not sound.all():
        raise NotProvenError(Phrase("a record of its table of files is damaged"))
