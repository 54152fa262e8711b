"""Owned: the files of a volume, and where on it the content of each lies.

A volume may have a million files, so they are rows of arrays, and a path is told when it is asked
for. Files of two states are matched by their keys, which are made of their paths.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.guest.helper.bounds import LimitError
from engine.phrase import Phrase

Ints = NDArray[np.int64]

#: Owners that are no file: structures of the file system, and what it says is not in use.
METADATA, FREE = -1, -2
FILES_LIMIT, RUNS_LIMIT = 1_000_000, 4_000_000
_DEPTH = 512  #: folders within folders: more are a circle, or nothing that anybody made


@dataclass(frozen=True, slots=True)
class Owned:
    """Files by row, and runs of bytes by owner: a row, METADATA or FREE."""

    separator: str  #: between the names of a path
    numbers: Ints  #: of the files, as the file system has them; in order
    sizes: Ints  #: bytes
    marks: Ints  #: differ where content that is not in blocks of its own differs
    keys: Ints  #: of the paths; equal in two states of the same volume for the same path
    start: Ints  #: of the runs, bytes in the volume
    stop: Ints
    owner: Ints
    places: dict[int, tuple[int, str]]  #: number -> number of the folder, name
    root: int

    def path(self, row: int) -> str:
        """The path of a file from the root of its volume on."""
        names: list[str] = []
        number = int(self.numbers[row])
        while number != self.root and number in self.places and len(names) < _DEPTH:
            number, name = self.places[number]
            names.append(name)
        return self.separator + self.separator.join(reversed(names))


class Owners:
    """An :class:`Owned` while a file system is read. Raises LimitError for too much of anything."""

    def __init__(self, separator: str, root: int) -> None:
        self._separator, self._root = separator, root
        self._places: dict[int, tuple[int, str]] = {}
        self._files: dict[int, tuple[int, int]] = {}
        self._runs = array("q")

    def place(self, number: int, folder: int, name: str) -> None:
        """Say where a file or folder is; of several names the first counts."""
        if len(self._places) >= FILES_LIMIT:
            raise LimitError(Phrase("it has more than {count} files", count=FILES_LIMIT))
        self._places.setdefault(number, (folder, name))

    def file(self, number: int, size: int, mark: int = 0) -> None:
        """Say that ``number`` is a file of ``size`` bytes."""
        self._files[number] = (size, mark)

    def run(self, owner: int, start: int, length: int) -> None:
        """Say that ``length`` bytes from ``start`` on are the file's, METADATA or FREE."""
        if len(self._runs) >= 3 * RUNS_LIMIT:
            raise LimitError(Phrase("it has more than {count} fragments", count=RUNS_LIMIT))
        self._runs.extend((owner, start, start + length))

    def owned(self) -> Owned:
        """All that was said; runs of what is no file with a name are left out."""
        numbers = np.array(sorted(self._files.keys() & self._places.keys()), np.int64)
        sizes, marks = (
            zip(*(self._files[each] for each in numbers.tolist()), strict=True)
            if len(numbers)
            else ((), ())
        )
        runs = np.frombuffer(self._runs, np.int64).reshape(-1, 3)
        owner, start, stop = runs[:, 0], runs[:, 1], runs[:, 2]
        rows = np.searchsorted(numbers, owner)
        found = np.zeros(len(owner), np.bool_)
        inside = rows < len(numbers)
        found[inside] = numbers[rows[inside]] == owner[inside]
        known = found | (owner < 0)
        return Owned(
            self._separator,
            numbers,
            np.array(sizes, np.int64),
            np.array(marks, np.int64),
            self._keys(numbers),
            start[known],
            stop[known],
            np.where(found, rows, owner)[known],
            self._places,
            self._root,
        )

    def _keys(self, numbers: Ints) -> Ints:
        known: dict[int, int] = {self._root: 0}
        return np.array([self._key(number, known) for number in numbers.tolist()], np.int64)

    def _key(self, number: int, known: dict[int, int]) -> int:
        """The key of a path; ``known`` are those of its folders, and grows."""
        way: list[int] = []
        while number not in known and number in self._places and len(way) < _DEPTH:
            way.append(number)
            number = self._places[number][0]
        key = known.get(number, 0)
        for each in reversed(way):
            key = hash((key, self._places[each][1]))
            known[each] = key
        return key
