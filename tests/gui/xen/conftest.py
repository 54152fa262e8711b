"""Machines of every kind of guest, and the page that shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, linux, machine, partitioned
from pytestqt.qtbot import QtBot

from engine.vmware.machine import read
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.xen.xen_page import XenPage

MakeJob = Callable[[str], Migration]


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The .vmx of a machine with a guest of a kind, each built once."""
    built: dict[str, Path] = {}

    def once(kind: str) -> Path:
        if kind not in built:
            folder = tmp_path_factory.mktemp(kind)
            if kind == "linux":
                volume = linux.ext4(folder / "volume", linux.tree(folder / "root"))
                partitioned.build(folder / "raw", [partitioned.Part(64 << 20, "83", volume)])
            else:
                guests.build(folder / "raw", kind, first_sector=2048)
            built[kind] = machine.build(folder / "vm", image=folder / "raw", snapshots=0).vmx
        return built[kind]

    return once


@pytest.fixture
def make_job(machines: Callable[[str], Path], around: Context, tmp_path: Path) -> MakeJob:
    return lambda kind: Migration(around, Opened(read(machines(kind))), tmp_path / "out")


@pytest.fixture
def page(qtbot: QtBot) -> XenPage:
    made = XenPage()
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.fixture
def followed(page: XenPage, make_job: MakeJob) -> MakeJob:
    """Makes jobs that the page shows, and whatever becomes of them, as the window does."""

    def one(kind: str) -> Migration:
        made = make_job(kind)
        made.changed.connect(lambda: page.show_job(made))
        page.show_job(made)
        return made

    return one


@pytest.fixture
def look(run: Callable[..., Any]) -> Callable[[Migration], None]:
    """Looks at a job, to the end of that."""

    async def planned(job: Migration) -> None:
        await job.replan()

    return lambda job: run(planned(job))


@pytest.fixture
def job(followed: MakeJob) -> Migration:
    """A job for a Windows 2003 that the page follows; not yet looked at."""
    return followed("windows2003")
