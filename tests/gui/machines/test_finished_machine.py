"""A folder of results that is opened: shown as a machine that is converted already."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import QMimeData, QUrl

from engine.cli.main import main
from engine.job.result.conversion import Conversion
from gui.context import Context
from gui.machines.drop_area import sort_out
from gui.machines.finished_machine import FinishedMachine, created
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def results(converted: Path, tmp_path: Path) -> Path:
    """The same, to be worked with."""
    return shutil.copytree(converted, tmp_path / "server-xen")


async def opened(until: Until, window: MainWindow, folder: Path) -> FinishedMachine:
    """Open a folder of results, and wait until its page is filled."""
    window.open([folder])
    await until(lambda: window.finished)
    await until(window.road.result.result.files.topLevelItemCount)
    assert window.finished is not None
    return window.finished


def rows(window: MainWindow) -> list[str]:
    model = window.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_drop_opens_it(run: Run, until: Until, window: MainWindow, results: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(results))])

    async def scenario() -> None:
        window.drop_area.dropped.emit(sort_out(mime))
        await until(lambda: window.finished)
        await until(window.road.result.result.files.topLevelItemCount)

    run(scenario())
    page = window.road.result.result
    first = page.files.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "win2003.img"
    assert window.road.result.detail.text().startswith("Converted on 20")
    assert window.road.told.isHidden()  # nothing of a finished one can be set up
    assert window.bar.send.isVisible()
    assert page.isVisible()
    assert page.commands.send.isEnabled()
    assert window.notices.all() == []
    assert window.windowTitle().startswith("win2003")
    assert str(results) in window._around.settings.recent


def test_machines_stand_above_finished_ones(
    run: Run, until: Until, window: MainWindow, results: Path, built: machine.Machine
) -> None:
    async def scenario() -> None:
        await opened(until, window, results)
        assert window.road.told.isHidden()
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        assert window.bar.isVisible()
        assert not window.road.told.isHidden()
        assert window.machines.job(0) is window.current
        window.pane.select(1)
        assert window.current is None
        assert window.finished is not None
        window._remove_current()
        assert window.finished is None
        assert window.current is not None
        window._remove_current()
        assert rows(window) == []

    run(scenario())
    assert window.pages.currentIndex() == 0


def test_the_folder_above_opens_all_results_in_it(
    run: Run, until: Until, window: MainWindow, results: Path
) -> None:
    shutil.copytree(results, results.with_name("other-xen"))
    (results.parent / "notes").mkdir()

    async def scenario() -> None:
        window.open([results.parent])
        await until(lambda: len(window.machines) == 2)
        assert window.finished is not None  # the first one; those after it take nothing away
        assert window.finished.folder.name == "other-xen"
        window.open([results])  # is in the list already
        await until(lambda: window.finished and window.finished.folder == results)

    run(scenario())
    assert rows(window) == ["win2003", "win2003"]


def test_a_damaged_manifest_is_refused(
    run: Run, until: Until, window: MainWindow, results: Path
) -> None:
    (results / "manifest.json").write_text("{")

    async def scenario() -> None:
        window.open([results])
        await until(window.notices.all)

    run(scenario())
    (notice,) = window.notices.all()
    assert "manifest.json" in notice.text
    assert rows(window) == []


def test_what_was_found_then_is_shown(
    run: Run, until: Until, window: MainWindow, results: Path
) -> None:
    manifest = results / "manifest.json"
    found = json.loads(manifest.read_bytes())
    found["findings"] = [
        {"code": "W123", "message": "It has {braces}.", "remedy": "None.", "severity": "warning"}
    ]
    manifest.write_text(json.dumps(found))

    async def scenario() -> None:
        await opened(until, window, results)

    run(scenario())
    window.road.result.findings.show_all()
    assert "It has {braces}." in window.road.findings_text()


def test_an_image_that_is_gone_is_seen(
    run: Run, until: Until, window: MainWindow, results: Path
) -> None:
    (results / "win2003.img").unlink()
    found = FinishedMachine(Conversion.open(results))
    assert [child.check for child in found.node().children] == ["Missing", ""]


def test_nonsense_for_a_date_is_no_date(converted: Path) -> None:
    found = Conversion.open(converted)
    assert len(created(found)) == len("2026-01-01 00:00")
    object.__setattr__(found, "created", "yesterday")
    assert created(found) == ""


def test_a_folder_with_a_stopped_conversion_opens_its_machine(
    run: Run, until: Until, window: MainWindow, built: machine.Machine, tmp_path: Path
) -> None:
    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        job = window.current
        assert job is not None
        job.choose_folder(tmp_path / "out")
        await until(lambda: job.state is State.READY)
        job.convert()
        job.cancel()
        await until(lambda: job.state is State.STOPPED)
        window._remove_current()
        window.open([tmp_path / "out"])
        await until(lambda: window.current and window.current.state is State.STOPPED)

    run(scenario())
    assert window.bar.resume.isVisible()


def test_a_machine_that_was_converted_before_says_so(
    run: Run, until: Until, window: MainWindow, tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "server", size=1 << 20, snapshots=0)
    other = machine.build(tmp_path / "other", size=1 << 20, snapshots=0)
    folder = tmp_path / "server-xen"
    assert main(["convert", str(made.vmx), "-o", str(folder)]) == 0
    shutil.copytree(folder, tmp_path / "other-xen")  # not of that machine

    async def scenario() -> None:
        for vmx in (other.vmx, made.vmx):
            window.open([vmx])
            await until(lambda vmx=vmx: window.current and window.current.machine.path == vmx)
            await until(lambda: window.current and window.current.state is State.READY)
            assert window.road.target.earlier.isVisible() == (vmx == made.vmx)
        assert "Converted before" in window.bar.status.text.text()
        assert str(folder) in window.bar.status.text.text()
        window.road.target.earlier.click()
        await until(lambda: window.finished)

    run(scenario())
    assert window.finished is not None
    assert window.finished.folder == folder


def test_it_is_hashed_and_packed(
    run: Run, until: Until, window: MainWindow, around: Context, results: Path
) -> None:
    async def scenario() -> None:
        await opened(until, window, results)
        window.road.result.result.hash.click()
        await until(lambda: around.queue.open_in(results))
        assert not window.close_machine.isEnabled()
        await until(lambda: not around.queue.open_in(results))
        assert window.close_machine.isEnabled()

    run(scenario())
    assert all(image.sha256 for image in Conversion.open(results).images)
