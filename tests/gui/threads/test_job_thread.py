"""The bridge: work in threads, answers in the GUI thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from engine.findings import finding, refuse
from engine.job.events import Event, Finished, Found, Log, Progress, StepStarted
from engine.phrase import Phrase
from gui.log.log_buffer import LogBuffer
from gui.threads.job_thread import Emit, JobThread, Workers
from gui.threads.tasks import Tasks

Run = Callable[..., Any]


def test_work_is_done_elsewhere_and_answered_here(run: Run) -> None:
    async def scenario() -> None:
        assert await Workers().run(threading.get_ident) != threading.get_ident()

    run(scenario())


def test_what_it_raises_is_raised_here(run: Run) -> None:
    def fail() -> None:
        raise refuse("E111", path="here")

    async def scenario() -> None:
        with pytest.raises(Exception, match="E111"):
            await Workers().run(fail)

    run(scenario())


def test_whoever_goes_on_with_another_thread_is_waited_for_from_any_moment(run: Run) -> None:
    workers, done = Workers(), threading.Event()
    over: list[bool] = []

    async def work() -> None:
        for _ in range(5):
            await workers.run(threading.get_ident)
        done.set()

    async def wait() -> None:
        await workers.idle()
        over.append(done.is_set())

    async def scenario() -> None:
        working = asyncio.create_task(work())
        await asyncio.sleep(0)
        waiting = []
        while not done.is_set():
            waiting.append(asyncio.create_task(wait()))
            await asyncio.sleep(0)
        await asyncio.gather(working, *waiting)

    run(scenario())
    assert all(over)


def test_threads_are_waited_for_even_if_nobody_wants_the_answer(run: Run) -> None:
    workers, done = Workers(), threading.Event()

    async def scenario() -> None:
        gate = threading.Event()

        def work() -> None:
            gate.wait()
            done.set()

        task = asyncio.ensure_future(workers.run(work))
        await asyncio.sleep(0)
        task.cancel()
        gate.set()
        await workers.idle()

    run(scenario())
    assert done.is_set()


def test_events_arrive_in_order_and_progress_is_thinned_out(run: Run) -> None:
    log = LogBuffer()
    told: list[Event] = []
    here = threading.get_ident()
    listeners: set[int] = set()

    def work(emit: Emit, cancel: threading.Event) -> Finished:
        for step in range(2):
            emit(StepStarted(step, 2, Phrase("step {step}", step=step), 50_000))
            for done in range(50_000):
                emit(Progress(done, 50_000))
            emit(Log("info", f"line {step}"))
        emit(Found(finding("W503", nvram="x")))
        emit(Finished("done"))
        return Finished("done")

    async def scenario() -> None:
        thread = JobThread(Workers(), log)
        thread.said.connect(told.append)
        thread.said.connect(lambda _: listeners.add(threading.get_ident()))
        assert await thread.run(work) == Finished("done")

    run(scenario())
    assert listeners == {here}
    rest = [event for event in told if not isinstance(event, Progress)]
    assert [type(event) for event in rest] == [StepStarted, StepStarted, Found]
    assert len(told) < 1000
    last = told[told.index(rest[1]) - 1]
    assert last == Progress(49_999, 50_000)
    texts = [line.text for line in log.since(0)[0]]
    assert texts[:4] == ["step 0", "line 0", "step 1", "line 1"]


def test_a_refusal_and_a_bug_are_ends_as_well(run: Run) -> None:
    def refused(emit: Emit, cancel: threading.Event) -> Finished:
        raise refuse("E404", path="x", reason="y")

    def broken(emit: Emit, cancel: threading.Event) -> Finished:
        raise ZeroDivisionError

    async def scenario() -> None:
        finished = await JobThread(Workers(), LogBuffer()).run(refused)
        assert (finished.outcome, finished.findings[0].code) == ("refused", "E404")
        finished = await JobThread(Workers(), LogBuffer()).run(broken)
        assert finished.outcome == "failed"
        assert "ZeroDivisionError" in finished.detail

    run(scenario())


def test_cancel_reaches_the_thread(run: Run) -> None:
    def work(emit: Emit, cancel: threading.Event) -> Finished:
        emit(StepStarted(0, 1, Phrase("wait"), 0))
        cancel.wait()
        return Finished("stopped")

    async def scenario() -> None:
        thread = JobThread(Workers(), LogBuffer())
        thread.said.connect(lambda _: thread.cancel())
        assert (await thread.run(work)).outcome == "stopped"

    run(scenario())


def test_no_task_fails_in_silence(run: Run) -> None:
    caught: list[BaseException] = []

    async def fail() -> None:
        raise ZeroDivisionError

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: caught.append(context["exception"]))
        tasks = Tasks()
        await asyncio.wait([tasks.spawn(fail())])
        endless = tasks.spawn(asyncio.sleep(3600))
        await tasks.close()
        assert endless.cancelled()

    run(scenario())
    assert [type(each) for each in caught] == [ZeroDivisionError]
