"""Several jobs: their order, their drives, what is shown of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from gui.context import Context
from gui.desktop.after_work import NOTHING, QUIT, AfterWork
from gui.machines.migration import Migration
from gui.queue.entry import Entry
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[..., Any]


def entry_of(job: Migration) -> Entry:
    assert job.entry is not None
    return job.entry


def states(*jobs: Migration) -> list[State]:
    return [job.state for job in jobs]


def test_one_drive_one_job(run: Run, until: Until, make: Callable[..., Migration]) -> None:
    first, second, third = make("a", "x"), make("b", "x"), make("c", "y")

    async def scenario() -> None:
        for job in (first, second, third):
            job.convert()
        assert states(first, second, third) == [State.RUNNING, State.WAITING, State.RUNNING]
        await until(lambda: first.state is State.DONE)
        await until(lambda: second.state is State.DONE and third.state is State.DONE)

    run(scenario())


def test_the_last_steps_of_one_leave_its_drives_to_the_next(
    run: Run, until: Until, around: Context, make: Callable[..., Migration]
) -> None:
    """As with several machines of one command; in its folder it stays alone."""
    first, second = make("a", "x"), make("b", "x")
    together: list[tuple[bool, set[str]]] = []

    def look(entry: Entry) -> None:
        ahead = entry_of(first)
        together.append((ahead.course.is_ending, {*ahead.held}))

    async def scenario() -> None:
        first.convert()
        second.convert()
        around.queue.started.connect(look)
        await until(lambda: second.state is State.DONE)
        assert first.state is State.DONE

    run(scenario())
    assert together == [(True, {str(first.folder)})]


def test_the_order_can_be_changed_and_who_waits_can_be_taken_out(
    run: Run, until: Until, around: Context, make: Callable[..., Migration]
) -> None:
    jobs = [make(name, "x") for name in "abcd"]
    began: list[Entry] = []
    queue = around.queue
    queue.started.connect(began.append)

    async def scenario() -> None:
        for job in jobs:
            job.convert()
        entries = [entry_of(job) for job in jobs]
        for _ in range(3):
            queue.move(entries[3], -1)  # not before the one that runs
        assert list(queue) == [entries[0], entries[3], entries[1], entries[2]]
        queue.remove(entries[0])  # it runs: it is stopped, not taken out
        assert len(queue) == 4
        jobs[1].cancel()
        assert jobs[1].state is State.READY
        await until(lambda: jobs[2].state is State.DONE)
        assert began == [entries[0], entries[3], entries[2]]

    run(scenario())


def test_a_stopped_one_makes_room_and_can_be_resumed_in_its_turn(
    run: Run, until: Until, make: Callable[..., Migration]
) -> None:
    first, second = make("a", "x"), make("b", "x")

    async def scenario() -> None:
        first.convert()
        second.convert()
        first.cancel()
        await until(lambda: second.state.active)
        assert states(first) == [State.STOPPED]
        first.resume()
        assert states(first) == [State.WAITING]
        await until(lambda: first.state is State.DONE)
        assert second.state is State.DONE

    run(scenario())


def test_what_came_in_the_way_while_it_waited_is_refused(
    run: Run, until: Until, make: Callable[..., Migration]
) -> None:
    first, second = make("a", "x"), make("b", "x")

    async def scenario() -> None:
        assert first.folder is not None
        second.choose_folder(first.folder)
        await until(lambda: second.state is State.READY)
        second.drives = first.drives
        first.convert()
        second.convert()
        await until(lambda: second.state is State.FAILED)

    run(scenario())
    assert first.state is State.DONE
    assert {each.code for each in second.findings if each.blocks} == {"E402"}
    assert not second.resumable


def test_a_job_that_is_looked_at_anew_is_no_longer_asked_for(
    run: Run, around: Context, make: Callable[..., Migration]
) -> None:
    first, second = make("a", "x"), make("b", "x")

    async def scenario() -> None:
        first.convert()
        second.convert()
        await second.replan()
        assert second.state is State.READY
        assert list(around.queue) == [first.entry]
        first.cancel()
        while first.state.active:
            await asyncio.sleep(0.005)

    run(scenario())


def test_while_it_is_paused_nothing_begins(
    run: Run, until: Until, around: Context, make: Callable[..., Migration]
) -> None:
    first, second = make("a", "x"), make("b", "y")

    async def scenario() -> None:
        first.convert()
        around.queue.pause(True)
        second.convert()
        await until(lambda: first.state is State.DONE)
        assert states(second) == [State.WAITING]
        around.queue.pause(False)
        await until(lambda: second.state is State.DONE)

    run(scenario())


@pytest.mark.parametrize("is_good", [True, False])
def test_the_session_ends_once_all_is_done(
    run: Run, until: Until, around: Context, make: Callable[..., Migration], is_good: bool
) -> None:
    job, after, quits = make("a"), AfterWork(around), []
    after.quit_asked.connect(lambda: quits.append(1))

    async def scenario() -> None:
        after.choose(QUIT)
        assert job.folder is not None
        if not is_good:
            job.folder.write_text("a file where the folder should be")
        job.convert()
        await until(lambda: job.state in (State.DONE, State.FAILED))

    run(scenario())
    assert bool(quits) is is_good
    assert after.choice == NOTHING
