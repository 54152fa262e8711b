"""Machines that are planned, to be put into a queue."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from job.small_job import SmallJob
from PySide6.QtWidgets import QApplication

from engine.job import requests
from engine.job.work import Job, Work
from engine.vmware.machine import read
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.queue.entry import Entry

Run = Callable[..., Any]


@pytest.fixture
def make(
    run: Run, around: Context, built: machine.Machine, tmp_path: Path
) -> Callable[..., Migration]:
    """Makes jobs that are planned; where a test says so on drives of their own."""

    def one(name: str, *drives: str) -> Migration:
        folder = shutil.copytree(built.vmx.parent, tmp_path / name)
        job = Migration(around, Opened(read(folder / built.vmx.name)), tmp_path / f"{name}-xen")

        async def planned() -> None:
            await job.replan()

        run(planned())
        if drives:
            job.drives = frozenset(drives)
        return job

    return one


@pytest.fixture
def small(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Entry]:
    """Makes entries of a job of one step, which is not of a kind that can be kept."""
    made: dict[str, Job] = {}

    def one(act: Callable[[Work], object] = bool, total: int = 1, **more: Any) -> Entry:
        job = SmallJob(act, **more)
        job.total = total
        made["last"] = job
        return Entry(job, tmp_path)

    monkeypatch.setattr(requests, "load", lambda request: made["last"])
    return one
