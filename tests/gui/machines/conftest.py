"""The list of machines without a window; and fakes of machines in every state."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fixtures import machine
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.job import work
from engine.job.convert import plan as planning
from engine.job.convert.conversion_job import ConversionJob
from engine.vmware.machine import read
from gui.chain.chain_model import ChainModel
from gui.context import Context
from gui.machines.delivered import Delivered
from gui.machines.finished_machine import FinishedMachine
from gui.machines.machine_list import MachineList
from gui.machines.opener import Opener
from gui.machines.opening import Opening
from gui.queue.progress import Course
from gui.queue.state import State
from gui.widgets.notices import Notices


@pytest.fixture
def waiting() -> Callable[..., Any]:
    """Makes machines that are to be converted."""

    def one(name: str = "server", state: State = State.READY, **more: Any) -> Any:
        usual = {
            "name": name, "state": state, "of_fleet": None, "findings": (), "course": Course(),
            "step": None, "busy": False, "last_plan": None, "delivered": Delivered(),
            "machine": SimpleNamespace(
                path=Path(f"/vms/{name}.vmx"), disks=(), guest_os="winnetenterprise",
                system="Windows", snapshots=SimpleNamespace(all=()),
            ),
        }  # fmt: skip
        return SimpleNamespace(**{**usual, **more})

    return one


@pytest.fixture
def finished(tmp_path: Path) -> Callable[[str], FinishedMachine]:
    """Makes machines that were converted, with an image."""

    def one(name: str) -> FinishedMachine:
        image = tmp_path / f"{name}.img"
        image.touch()
        found: Any = SimpleNamespace(
            name=name, folder=tmp_path / name, deliveries=(), created="", domain=None, unsent=False,
            images=(SimpleNamespace(path=image),), findings=(),
        )  # fmt: skip
        return FinishedMachine(found)

    return one


async def _otherwise(title: str, text: str, answers: dict[str, str], otherwise: str) -> str:
    """Somebody who answers no question."""
    return otherwise


@pytest.fixture
def machines(around: Context) -> MachineList:
    """A list without a window."""
    return MachineList(around, ChainModel())


@pytest.fixture
def notices(qtbot: QtBot) -> Notices:
    made = Notices()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def opener(around: Context) -> Opener:
    """One whose questions nobody answers."""
    return Opener(around.workers, _otherwise)


@pytest.fixture
def opening(around: Context, opener: Opener, machines: MachineList, notices: Notices) -> Opening:
    """What opens machines into the list."""
    return Opening(around, opener, machines, notices)


@pytest.fixture
def stopped(built: machine.Machine, tmp_path: Path) -> Path:
    """A folder in which a conversion was stopped before it began to copy."""
    folder, cancel = tmp_path / "stopped", threading.Event()
    cancel.set()
    plan = planning.make(read(built.vmx), folder, Choices())
    assert work.run(ConversionJob(plan), lambda event: None, cancel).outcome == "stopped"
    return folder
