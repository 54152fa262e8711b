"""A button beside a finding that blocks does what its remedy says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixtures import linux, machine, partitioned
from fixtures.tools import run as run_tool

from gui.machines.remedies import Remedy, remedies
from gui.main_window import MainWindow
from gui.queue.state import State


def test_a_linux_that_cannot_be_mended_is_left_and_its_commands_are_told(
    run: Callable[..., Any], until: Callable[..., Any], window: MainWindow, tmp_path: Path
) -> None:
    """Its journal was not played back: nothing is written to its file system."""
    volume = linux.ext4(tmp_path / "volume", linux.tree(tmp_path / "root"))
    run_tool("debugfs", "-w", "-R", "feature needs_recovery", volume)
    part = partitioned.Part(volume.stat().st_size, "83", volume, active=True)
    partitioned.build(tmp_path / "raw", [part])
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw", guest_os="debian10-64")

    async def scenario() -> None:
        window.open([made.vmx])
        await until(lambda: window.jobs and window.jobs[0].state is not State.PLANNING)
        (job,) = window.jobs
        assert [each.state for each in window.jobs] == [State.BLOCKED]
        (row,) = (row for row in window.road.rows() if row.code.text() == "E660")
        assert "“Only tell the commands”" in row.remedy.text()
        (found,) = (each for each in job.findings if each.code == "E660")
        row.buttons[remedies(found).index(Remedy.TELL_COMMANDS)].click()
        await until(lambda: job.state is State.READY)
        assert "W670" in {each.code for each in job.findings}

    run(scenario())
