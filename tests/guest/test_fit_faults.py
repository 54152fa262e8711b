"""A real change of a guest: whatever goes wrong at any write or sync, it is all or nothing.

The change is one of everything: HAL and kernels, a trial, drivers, the registry, boot.ini, the boot
sector, and what is run at the first start; of a Linux all that mends it, and that. A machinery of
faults strikes at each system call of carrying it out and of taking it back; how many there were is
counted. What the guest holds afterwards is compared byte by byte.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from disk.faults import Action, Calls, after_power_cut, lotteries, recorded, run_killed
from fixtures import guests, linux, linux_vmware

from engine.disk.edits import commit
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader
from engine.findings import Refusal
from engine.guest import fit
from engine.guest.fit import Fitting
from engine.guest.helper import helper_process
from engine.guest.helper.helper_protocol import Broken
from engine.guest.inspect import Guest, look
from engine.guest.linux import mend
from engine.guest.linux.mending import Machine
from engine.guest.linux.network_files import Card
from engine.guest.wishes import Wishes

AROUND = Machine((Card("00:0c:29:12:34:56", 192),))
WISHES = Wishes(hal="halacpi", trials=("hal",), timeout=10, bus="ide")


@dataclass(frozen=True)
class Subject:
    """A guest before and after its change, and the change."""

    old: bytes
    new: bytes
    fitting: Fitting


@pytest.fixture(scope="module", params=["windows", "linux"])
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("guest")
    image, script = folder / "image", folder / "once.cmd"
    script.write_text("@echo hello\r\n")
    once = (str(script),)
    if request.param == "windows":
        guests.build(image, "windowsxp", hal="halaacpi", file_system="fat32", size=guests.SMALL)
    else:
        linux.ext4(image, linux_vmware.tree(folder / "tree"), size=16 << 20)
    old = image.read_bytes()
    with Files() as files:
        disk = Reader(Flat(files, files.add(image), len(old)), files)
        if request.param == "windows":
            fitting = fit.prepare(disk, look(disk), replace(WISHES, first_boot=once))
        else:
            fitting, _ = mend.prepare(disk, replace(AROUND, first_boot=once))
    assert "once.cmd, run once" in str([str(each) for each in fitting.changes])
    commit.commit(image, fitting.edit)
    return Subject(old, image.read_bytes(), fitting)


def placed(subject: Subject, folder: Path, *, committed: bool) -> Path:
    """The image in a folder of its own; only what is not zero is written."""
    folder.mkdir()
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(len(subject.old))
        for at in range(0, len(subject.old), 1 << 16):
            part = subject.old[at : at + (1 << 16)]
            if part.count(0) != len(part):
                file.seek(at)
                file.write(part)
    if committed:
        commit.commit(image, subject.fitting.edit)
    return image


def state(subject: Subject, image: Path) -> str:
    """``old`` or ``new``, after recovery; nothing else may be."""
    commit.recover(image)
    content = image.read_bytes()
    assert content in (subject.old, subject.new)
    ends = {path.name for path in image.parent.iterdir()} - {"image"}
    assert ends == ({"image.undo-001"} if content == subject.new else set())
    return "new" if content == subject.new else "old"


def do(subject: Subject, undo: bool) -> Action:
    def act(image: Path) -> None:
        if undo:
            assert commit.undo(image)
        else:
            commit.commit(image, subject.fitting.edit)

    return act


def count(action: Action, image: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls = Calls()
    with monkeypatch.context() as patch:
        calls.watch(patch)
        action(image)
    return calls.made


@pytest.fixture(params=[False, True], ids=["commit", "undo"])
def undo(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize("tear", [False, True], ids=["before", "within"])
def test_killed_at_every_call(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undo: bool, tear: bool
) -> None:
    action = do(subject, undo)
    made = count(action, placed(subject, tmp_path / "0", committed=undo), monkeypatch)
    assert {"pwrite", "fsync", "rename"} <= set(made)
    ends: list[str] = []
    for number in range(1, len(made) + 1):
        image = placed(subject, tmp_path / str(number), committed=undo)
        run_killed(action, image, number, tear)
        ends.append(state(subject, image))
        shutil.rmtree(image.parent)
    assert len(ends) == len(made)
    first, last = ("new", "old") if undo else ("old", "new")
    assert (ends[0], ends[-1]) == (first, last)
    # There is one point at which it has happened, and no way back from there.
    assert ends == sorted(ends, key=[first, last].index)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_every_call_fails(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undo: bool, code: int
) -> None:
    action = do(subject, undo)
    made = count(action, placed(subject, tmp_path / "0", committed=undo), monkeypatch)
    refused = 0
    for failing in range(1, len(made) + 1):

        def at(number: int, _: str, __: tuple[Any, ...], failing: int = failing) -> None:
            if number == failing:
                raise OSError(code, os.strerror(code))

        image = placed(subject, tmp_path / str(failing), committed=undo)
        with monkeypatch.context() as patch:
            Calls(at).watch(patch)
            with pytest.raises(Refusal, match="E403"):
                action(image)
        refused += 1
        state(subject, image)
        shutil.rmtree(image.parent)
    assert refused == len(made)


def test_the_power_is_cut_after_every_call(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undo: bool
) -> None:
    """All that was not synced is lost, or half of its sectors are."""
    image = placed(subject, tmp_path / "cut", committed=undo)
    start, log = recorded(do(subject, undo), image, monkeypatch)
    ends = set()
    monkeypatch.setattr(os, "fsync", lambda fd: None)  # slow, and of no use from here on
    for done in range(len(log) + 1):
        for keeps in list(lotteries())[1:3]:
            left = after_power_cut(start, log[:done], keeps)
            for path in image.parent.iterdir():
                if path.name not in left:
                    path.unlink()
            for name, content in left.items():
                _write(image.parent / name, content)
            commit.recover(image)
            content = image.read_bytes()
            assert content in (subject.old, subject.new)
            ends.add(content == subject.new)
    assert ends == {False, True}


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


# -- while it is being prepared


@pytest.fixture(scope="module")
def ntfs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Guest]:
    image = tmp_path_factory.mktemp("ntfs") / "image"
    guests.build(image, "windowsxp", hal="halmacpi", size=guests.SMALL)
    with Files() as files:
        return image, look(Reader(Flat(files, files.add(image), guests.SMALL), files))


def prepare(image: Path, guest: Guest) -> Fitting:
    with Files() as files:
        disk = Reader(Flat(files, files.add(image), guests.SMALL), files)
        return fit.prepare(disk, guest, WISHES)


def test_the_helper_is_killed_in_the_middle(
    ntfs: tuple[Path, Guest], monkeypatch: pytest.MonkeyPatch
) -> None:
    image, guest = ntfs
    before = image.read_bytes()
    whole = _killing(monkeypatch, at=-1)
    prepare(image, guest)
    total = whole()
    assert total > 100
    deaths = 0
    for number in range(1, total + 1, max(total // 7, 1)):
        _killing(monkeypatch, at=number)
        with pytest.raises(Refusal, match=r"E602: The helper process .*failed"):
            prepare(image, guest)
        deaths += 1
    monkeypatch.undo()
    assert deaths > 5
    assert image.read_bytes() == before
    assert [path.name for path in image.parent.iterdir()] == ["image"]
    assert prepare(image, guest).edit.pages


def _killing(monkeypatch: pytest.MonkeyPatch, at: int) -> Callable[[], int]:
    """Kill the helper at its request ``at``, in the midst of it; tells how many there were."""
    monkeypatch.undo()
    real, made = helper_process.Native._answer, [0]

    def answer(self: helper_process.Native, wire: Any, disk: Any) -> Any:
        made[0] += 1
        if made[0] == at and self._process is not None:
            self._process.kill()
        return real(self, wire, disk)

    monkeypatch.setattr(helper_process.Native, "_answer", answer)
    return lambda: made[0]


def test_a_disk_that_cannot_be_read_is_refused(ntfs: tuple[Path, Guest]) -> None:
    """EIO at any read of the preparation: a refusal, and nothing else."""
    image, guest = ntfs
    counter = Failing(image.read_bytes(), at=-1)
    fit.prepare(counter, guest, WISHES)
    total = counter.reads
    for number in range(1, total + 1, max(total // 9, 1)):
        failing = Failing(counter.content, at=number)
        with pytest.raises((Refusal, Broken), match="E410"):
            fit.prepare(failing, guest, WISHES)


class Failing:
    """A disk in memory whose read ``at`` fails."""

    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at, self.reads = content, at, 0

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        self.reads += 1
        if self.reads == self.at:
            from engine.findings import refuse

            raise refuse("E410", path="disk", reason=os.strerror(errno.EIO))
        return self.content[offset : offset + length]
