"""An image after a commit or an undo is the old or the new one, whatever happens in between.

The system calls that change anything are watched: for each of them the process is killed before,
within and after it; the call fails once or from then on; and the power is cut, which loses any
part of what was not synced.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from disk.faults import (
    Action,
    Calls,
    after_power_cut,
    lotteries,
    recorded,
    run_killed,
)

from engine.disk.edits import commit
from engine.disk.edits.edit import PAGE, Edit
from engine.disk.edits.overlay import Overlay
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader
from engine.findings import Refusal

SIZE = 20 * PAGE + 512
OLD = random.Random(2).randbytes(SIZE)
CHANGES = {
    100: b"first",
    3 * PAGE: bytes(2 * PAGE),
    7 * PAGE - 3: b"across",
    SIZE - 9: b"the end!!",
}


def new_content() -> bytes:
    content = bytearray(OLD)
    for offset, data in CHANGES.items():
        content[offset : offset + len(data)] = data
    return bytes(content)


NEW = new_content()


def edit_of(image: Path, changes: dict[int, bytes] = CHANGES) -> Edit:
    with Files() as files:
        number = files.add(image)
        overlay = Overlay(Reader(Flat(files, number, files.size(number)), files))
        for offset, data in changes.items():
            overlay.pwrite(offset, data)
        return overlay.edit()


def do_commit(image: Path) -> None:
    commit.commit(image, edit_of(image))


def do_undo(image: Path) -> None:
    assert commit.undo(image)


def make(folder: Path, *, committed: bool = False) -> Path:
    folder.mkdir()
    image = folder / "disk.raw"
    image.write_bytes(OLD)
    if committed:
        do_commit(image)
    return image


def names(image: Path) -> set[str]:
    return {path.name for path in image.parent.iterdir()}


def assert_old_or_new(image: Path, *, power_cut: bool = False) -> bytes:
    """After a crash: the old or the new image, consistent with the files beside it."""
    commit.recover(image)
    content = image.read_bytes()
    assert content in (OLD, NEW)
    done = {"disk.raw", "disk.raw.undo-001"}
    assert names(image) == (done if content == NEW else {"disk.raw"})
    assert commit.recover(image) == ()
    if content == NEW:
        # A power cut may lose the time of change: then the user is asked.
        assert commit.undo(image, anyway=power_cut)
        assert image.read_bytes() == OLD
    return content


BOTH = pytest.mark.parametrize(
    ("action", "committed"), [(do_commit, False), (do_undo, True)], ids=["commit", "undo"]
)


# -- what it does


def test_commit_and_undo(tmp_path: Path) -> None:
    image = make(tmp_path / "vm")
    undo_file = commit.commit(image, edit_of(image))
    assert undo_file is not None
    assert names(image) == {"disk.raw", undo_file.name}
    assert image.read_bytes() == NEW
    assert commit.undo(image)
    assert image.read_bytes() == OLD
    assert names(image) == {"disk.raw"}
    assert not commit.undo(image)


def test_edits_are_taken_back_one_by_one(tmp_path: Path) -> None:
    image = make(tmp_path / "vm")
    states = [OLD]
    for number in range(12):
        commit.commit(image, edit_of(image, {number * 1000: bytes([number]) * 300}))
        states.append(image.read_bytes())
    assert len(commit.edits(image)) == 12
    while states:
        assert image.read_bytes() == states.pop()
        assert commit.undo(image) == bool(states)


def test_an_edit_below_one_whose_undo_was_cut_off_can_be_taken_back(tmp_path: Path) -> None:
    """Recovering gives the earlier edit the time of the image again, so that nothing is asked."""
    image = make(tmp_path / "vm")
    commit.commit(image, edit_of(image, {0: b"one"}))
    first = image.read_bytes()
    commit.commit(image, edit_of(image, {0: b"two"}))
    newest = commit.edits(image)[-1]
    newest.rename(newest.with_name(newest.name + commit._BACK))
    os.utime(image, ns=(5 * 10**18, 5 * 10**18))
    assert [each.code for each in commit.recover(image)] == ["W602"]
    assert image.read_bytes() == first
    assert commit.undo(image)
    assert image.read_bytes() == OLD


def test_no_change_leaves_no_trace(tmp_path: Path) -> None:
    image = make(tmp_path / "vm")
    before = image.stat()
    assert commit.commit(image, edit_of(image, {})) is None
    assert image.stat() == before
    assert names(image) == {"disk.raw"}


def test_the_undo_file_may_be_elsewhere(tmp_path: Path) -> None:
    image = make(tmp_path / "vm")
    folder = tmp_path / "state"
    folder.mkdir()
    commit.commit(image, edit_of(image), folder)
    assert names(image) == {"disk.raw"}
    assert len(commit.edits(image, folder)) == 1
    assert commit.undo(image, folder)
    assert image.read_bytes() == OLD


def test_an_undo_says_when_the_image_has_changed(tmp_path: Path) -> None:
    image = make(tmp_path / "vm", committed=True)
    with image.open("r+b") as file:
        file.seek(4 * PAGE)
        file.write(b"the guest was here")
    content = image.read_bytes()
    with pytest.raises(Refusal, match=r"E606.*in 1 of"):
        commit.undo(image)
    assert image.read_bytes() == content
    assert len(commit.edits(image)) == 1


def test_an_undo_asks_when_anything_was_written(tmp_path: Path) -> None:
    image = make(tmp_path / "vm", committed=True)
    with image.open("r+b") as file:
        file.seek(10 * PAGE)
        file.write(b"the guest was here")
    content = image.read_bytes()
    with pytest.raises(Refusal, match="E609"):
        commit.undo(image)
    assert image.read_bytes() == content
    assert commit.undo(image, anyway=True)
    expected = bytearray(OLD)
    expected[10 * PAGE : 10 * PAGE + 18] = b"the guest was here"
    assert image.read_bytes() == expected


def test_an_image_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    image = make(tmp_path / "vm")
    edit = edit_of(image)
    image.write_bytes(OLD[:100] + b"?" + OLD[101:])
    with pytest.raises(Refusal, match="E604"):
        commit.commit(image, edit)
    image.write_bytes(OLD + b"longer")
    with pytest.raises(Refusal, match="E604"):
        commit.commit(image, edit)
    assert names(image) == {"disk.raw"}


def test_an_interrupted_edit_of_an_image_changed_since_is_refused(tmp_path: Path) -> None:
    image = make(tmp_path / "vm", committed=True)
    image.with_name("disk.raw.undo-001").rename(image.with_name("disk.raw.undo-001.redo"))
    changed = b"!" + NEW[1:]
    image.write_bytes(changed)
    with pytest.raises(Refusal, match="E605"):
        commit.commit(image, edit_of(image, {0: b"x"}))
    with pytest.raises(Refusal, match="E605"):
        commit.undo(image)
    with pytest.raises(Refusal, match="E607"):
        commit.recover(image)
    assert image.read_bytes() == changed


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    image = make(tmp_path / "vm")
    with image.open("rb") as other:
        import fcntl

        fcntl.flock(other, fcntl.LOCK_EX)
        for refused in (commit.check, do_commit):
            with pytest.raises(Refusal, match="E407"):
                refused(image)
    assert names(image) == {"disk.raw"}


def test_an_image_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="E403"):
        commit.check(tmp_path / "none.raw")
    with pytest.raises(Refusal, match="E403"):
        commit.check(tmp_path)


# -- what is left when a call is the last, or fails


def count(action: Action, image: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    calls = Calls()
    with monkeypatch.context() as patch:
        calls.watch(patch)
        action(image)
    assert calls.made.count("pwrite") >= 4
    assert calls.made.count("fsync") >= 3
    return len(calls.made)


@pytest.mark.parametrize("tear", [False, True], ids=["before", "within"])
@BOTH
def test_killed_at_every_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: Action, committed: bool, tear: bool
) -> None:
    total = count(action, make(tmp_path / "counted", committed=committed), monkeypatch)
    ends = set()
    for number in range(1, total + 1):
        image = make(tmp_path / str(number), committed=committed)
        run_killed(action, image, number, tear)
        ends.add(assert_old_or_new(image))
    assert ends == {OLD, NEW}


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@BOTH
def test_every_call_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: Action,
    committed: bool,
    code: int,
    lasting: bool,
) -> None:
    start = NEW if committed else OLD
    total = count(action, make(tmp_path / "counted", committed=committed), monkeypatch)
    for failing in range(1, total + 1):

        def at(number: int, name: str, arguments: tuple[Any, ...], failing: int = failing) -> None:
            if number == failing or (lasting and number > failing):
                raise OSError(code, os.strerror(code))

        image = make(tmp_path / str(failing), committed=committed)
        calls = Calls(at)
        with monkeypatch.context() as patch:
            calls.watch(patch)
            with pytest.raises(Refusal, match="E403"):
                action(image)
        before_the_end = "rename" not in calls.made[failing - 1 :] and failing < total - 2
        if not lasting and before_the_end:
            assert image.read_bytes() == start
        assert_old_or_new(image)


# -- the power is cut


def cut_at_every_point(image: Path, start: dict[str, bytes], log: list[tuple[Any, ...]]) -> None:
    """Cut the power after each event, and check what is then on disk."""
    ends = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda fd: None)  # slow, and of no use from here on
        for done in range(len(log) + 1):
            for keeps in lotteries():
                shutil.rmtree(image.parent)
                image.parent.mkdir()
                for name, content in after_power_cut(start, log[:done], keeps).items():
                    (image.parent / name).write_bytes(content)
                ends.add(assert_old_or_new(image, power_cut=True))
    assert ends == {OLD, NEW}


@BOTH
def test_the_power_is_cut_after_every_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: Action, committed: bool
) -> None:
    image = make(tmp_path / "vm", committed=committed)
    cut_at_every_point(image, *recorded(action, image, monkeypatch))


@BOTH
def test_without_a_sync_a_power_cut_does_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: Action, committed: bool
) -> None:
    """The proof above can fail: it does when syncs of the edit, the names or the image are gone."""
    image = make(tmp_path / "vm", committed=committed)
    start, log = recorded(action, image, monkeypatch)
    for synced in {event[1] for event in log if event[0] == "sync"}:
        less = [event for event in log if event != ("sync", synced)]
        with pytest.raises((AssertionError, Refusal)):
            cut_at_every_point(image, start, less)
