"""Files by row and runs by owner: paths, keys that hold over states, and bounds on both."""

from __future__ import annotations

import pytest

from engine.guest.helper.bounds import LimitError
from engine.guest.ownership import owned
from engine.guest.ownership.owned import FREE, METADATA, Owned, Owners

ROOT = 2


def filled(*places: tuple[int, int, str], files: tuple[int, ...] = (30, 20)) -> Owned:
    made = Owners("/", ROOT)
    for each in places:
        made.place(*each)
    for number in files:
        made.file(number, 10 * number, number % 7)
    return made.owned()


def test_files_are_rows_in_the_order_of_their_numbers() -> None:
    found = filled((20, 10, "b"), (10, ROOT, "folder"), (30, ROOT, "a"))
    assert found.numbers.tolist() == [20, 30]
    assert (found.sizes.tolist(), found.marks.tolist()) == ([200, 300], [6, 2])
    assert [found.path(row) for row in range(2)] == ["/folder/b", "/a"]


def test_of_several_names_the_first_counts_and_files_without_one_do_not() -> None:
    found = filled((20, ROOT, "first"), (20, ROOT, "second"))
    assert [found.path(row) for row in range(len(found.numbers))] == ["/first"]


def test_runs_are_those_of_files_with_a_name_and_of_none() -> None:
    made = Owners("/", ROOT)
    made.file(20, 5)
    made.file(25, 5)
    made.place(20, ROOT, "a")
    for number, owner in enumerate((20, 25, 99, METADATA, FREE, 5)):
        made.run(owner, 100 * number, 7)
    found = made.owned()
    rows = zip(found.owner.tolist(), found.start.tolist(), found.stop.tolist(), strict=True)
    assert list(rows) == [(0, 0, 7), (METADATA, 300, 307), (FREE, 400, 407)]


def test_keys_are_those_of_paths_not_of_numbers() -> None:
    one = filled((20, 10, "b"), (10, ROOT, "folder"), files=(20,))
    same = filled((30, 11, "b"), (11, ROOT, "folder"), files=(30,))
    for other in (
        filled((20, 10, "c"), (10, ROOT, "folder"), files=(20,)),
        filled((20, 10, "b"), (10, ROOT, "other"), files=(20,)),
        filled((20, ROOT, "b"), files=(20,)),
    ):
        assert one.keys.tolist() != other.keys.tolist()
    assert one.keys.tolist() == same.keys.tolist()


def test_a_circle_of_folders_has_an_end() -> None:
    found = filled((20, 21, "a"), (21, 20, "b"), files=(20,))
    assert len(found.keys) == 1
    assert found.path(0).count("/") == owned._DEPTH


def test_nothing_at_all() -> None:
    found = Owners("/", ROOT).owned()
    assert (len(found.numbers), len(found.start), len(found.keys)) == (0, 0, 0)


def test_too_much_of_anything_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owned, "FILES_LIMIT", 2)
    monkeypatch.setattr(owned, "RUNS_LIMIT", 2)
    made = Owners("/", ROOT)
    for number in range(2):
        made.place(number, ROOT, "x")
        made.run(number, 0, 1)
    with pytest.raises(LimitError, match="more than 2 files"):
        made.place(3, ROOT, "x")
    with pytest.raises(LimitError, match="more than 2 fragments"):
        made.run(3, 0, 1)
