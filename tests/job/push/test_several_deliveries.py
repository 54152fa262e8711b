"""Deliveries at the same time: machines whose images are called the same, into one folder."""

from __future__ import annotations

import filecmp
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fixtures import machine

from engine.cli.main import main
from engine.job.events import Finished
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Wish
from engine.job.push.push_steps import Send
from engine.job.work import run

IMAGE = "win2003.img"
WITHIN = 60  # seconds


@pytest.fixture
def both(tmp_path: Path) -> list[Path]:
    """Results of two machines of one name and of different content."""
    found = []
    for seed in (1, 2):
        vm = machine.build(tmp_path / f"vm{seed}", size=2 << 20, snapshots=0, seed=seed)
        assert main(["convert", str(vm.vmx), "-o", str(tmp_path / f"out{seed}")]) == 0
        found.append(tmp_path / f"out{seed}")
    return found


def delivered(folder: Path, target: Path, *, yes: bool = False) -> Finished:
    job = PushJob.planned(folder, Wish(str(target), yes))
    return run(job, lambda _: None, threading.Event())


def codes(end: Finished) -> list[str]:
    return [each.code for each in end.findings]


def test_of_two_at_once_one_arrives_whole_and_one_is_refused(
    both: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked before either has written."""
    looked, make = threading.Barrier(2, timeout=WITHIN), Send._make

    def together(self: Send) -> None:
        looked.wait()
        make(self)

    monkeypatch.setattr(Send, "_make", together)
    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(lambda each: delivered(each, tmp_path / "srv"), both))
    assert sorted(each.outcome for each in ends) == ["done", "refused"]
    [lost] = [each for each in ends if each.outcome == "refused"]
    assert codes(lost) == ["E985"]
    won = both[[each.outcome for each in ends].index("done")]
    assert filecmp.cmp(won / IMAGE, tmp_path / "srv" / IMAGE, shallow=False)
    assert not list((tmp_path / "srv").glob("*.partial"))


def test_of_two_that_may_overwrite_one_arrives_whole_and_one_is_refused(
    both: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Consent is to what was there, not to what another delivery writes at the same time."""
    (tmp_path / "srv").mkdir()
    (tmp_path / "srv" / IMAGE).write_bytes(b"other")
    looked, made = (threading.Barrier(2, timeout=WITHIN) for _ in range(2))
    make = Send._make

    def together(self: Send) -> None:
        looked.wait()
        try:
            make(self)
        finally:
            made.wait()

    monkeypatch.setattr(Send, "_make", together)
    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(lambda each: delivered(each, tmp_path / "srv", yes=True), both))
    assert sorted(each.outcome for each in ends) == ["done", "refused"]
    assert [code for each in ends for code in codes(each)] == ["E985"]
    won = both[[each.outcome for each in ends].index("done")]
    assert filecmp.cmp(won / IMAGE, tmp_path / "srv" / IMAGE, shallow=False)
    assert not list((tmp_path / "srv").glob("*.partial"))


def test_one_that_has_arrived_meanwhile_is_not_replaced(
    both: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Send._make

    def late(self: Send) -> None:
        monkeypatch.setattr(Send, "_make", make)
        assert delivered(both[1], tmp_path / "srv").outcome == "done"
        make(self)

    monkeypatch.setattr(Send, "_make", late)
    assert codes(delivered(both[0], tmp_path / "srv")) == ["E985"]
    assert filecmp.cmp(both[1] / IMAGE, tmp_path / "srv" / IMAGE, shallow=False)


def test_the_second_of_two_is_refused_and_may_be_agreed_to(
    both: list[Path], tmp_path: Path
) -> None:
    assert delivered(both[0], tmp_path / "srv").outcome == "done"
    assert codes(delivered(both[1], tmp_path / "srv")) == ["E708"]
    assert filecmp.cmp(both[0] / IMAGE, tmp_path / "srv" / IMAGE, shallow=False)
    assert delivered(both[1], tmp_path / "srv", yes=True).outcome == "done"
    assert filecmp.cmp(both[1] / IMAGE, tmp_path / "srv" / IMAGE, shallow=False)
