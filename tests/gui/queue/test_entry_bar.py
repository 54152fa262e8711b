"""The bar of an entry: a sentence for each state, its numbers, and the button that stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from engine.findings import finding
from engine.job.events import Finished, Found, Progress, StepStarted
from engine.job.work import Advice
from engine.phrase import Phrase
from gui.queue.entry import Entry
from gui.queue.entry_bar import EntryBar, state
from gui.queue.state import State

Small = Callable[..., Entry]
WARNING, ERROR = finding("W507", format="vmdk"), finding("E402", path="x")


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[EntryBar]:
    made = EntryBar()
    qtbot.addWidget(made)
    made.resize(500, 100)
    yield made
    made.show_entry(None)


def under_way(entry: Entry) -> None:
    entry.state = State.RUNNING
    entry._hear(StepStarted(0, 1, Phrase("Work"), 1000))


def test_a_sentence_for_each_state(small: Small) -> None:
    entry = small()
    assert state(entry) == "A small one: waiting in the queue."
    for what, told in (
        (State.RUNNING, "Starting…"),
        (State.STOPPING, "Stopping…"),
        (State.STOPPED, "A small one: stopped."),
        (State.DONE, "over."),
        (State.FAILED, "It failed. The log and the report say more."),
    ):
        entry.state = what
        assert state(entry) == told
    under_way(entry)
    assert state(entry) == "Work"


def test_what_is_refused_is_told_and_not_what_only_warns(small: Small) -> None:
    entry = small()
    entry.state = State.FAILED
    entry._hear(Found(WARNING))
    assert state(entry).startswith("It failed.")
    entry._hear(Found(ERROR))
    assert state(entry).startswith(ERROR.message)
    assert WARNING.message not in state(entry)


def test_what_has_cut_it_off_is_told(small: Small) -> None:
    entry = small()
    entry.state = State.STOPPED
    entry._hear(Found(ERROR))
    assert state(entry).startswith(ERROR.message)


def test_commands_for_the_server_are_told_and_quoted(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = small()
    entry.state = State.DONE
    advice = (
        Advice(Phrase("To start it there"), ("ssh", "xen", "xl create 'a b'")),
        Advice(Phrase("To look at it here"), ("vmx2xen", "try"), here=True),
    )
    monkeypatch.setattr(type(entry.job), "advice", advice)
    told = """over.\nTo start it there: ssh xen 'xl create '"'"'a b'"'"''"""
    assert state(entry) == told


def test_it_is_seen_how_far_it_is(bar: EntryBar, small: Small) -> None:
    entry = small(total=1000)
    bar.show_entry(entry)
    assert (bar.bar.isVisible(), bar.stop.isVisible()) == (False, True)
    under_way(entry)
    bar.show_entry(entry)
    entry._hear(Progress(250, 1000))
    assert (bar.bar.maximum(), bar.bar.value()) == (1000, 250)
    assert bar.numbers.text().replace(",", "").startswith("250 B of 1000 B")  # by the language
    entry.state = State.STOPPING
    bar.show_entry(entry)
    assert not bar.stop.isEnabled()


def test_a_bar_without_a_known_end_runs_to_and_fro(bar: EntryBar, small: Small) -> None:
    entry = small(total=0)
    entry.state = State.RUNNING
    bar.show_entry(entry)
    assert (bar.bar.minimum(), bar.bar.maximum()) == (0, 0)


def test_only_the_entry_that_is_shown_is_heard_and_stopped(bar: EntryBar, small: Small) -> None:
    first, second = small(total=1000), small(total=1000)
    asked: list[Entry] = []
    bar.stop_asked.connect(asked.append)
    for each in (first, second):
        under_way(each)
        bar.show_entry(each)
    first._hear(Progress(900, 1000))
    assert bar.bar.value() == 0
    bar.stop.click()
    assert asked == [second]


def test_warnings_stand_below_what_was_done(bar: EntryBar, small: Small) -> None:
    entry = small()
    entry._hear(Found(WARNING))
    entry._end(Finished("done"))
    bar.show_entry(entry)
    assert bar.text.text() == "over."
    assert bar.findings.text().startswith(WARNING.message)
    bar.show_entry(small())
    assert not bar.findings.isVisible()


def test_why_something_was_not_asked_for(bar: EntryBar, small: Small) -> None:
    bar.show_refusal([ERROR])
    assert bar.isVisible()
    assert bar.text.text().startswith(ERROR.message)
    assert not bar.stop.isVisible()
    waiting = small()
    bar.show_entry(waiting)
    bar.show_refusal([ERROR])  # what goes on is more important
    assert bar.text.text() == "A small one: waiting in the queue."
