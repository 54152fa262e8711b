"""What an earlier session has left is offered: gone on with, discarded, or forgotten."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.host_paths import path_of
from gui.context import Context
from gui.machines.machine_list import MachineList
from gui.machines.opener import Opener
from gui.machines.opening import Opening
from gui.machines.session_restore import Offers, _name
from gui.queue.saved_queue import NAME, Wait, Waits, write
from gui.queue.state import State
from gui.widgets.notices import Notices

Run = Callable[..., Any]
Until = Callable[..., Any]
Made = Callable[..., Awaitable[Offers]]


@pytest.fixture
def asked() -> list[str]:
    """The questions whether something is to be discarded."""
    return []


@pytest.fixture
def offers(
    around: Context, notices: Notices, opener: Opener, opening: Opening, asked: list[str]
) -> Made:
    """Makes the offers of a new session; ``agrees``: to what is discarded."""

    async def make(*, agrees: bool = True) -> Offers:
        async def ask(title: str, text: str) -> bool:
            asked.append(text)
            return agrees

        made = Offers(around, Waits(around), notices, opener, opening, ask)
        await made.make()
        return made

    return make


def press(notices: Notices, label: str) -> None:
    [button] = [
        each for notice in notices.all() for each in notice.buttons() if each.text() == label
    ]
    button.click()


def waits(around: Context, *found: Wait) -> None:
    """What an earlier session wrote."""
    file = around.settings.file.with_name(NAME)
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, found)


def wait(path: Path, folder: Path) -> Wait:
    choices = json.loads(json.dumps(Choices().as_json()))
    request = {"kind": "conversion", "machine": str(path), "folder": str(folder),
               "choices": choices, "table": ""}  # fmt: skip
    return Wait(folder, request)


def test_a_stopped_conversion_is_offered_and_gone_on_with(
    run: Run, until: Until, around: Context, offers: Made, notices: Notices,
    machines: MachineList, built: machine.Machine, stopped: Path,
) -> None:  # fmt: skip
    around.settings.remember_unfinished(stopped)

    async def scenario() -> None:
        await offers()
        [notice] = notices.all()
        assert str(stopped) in notice.text
        press(notices, "Resume")
        await until(lambda: len(machines.jobs) and machines.jobs[0].state is State.DONE)
        await around.workers.idle()

    run(scenario())
    truth = built.truths[machine.CURRENT].read_bytes()
    assert (stopped / "win2003.img").read_bytes() == truth


@pytest.mark.parametrize("agrees", [True, False])
def test_a_stopped_conversion_is_discarded_if_agreed(
    run: Run, until: Until, around: Context, offers: Made, notices: Notices, asked: list[str],
    stopped: Path, agrees: bool,
) -> None:  # fmt: skip
    around.settings.remember_unfinished(stopped)

    async def scenario() -> None:
        await offers(agrees=agrees)
        press(notices, "Discard…")
        await until(lambda: asked and (not agrees or not around.settings.unfinished))

    run(scenario())
    assert len(asked) == 1
    assert str(stopped) in asked[0]
    assert (stopped / "job.journal").exists() is not agrees
    assert (str(stopped) in around.settings.unfinished) is not agrees


def test_what_is_gone_is_forgotten(
    run: Run, around: Context, offers: Made, notices: Notices, tmp_path: Path
) -> None:
    around.settings.remember_unfinished(tmp_path / "gone")
    run(offers())
    assert (around.settings.unfinished, notices.all()) == ([], [])


def test_machines_that_waited_are_named_and_those_that_are_gone(
    run: Run, around: Context, offers: Made, notices: Notices, built: machine.Machine,
    tmp_path: Path,
) -> None:  # fmt: skip
    waits(around, wait(built.vmx, tmp_path / "a"), wait(tmp_path / "gone.vmx", tmp_path / "b"))
    run(offers())
    [notice] = notices.all()
    assert f"Left waiting in the queue: {built.vmx.name}." in notice.text
    assert str(tmp_path / "gone.vmx") in notice.text
    assert [each.text() for each in notice.buttons()] == ["Queue again", "Do not ask again"]


def test_where_all_is_gone_nothing_is_queued(
    run: Run, around: Context, offers: Made, notices: Notices, tmp_path: Path
) -> None:
    waits(around, wait(tmp_path / "gone.vmx", tmp_path / "b"))
    run(offers())
    [notice] = notices.all()
    assert [each.text() for each in notice.buttons()] == ["Do not ask again"]


def test_what_waited_is_queued_again(
    run: Run, until: Until, around: Context, offers: Made, notices: Notices,
    machines: MachineList, built: machine.Machine, tmp_path: Path,
) -> None:  # fmt: skip
    waits(around, wait(built.vmx, tmp_path / "a"))
    around.queue.pause(True)

    async def scenario() -> None:
        await offers()
        press(notices, "Queue again")
        await until(lambda: len(around.queue))
        assert machines.jobs[0].folder == tmp_path / "a"
        machines.jobs[0].cancel()
        await around.workers.idle()

    run(scenario())


def test_work_that_nobody_knows_is_named_by_its_folder(tmp_path: Path) -> None:
    odd = Wait(tmp_path / "odd", {"kind": "nonsense"})
    assert _name(odd) == (str(tmp_path / "odd"), False)
    # Whether a machine is still on its host is not asked: that may take long.
    assert _name(wait(path_of("ssh://root@esxi/vmfs/a.vmx"), tmp_path)) == ("a.vmx", True)
