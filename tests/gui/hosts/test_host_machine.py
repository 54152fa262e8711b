"""A machine of a host in the window: it is read, planned and drawn as any other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from deliver import ssh_server
from fixtures.machine import Machine

from engine.host_paths import path_of
from engine.source import hosts
from gui.main_window import MainWindow

Until = Callable[[Callable[[], object]], Awaitable[None]]


def test_a_machine_of_a_host_is_planned(
    window: MainWindow, built: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Any], until: Until,
) -> None:  # fmt: skip
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "ssh"
    folder.mkdir()
    path = path_of(f"ssh://{ssh_server.HOST}{built.vmx}")

    async def look() -> None:
        await window.opening.open_all([path])
        await until(lambda: len(window.jobs) and window.jobs[0].plan is not None)

    with ssh_server.running(folder, monkeypatch):
        run(look())
        job = window.jobs[0]
        assert job.machine.path == path
        assert job.folder == tmp_path / "home" / f"{built.vmx.parent.name}-xen"
        assert job.plan is not None
        assert not job.plan.blocking
        hosts.close()
