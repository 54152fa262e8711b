"""Processes that read guests: bounded in memory, in work without progress, and in what they unpack.

The helper here is a real one, with less patience, that is asked to do what damaged guests have
libraries do.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.raw_disk import Memory

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.helper import bounds
from engine.guest.helper.bounds import LimitError, Seen, Unpacking
from engine.guest.helper.helper_process import Native

WORKER = """
import functools
from engine.guest.helper import bounds
from engine.guest.helper import helper_main as worker

bounds.PATIENCE, bounds._GRACE = 0.3, 0.3

def handle(wire, request):
    what = request.text("do")
    disk = worker.Remote(wire, request.number("size"))
    if what == "circle":
        while True:
            pass
    if what == "circle in a library":
        sum(range(1 << 60))
    if what == "read the same":
        while True:
            disk.pread(0, 512)
    if what == "read on":
        for number in range(400):
            sum(range(100_000))
            disk.pread(number << 16, 512)
    if what == "memory":
        bytes(600 << 20)
    return {}, b""

worker.run(lambda wire: functools.partial(handle, wire))
"""


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "greedy_worker.py").write_text(WORKER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "greedy_worker"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("circle", "E680.*without progress"),
        ("read the same", "E680.*without progress"),
        ("memory", "E680.*memory"),
        ("circle in a library", "E602.*without progress"),
    ],
)
def test_what_does_not_end_is_given_up(helper: str, what: str, said: str) -> None:
    disk = Overlay(Memory(bytes(1 << 20)))
    with Native(60, helper) as native, pytest.raises(Refusal, match=said):
        native.call(what, disk=disk, size=disk.size)


def test_work_that_goes_on_is_not_given_up(helper: str) -> None:
    disk = Overlay(Memory(bytes(400 << 16)))
    with Native(60, helper) as native:
        native.call("read on", disk=disk, size=disk.size)


def test_after_a_refusal_the_helper_has_its_patience_again(helper: str) -> None:
    disk = Overlay(Memory(bytes(1 << 20)))
    with Native(60, helper) as native:
        for _ in range(3):
            with pytest.raises(Refusal, match=r"E680"):
                native.call("circle", disk=disk, size=disk.size)


def test_archives_unpack_to_a_bounded_amount_in_all() -> None:
    unpacking = Unpacking(100)
    unpacking.add(60)
    unpacking.expect(40)
    with pytest.raises(LimitError, match="100 bytes"):
        unpacking.expect(41)
    unpacking.add(40)
    with pytest.raises(LimitError):
        unpacking.add(1)


def test_only_what_is_new_is_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[None] = []
    monkeypatch.setattr(bounds, "progress", lambda: steps.append(None))
    seen = Seen()
    for offset, length in ((0, 512), (100, 512), (65_000, 1000), (0, 1 << 17), (1 << 17, 1)):
        seen.note(offset, length)
    assert len(steps) == 3
