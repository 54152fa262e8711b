"""The journal of a delivery: what was asked for and begun, until it is done."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from refusals import refused

from engine.job.places import PUSH_JOURNAL, partial
from engine.job.push.push_journal import Journal, Wish, load

WISH = Wish("root@host:/srv", yes=True, configs="/etc/xen", limit=5 << 20, start=True)
IMAGE = PurePosixPath("/srv/a.img")


def begun(folder: Path, wish: Wish = WISH, digest: str = "d1") -> Path:
    """The journal of a delivery that was cut off after one image had begun."""
    with Journal(folder, wish) as journal:
        journal.begin(IMAGE, digest)
    return folder / PUSH_JOURNAL


def test_what_was_asked_for_is_kept_until_it_is_done(tmp_path: Path) -> None:
    path = begun(tmp_path)
    assert load(tmp_path) == WISH
    with Journal(tmp_path, WISH) as journal:
        journal.remove()
    assert not path.exists()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_where_nothing_has_begun(tmp_path: Path) -> None:
    with Journal(tmp_path, WISH):
        assert load(tmp_path) == WISH
    assert list(tmp_path.iterdir()) == []


def test_only_what_was_begun_with_this_content_at_this_place_is_ours(tmp_path: Path) -> None:
    begun(tmp_path)
    journal = Journal(tmp_path, WISH)
    assert journal.begun(IMAGE, "d1")
    assert journal.knows(IMAGE)
    assert not journal.begun(IMAGE, "d2")
    assert not journal.knows(IMAGE.with_name("b.img"))


def test_another_target_has_begun_nothing_and_forgets_nothing(tmp_path: Path) -> None:
    begun(tmp_path)
    other = Wish("root@other:/srv")
    with Journal(tmp_path, other) as journal:
        assert not journal.knows(IMAGE)
        journal.begin(IMAGE, "d9")
    assert load(tmp_path) == other
    assert Journal(tmp_path, WISH).begun(IMAGE, "d1")


def test_a_begin_is_in_the_file_before_anything_is_written(tmp_path: Path) -> None:
    with Journal(tmp_path, WISH) as journal:
        journal.begin(IMAGE, "d1")
        found = json.loads((tmp_path / PUSH_JOURNAL).read_text())
        assert found["begun"] == {f"{WISH.target}\n{IMAGE}": "d1"}
        assert not partial(tmp_path / PUSH_JOURNAL).exists()


def test_one_delivery_of_a_folder_at_a_time(tmp_path: Path) -> None:
    with Journal(tmp_path, WISH):
        assert refused(Journal(tmp_path, WISH).__enter__) == "E407"
    with Journal(tmp_path, WISH):
        """It is let go of."""


def test_a_folder_that_is_gone_or_a_strange_file_is_refused(tmp_path: Path) -> None:
    assert refused(Journal(tmp_path / "gone", WISH).__enter__) == "E403"
    partial(tmp_path / PUSH_JOURNAL).mkdir()
    assert refused(Journal(tmp_path, WISH).__enter__) == "E417"
    partial(tmp_path / PUSH_JOURNAL).rmdir()
    with Journal(tmp_path, WISH):
        """Refused, it holds nothing."""


def changed(path: Path, **wish: Any) -> None:
    found = json.loads(path.read_text())
    found["wish"] |= wish
    path.write_text(json.dumps(found))


@pytest.mark.parametrize(
    "wish",
    [
        {"target": 1},
        {"configs": None},
        {"limit": "5"},
        {"start": 1},
        {"yes": "no"},
        {"limit": -1},
        {"limit": True},
        {"more": 1},
    ],
    ids=str,
)
def test_a_wish_of_another_kind_is_damage(tmp_path: Path, wish: dict[str, Any]) -> None:
    changed(begun(tmp_path), **wish)
    assert refused(lambda: load(tmp_path)) == "E404"
    assert refused(lambda: Journal(tmp_path, WISH)) == "E404"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"magic": "vmx2xen push 2"}',
        b'{"magic": "vmx2xen push 1", "wish": {"target": "x"}, "begun": []}',
        b"[" * 100_000,
        b"\xff",
    ],
    ids=["empty", "list", "no magic", "newer", "begun no table", "deep", "no text"],
)
def test_what_is_no_journal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / PUSH_JOURNAL).write_bytes(content)
    assert refused(lambda: load(tmp_path)) == "E404"


def test_a_journal_is_read_no_further_than_ours_are_long(tmp_path: Path) -> None:
    path = begun(tmp_path)
    text = path.read_bytes()
    path.write_bytes(text.ljust(1 << 20))
    assert load(tmp_path) == WISH
    path.write_bytes(text.rjust((1 << 20) + 1))
    assert refused(lambda: load(tmp_path)) == "E404"
    path.unlink()
    assert refused(lambda: load(tmp_path)) == "E404"
