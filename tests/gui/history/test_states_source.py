"""States of a machine, looked at in a thread: of those that are asked for the last counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import machine

from engine.vmware.machine import read
from engine.vmware.model import VirtualMachine
from gui.context import Context
from gui.history import states_source
from gui.history.states_source import StatesSource
from gui.machines import migration_look
from gui.machines.opener import Opened

Run = Callable[..., Any]
Until = Callable[..., Any]
Seen = list[tuple[str, VirtualMachine]]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks has not to rest."""
    monkeypatch.setattr(states_source, "PAUSE", 0)


@pytest.fixture
def source(around: Context) -> StatesSource:
    return StatesSource(around.workers, around.tasks)


@pytest.fixture
def seen(source: StatesSource) -> Seen:
    found: Seen = []
    source.found.connect(lambda *each: found.append(each))
    return found


def test_all_states_are_judged(
    run: Run, until: Until, source: StatesSource, built: machine.Machine
) -> None:
    judged: list[dict[str, bool]] = []
    source.judged.connect(judged.append)

    async def scenario() -> None:
        source.look(Opened(read(built.vmx)))
        await until(lambda: judged)
        source.stop()

    run(scenario())
    assert judged == [{"": True, "1": True, "2": True}]


def test_the_last_one_that_is_asked_for_is_told(
    run: Run, until: Until, source: StatesSource, seen: Seen, built: machine.Machine
) -> None:
    async def scenario() -> None:
        source.look(Opened(read(built.vmx)))
        for state in ("1", "2", "1"):
            source.ask(state)
        await until(lambda: seen)
        source.ask("1")  # it is known: at once
        assert len(seen) == 2
        source.ask("2")
        await until(lambda: len(seen) == 3)
        source.stop()

    run(scenario())
    assert [state for state, _ in seen] == ["1", "1", "2"]
    assert seen[0][1] is seen[1][1]
    assert len(seen[0][1].disks[0].layers) == 1


def test_so_many_stay_open(
    run: Run, until: Until, source: StatesSource, seen: Seen, built: machine.Machine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    released: list[VirtualMachine] = []
    monkeypatch.setattr(states_source, "_KEPT", 1)
    monkeypatch.setattr(migration_look, "release", released.append)

    async def scenario() -> None:
        source.look(Opened(read(built.vmx)))
        for number, state in enumerate(("1", "2", "1"), 1):
            source.ask(state)
            await until(lambda number=number: len(seen) == number)
        assert released == [seen[0][1], seen[1][1]]
        source.stop()

    run(scenario())
    assert released == [each for _, each in seen]


def test_a_state_that_cannot_be_read_is_not_told(
    run: Run, until: Until, source: StatesSource, seen: Seen, built: machine.Machine
) -> None:
    async def scenario() -> None:
        source.look(Opened(read(built.vmx)))
        source.ask("9")
        await until(lambda: source._wanted is None)  # it is its turn
        source.ask("1")
        await until(lambda: seen)
        source.stop()

    run(scenario())
    assert [state for state, _ in seen] == ["1"]


def test_stopped_nothing_more_is_told(
    run: Run, around: Context, source: StatesSource, seen: Seen, built: machine.Machine
) -> None:
    judged: list[object] = []
    source.judged.connect(judged.append)

    async def scenario() -> None:
        source.ask("1")  # of no machine
        source.look(Opened(read(built.vmx)))
        source.ask("1")
        source.stop()
        await around.workers.idle()

    run(scenario())
    assert (seen, judged) == ([], [])
