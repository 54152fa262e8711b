"""Where files of a job are, and that none is ever put in the place of somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.findings import Refusal
from engine.job import places


def test_a_result_has_another_name_until_it_is_done(tmp_path: Path) -> None:
    target = tmp_path / "a.img"
    assert places.where_now(target) == places.partial(target) == tmp_path / "a.img.partial"
    target.touch()
    assert places.where_now(target) == target


def test_side_files_are_all_different_and_beside_the_result(tmp_path: Path) -> None:
    found = places.side_files_of(tmp_path / "a.img")
    assert len({*found, tmp_path / "a.img"}) == len(found) + 1
    assert {each.parent for each in found} == {tmp_path}
    assert all(each.name.startswith("a.img.") for each in found)


def test_what_is_kept_of_a_device_is_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(Path, "is_block_device", lambda _: True)
    first, second = Path("/dev/vg0/a"), Path("/dev/vg0/b")
    kept = [places.journal_of(first), places.received_of(first), places.journal_of(second)]
    assert len(set(kept)) == len(kept)
    assert {each.parent for each in kept} == {tmp_path / "vmx2xen"}


def test_publishing_replaces_nothing(tmp_path: Path) -> None:
    made, final = tmp_path / "a.partial", tmp_path / "a"
    made.write_text("new")
    final.write_text("old")
    with pytest.raises(Refusal, match="E402"):
        places.publish(made, final)
    assert (made.read_text(), final.read_text()) == ("new", "old")
    final.unlink()
    places.publish(made, final)
    assert final.read_text() == "new"


def test_a_text_is_never_written_through_a_link(tmp_path: Path) -> None:
    other, path = tmp_path / "other", tmp_path / "text"
    other.write_text("mine")
    path.symlink_to(other)
    with pytest.raises(Refusal, match="E417"):
        places.write_durably(path, "x\udcff")
    assert other.read_text() == "mine"
    path.unlink()
    places.write_durably(path, "x\udcff")
    assert path.read_bytes() == b"x\xff"


def test_a_journal_that_cannot_be_seen_has_not_begun(tmp_path: Path) -> None:
    assert not places.has_begun(tmp_path / "no" / places.JOB_JOURNAL)
    (tmp_path / places.JOB_JOURNAL).touch()
    assert places.has_begun(tmp_path / places.JOB_JOURNAL)
