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
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine.disk import commit
from engine.disk.edit import PAGE, Edit
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.overlay import Overlay
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
CALLS = ("open", "write", "pwrite", "fsync", "utime", "rename", "unlink")

Action = Callable[[Path], object]


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


@dataclass
class Calls:
    """The system calls that change something, counted; ``at`` is told of each before it is made."""

    at: Callable[[int, str, tuple[Any, ...]], None] = lambda number, name, arguments: None
    made: list[str] = field(default_factory=list)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        for name in CALLS:
            patch.setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **keywords: Any) -> Any:
            if name == "open" and not arguments[1] & os.O_CREAT:
                return real(*arguments, **keywords)
            self.made.append(name)
            self.at(len(self.made), name, arguments)
            return real(*arguments, **keywords)

        return call


def count(action: Action, image: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    calls = Calls()
    with monkeypatch.context() as patch:
        calls.watch(patch)
        action(image)
    assert calls.made.count("pwrite") >= 5
    assert calls.made.count("fsync") >= 3
    return len(calls.made)


def die(tear: bool) -> Callable[[str, tuple[Any, ...]], None]:
    def at(name: str, arguments: tuple[Any, ...]) -> None:
        if tear and name in ("write", "pwrite"):
            half = arguments[1][: len(arguments[1]) // 2]
            real = os.lseek(arguments[0], 0, os.SEEK_CUR) if name == "write" else arguments[2]
            with open(f"/dev/fd/{arguments[0]}", "r+b") as file:
                file.seek(real)
                file.write(half)
        os.kill(os.getpid(), signal.SIGKILL)

    return at


def run_killed(action: Action, image: Path, number: int, tear: bool) -> None:
    """Run ``action`` in another process that is killed at its call ``number``."""
    child = os.fork()
    if not child:
        strike = die(tear)

        def at(made: int, name: str, arguments: tuple[Any, ...]) -> None:
            if made == number:
                strike(name, arguments)

        with pytest.MonkeyPatch.context() as patch:
            Calls(at).watch(patch)
            action(image)
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


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


@dataclass
class Events:
    """What was done to a folder, in order: what a model of a disk needs to lose some of it."""

    folder: Path
    log: list[tuple[Any, ...]] = field(default_factory=list)
    handles: dict[int, str] = field(default_factory=dict)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        real = {name: getattr(os, name) for name in CALLS}

        def opened(path: Any, flags: int, *rest: Any, **keywords: Any) -> int:
            fd: int = real["open"](path, flags, *rest, **keywords)
            self.handles[fd] = "" if Path(path) == self.folder else Path(path).name
            if flags & os.O_CREAT:
                self.log.append(("create", Path(path).name))
            return fd

        def pwrite(fd: int, data: bytes, offset: int) -> int:
            self.log.append(("write", self.handles[fd], offset, bytes(data)))
            return int(real["pwrite"](fd, data, offset))

        def write(fd: int, data: bytes) -> int:
            offset = os.lseek(fd, 0, os.SEEK_CUR)
            self.log.append(("write", self.handles[fd], offset, bytes(data)))
            return int(real["write"](fd, data))

        def fsync(fd: int) -> None:
            self.log.append(("sync", self.handles[fd]))
            real["fsync"](fd)

        def rename(source: Any, target: Any) -> None:
            self.log.append(("rename", Path(source).name, Path(target).name))
            real["rename"](source, target)

        def unlink(path: Any) -> None:
            self.log.append(("unlink", Path(path).name))
            real["unlink"](path)

        watched = {"open": opened, "write": write, "pwrite": pwrite, "fsync": fsync}
        for name, call in {**watched, "rename": rename, "unlink": unlink}.items():
            patch.setattr(os, name, call)


@dataclass
class _File:
    """A file of the model: what is on disk, and the writes since, none of them certain."""

    content: bytearray
    loose: list[tuple[int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for offset, data in self.loose:
            self.put(offset, data)
        self.loose = []

    def put(self, offset: int, data: bytes) -> None:
        self.content.extend(bytes(max(offset + len(data) - len(self.content), 0)))
        self.content[offset : offset + len(data)] = data

    def lose(self, keeps: Callable[[], bool]) -> None:
        """Some of the sectors written since the last sync arrive, others do not."""
        for offset, data in self.loose:
            for at in range(0, len(data), 512):
                if keeps():
                    self.put(offset + at, data[at : at + 512])


def after_power_cut(
    start: dict[str, bytes], events: list[tuple[Any, ...]], keeps: Callable[[], bool]
) -> dict[str, bytes]:
    """A folder as the disk may hold it when the power is cut after ``events``.

    Names change in order, but any number of the last changes may be lost; of the data any sector.
    """
    current = {name: _File(bytearray(content)) for name, content in start.items()}
    durable = dict(current)
    loose: list[dict[str, _File]] = []
    for kind, name, *rest in events:
        if kind == "write":
            current[name].loose.append((rest[0], rest[1]))
        elif kind == "sync" and name:
            current[name].sync()
        elif kind == "sync":
            durable, loose = dict(current), []
        else:
            file = current.pop(name) if kind != "create" else _File(bytearray())
            if kind != "unlink":
                current[rest[0] if rest else name] = file
            loose.append(dict(current))
    for state in loose:
        if not keeps():
            break
        durable = state
    for file in {id(file): file for file in durable.values()}.values():
        file.lose(keeps)
    return {name: bytes(file.content) for name, file in durable.items()}


def lotteries() -> Iterator[Callable[[], bool]]:
    yield lambda: True
    yield lambda: False
    for seed in range(6):
        numbers = random.Random(seed)
        yield lambda numbers=numbers: numbers.random() < 0.5  # type: ignore[misc]


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


def recorded(
    action: Action, image: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """What the folder holds at the start, and the events of ``action``."""
    start = {path.name: path.read_bytes() for path in image.parent.iterdir()}
    events = Events(image.parent)
    with monkeypatch.context() as patch:
        events.watch(patch)
        action(image)
    return start, events.log


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
