"""What became of files from one state to another, by the bytes that differ."""

from __future__ import annotations

import numpy as np
import pytest

from engine.disk.spans import Spans
from engine.guest.ownership import changes
from engine.guest.ownership.changes import ChangedFile, ChangedVolume, Rest, compare
from engine.guest.ownership.owned import FREE, METADATA, Owners
from engine.guest.ownership.volumes import OwnedVolume
from engine.guest.volumes.extents import Extent

ROOT, SIZE = 2, 10_000
#: A file by its name: size, mark, and where it lies.
Files = dict[str, tuple[int, int, tuple[int, int]]]


def volume(files: Files | None, *, kind: str = "ext4", start: int = 1000) -> OwnedVolume:
    """A volume on the disk from ``start`` on; None: its files are not known."""
    made = Owners("/", ROOT)
    made.run(METADATA, 0, 100)
    made.run(FREE, 9000, 1000)
    for number, (name, (size, mark, (at, length))) in enumerate((files or {}).items(), 10):
        made.place(number, ROOT, name)
        made.file(number, size, mark)
        made.run(number, at, length)
    owned = None if files is None else made.owned()
    return OwnedVolume("1", kind, "", (Extent(start, SIZE),), owned)


def differing(*runs: tuple[int, int]) -> Spans:
    start, stop = np.array([(low, high) for low, high in runs], np.int64).reshape(-1, 2).T
    return Spans(start, stop)


def compared(older: Files | None, newer: Files | None, *runs: tuple[int, int]) -> ChangedVolume:
    own = differing(*((1000 + low, 1000 + high) for low, high in runs))
    ((found,), outside) = compare((volume(older),), (volume(newer),), own)
    assert outside == 0
    return found


SAME: Files = {"a": (500, 0, (200, 500)), "b": (300, 0, (1000, 300))}


def test_bytes_that_differ_are_those_of_their_owners() -> None:
    found = compared(SAME, SAME, (50, 250), (1299, 1301), (9990, 10_000))
    assert found.files == (
        ChangedFile("/a", "changed", 50, 500),
        ChangedFile("/b", "changed", 1, 300),
    )
    assert (found.metadata, found.free) == (50, 10)
    assert found.other == 200 + 2 + 10 - 50 - 51 - 10
    assert found.differing == 212
    assert found.looked


def test_the_same_is_no_change() -> None:
    found = compared(SAME, SAME)
    assert (found.files, found.differing) == ((), 0)


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ({}, {"a": (9, 0, (200, 9))}, ChangedFile("/a", "added", 0, 9)),
        ({"a": (9, 0, (200, 9))}, {}, ChangedFile("/a", "removed", 0, 9)),
        ({"a": (9, 0, (200, 9))}, {"a": (8, 0, (200, 9))}, ChangedFile("/a", "changed", 0, 8)),
        ({"a": (9, 5, (0, 0))}, {"a": (9, 6, (0, 0))}, ChangedFile("/a", "changed", 9, 9)),
        ({"a": (9, 5, (0, 0))}, {"a": (9, 5, (0, 0))}, None),
        ({"a": (9, 5, (0, 0))}, {"a": (9, 0, (0, 0))}, None),
    ],
)
def test_files_that_came_went_or_are_in_their_record(
    older: Files, newer: Files, expected: ChangedFile | None
) -> None:
    found = compared(older, newer)
    assert found.files == ((expected,) if expected else ())


def test_those_with_most_bytes_come_first_and_the_rest_is_summed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(changes, "FILES_LIMIT", 1)
    own: Files = {f"{number}": (100, 0, (1000 * number, 100)) for number in (1, 2, 3)}
    found = compared(own, own, (1000, 1010), (2000, 2030), (3000, 3020))
    assert [each.path for each in found.files] == ["/2"]
    assert found.rest == Rest(2, 30)
    assert found.written == 60


def test_a_volume_that_was_not_there_is_new_in_all_its_files() -> None:
    other = volume(SAME, kind="xfs")
    ((found,), _) = compare((other,), (volume(SAME),), differing())
    assert [each.how for each in found.files] == ["added", "added"]


def test_where_files_are_not_known_all_is_told_as_such() -> None:
    found = compared(None, None, (0, 100), (5000, 5010))
    assert (found.looked, found.files, found.other, found.differing) == (False, (), 110, 110)
    known = compared(None, SAME)
    assert {each.how for each in known.files} == {"added"}


def test_what_is_outside_of_volumes_is_counted() -> None:
    spans = differing((0, 10), (1000 + SIZE - 5, 1000 + SIZE + 20))
    ((found,), outside) = compare((volume(SAME),), (volume(SAME),), spans)
    assert (found.differing, outside) == (5, 30)
