"""Events as they are shown: lines, lines of JSON and a bar; how much is said, and to whom."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from cli.full import full_disk
from cli.options import options

from engine.cli import terminal
from engine.cli.terminal import Terminal
from engine.findings import finding
from engine.job.events import (
    Event,
    Finished,
    Found,
    Log,
    Progress,
    StepOutline,
    StepsKnown,
    StepStarted,
)
from engine.phrase import Phrase

MIB = 1 << 20
WARNING, ERROR = finding("W507", format="vmdk"), finding("E402", path="x")
STEP = StepStarted(0, 2, Phrase("Copy"), 100 * MIB)
EVENTS: tuple[Event, ...] = (
    StepsKnown((StepOutline(Phrase("Copy"), 100 * MIB), StepOutline(Phrase("End"), 0))),
    STEP, Found(WARNING), Found(ERROR), Log("debug", "a detail"), Log("warning", "careful"),
    Log("error", "broken"), Progress(50 * MIB, 100 * MIB), Finished("done"),
)  # fmt: skip


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands still until it is set."""
    hands = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(terminal, "time", SimpleNamespace(monotonic=lambda: hands.now))
    return hands


def shown(
    capsys: pytest.CaptureFixture[str], *events: Event, **given: object
) -> tuple[list[str], list[str]]:
    """Lines of standard output and of standard error."""
    with Terminal(options(**given)) as each:
        for event in events:
            assert each.show(event)
    said = capsys.readouterr()
    return said.out.splitlines(), said.err.splitlines()


def test_how_much_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    out, usual = shown(capsys, *EVENTS)
    assert out == []
    assert usual[0] == "[1/2] Copy"
    assert [each[:4] for each in usual[1:]] == ["W507", "    ", "E402", "    ", "care", "brok"]
    assert shown(capsys, *EVENTS, verbose=True)[1] == [*usual[:-2], "a detail", *usual[-2:]]
    assert shown(capsys, *EVENTS, quiet=True)[1] == ["broken"]
    assert shown(capsys, *EVENTS, json=True) == ([], ["broken"])


def test_findings_are_kept_and_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal(options(told=(WARNING,))) as each:
        each.show(Found(WARNING))
        each.show(Found(ERROR))
    assert each.found == [WARNING, ERROR]
    assert "W507" not in capsys.readouterr().err


def test_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown(capsys, *EVENTS, json=True, progress=True)
    found = [json.loads(line) for line in out]
    assert [each.pop("event") for each in found] == [
        "steps",
        "step",
        "finding",
        "finding",
        "progress",
    ]
    assert all(each.pop("at").endswith("+00:00") and each.pop("format") == 1 for each in found)
    assert found[0] == {"names": ["Copy", "End"]}
    assert found[1] == {"step": 1, "steps": 2, "name": "Copy", "total": 100 * MIB}
    assert found[2]["finding"]["code"] == "W507"
    assert found[4] == {"done": 50 * MIB, "total": 100 * MIB}


def test_a_line_now_and_then(clock: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    """What was done before a resume is no speed."""
    with Terminal(options()) as each:
        each.show(STEP)
        for now, done in ((1000.1, 40), (1029.9, 50), (1030.0, 70), (1059.9, 80), (1060.0, 100)):
            clock.now = now
            each.show(Progress(done * MIB, 100 * MIB))
    _, *lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[2] for line in lines] == [
        "Copy: 70 % of 100.0 MiB, 1.0 MiB/s, 0:00:30 left",
        "Copy: 100 % of 100.0 MiB, 1.0 MiB/s, 0:00:00 left",
    ]


def test_a_line_each_second_where_it_is_asked_for(
    clock: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    with Terminal(options(progress=True)) as each:
        each.show(STEP)
        for now in (1000.5, 1001.0, 1001.5):
            clock.now = now
            each.show(Progress(0, 100 * MIB))
            each.show(Progress(0, 0))
    _, line = capsys.readouterr().err.splitlines()
    assert line.endswith("Copy: 0 % of 100.0 MiB, 0 bytes/s")


def test_nobody_is_there_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with full_disk(monkeypatch), Terminal(options()) as each:
        assert not each.show(Log("info", "hello"))
        assert not each.show(Log("debug", "not even said"))


def test_a_bar_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The step under way is the bar; its name stands above it once it is done."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    _, lines = shown(capsys, STEP, Log("warning", "[bold]x\x1b[2J"),
                     StepStarted(1, 2, Phrase("End"), 0))  # fmt: skip
    whole = [line.rpartition("\x1b[2K")[2] for line in lines]
    bars = [line for line in whole if "━" in line]
    assert bars[0].startswith("[1/2] Copy ")
    assert "0 bytes of 100.0 MiB" in bars[0]
    # Above it, as they are: neither markup nor a command.
    above = [line for line in whole if line.startswith("[") and line not in bars]
    assert above == ["[bold]x\ufffd[2J", "[1/2] Copy", "[2/2] End"]
    quiet = shown(capsys, STEP, quiet=True)
    assert quiet == ([], [])


def test_durations() -> None:
    assert [terminal._duration(each) for each in (0.9, 61, 3661, 360000)] == [
        "0:00:00", "0:01:01", "1:01:01", "100:00:00",
    ]  # fmt: skip
