"""The matrix in the window: the table fills, what was found out stays, and one is used."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import boot_sector, machine, nt5_stand_in, windows2003
from PySide6.QtCore import QItemSelectionModel

from engine import platform
from engine.boot import watch
from engine.boot.emulator import QEMU
from engine.cli.main import main
from engine.job.trial import results
from gui.context import Context
from gui.trial.trials_model import DERIVED, TRIED
from gui.trial.trials_panel import TrialsPanel
from gui.widgets import dialogs

Run = Callable[..., Any]
Until = Callable[..., Any]

pytestmark = pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")


@pytest.fixture
def panel(around: Context, monkeypatch: pytest.MonkeyPatch, qapp: object) -> TrialsPanel:
    """A panel whose guests are emulated and looked at often."""
    monkeypatch.setattr(platform, "accelerator", lambda: "")
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.3)
    made = TrialsPanel(around)
    made.resize(1000, 560)
    made.show()
    return made


def converted(tmp_path: Path) -> Path:
    windows2003.build(tmp_path / "raw", size=64 << 20, hal="halmacpi", boot_bus="scsi")
    nt5_stand_in.install(tmp_path / "raw")
    vm = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=1)
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--set", "memory=64"]) == 0
    return out


def row_of(panel: TrialsPanel, name: str) -> int:
    names = [panel.model.cell(row).name for row in range(panel.model.rowCount())]
    return names.index(name)


def select(panel: TrialsPanel, *rows: int) -> None:
    select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    panel.table.clearSelection()
    for row in rows:
        panel.table.selectionModel().select(panel.model.index(row, 0), select)


def texts_of(panel: TrialsPanel, name: str) -> list[str]:
    """What is derived of a cell, and what was seen."""
    row = row_of(panel, name)
    return [panel.model.index(row, column).data() for column in (DERIVED, TRIED)]


def test_cells_are_tried_and_one_is_used(
    run: Run, until: Until, around: Context, panel: TrialsPanel, tmp_path: Path
) -> None:
    folder = converted(tmp_path)
    good, bad = "halmps acpi=0 apic=1 vcpus=1", "halmps acpi=0 apic=0 vcpus=1"

    async def scenario() -> None:
        panel.set_folder(folder)
        await until(lambda: panel.model.rowCount() == 36)
        assert panel.try_button.text() == "Try all"
        select(panel, row_of(panel, good), row_of(panel, bad))
        assert panel.try_button.text() == "Try these"
        panel.try_button.click()
        await until(lambda: panel.is_running)
        assert not panel.use_button.isEnabled()
        [entry] = around.queue
        assert entry.title == "Try HALs and flags of win2003"
        await until(lambda: not panel.is_running)
        assert texts_of(panel, good) == ["fits", "started"]
        derived, tried = texts_of(panel, bad)
        assert derived == "fails"
        assert "halted for good" in tried
        select(panel, row_of(panel, good))
        assert not panel.picture.pixmap().isNull()
        panel.use_button.click()
        await until(lambda: "have halmps" in panel.said.text())
        await until(lambda: not panel.is_running)
        kept = json.loads((folder / results.NAME).read_text())["cells"]
        assert {f"{each['hal']} {each['flags']}" for each in kept} == {good, bad}

    run(scenario())
    [config] = folder.glob("*.cfg")
    assert "acpi = 0" in config.read_text()
    assert main(["verify", str(folder)]) == 0


def test_what_differs_is_shown_and_saved(
    run: Run, until: Until, panel: TrialsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The boot record is another one, so what fits does not start."""
    folder = converted(tmp_path)
    [image] = folder.glob("*.img")
    with image.open("r+b") as file:
        says = boot_sector.build(tmp_path / "sector", "Missing operating system")
        file.write(says.read_bytes()[:440])
    name, target = "halmacpi acpi=1 apic=1 vcpus=2", tmp_path / "seen.toml"

    async def chosen(*_: object) -> Path:
        return target  # in place of the dialog

    monkeypatch.setattr(dialogs, "save_file", chosen)

    async def scenario() -> None:
        panel.set_folder(folder)
        await until(lambda: panel.model.rowCount() == 36)
        assert panel.export_button.isHidden()
        select(panel, row_of(panel, name))
        panel.try_button.click()
        await until(lambda: panel.is_running)
        await until(lambda: not panel.is_running)
        assert texts_of(panel, name)[1].startswith("not as derived: ")
        panel.export_button.click()
        await until(target.exists)
        await until(lambda: panel.said.text().startswith("Saved"))

    run(scenario())
    [row] = tomllib.loads(target.read_text())["row"]
    assert (row["guest"]["hal"], row["verdict"]) == ("halmacpi", "fails")


def test_what_is_no_conversion_is_said(
    run: Run, until: Until, panel: TrialsPanel, tmp_path: Path
) -> None:
    async def scenario() -> None:
        panel.set_folder(tmp_path)
        await until(lambda: "manifest" in panel.said.text())

    run(scenario())
    assert not panel.try_button.isEnabled()


def test_it_can_be_stopped_and_goes_on(
    run: Run, until: Until, panel: TrialsPanel, tmp_path: Path
) -> None:
    folder = converted(tmp_path)

    async def scenario() -> None:
        panel.set_folder(folder)
        await until(lambda: panel.model.rowCount() == 36)
        panel.try_button.click()
        await until(lambda: panel.is_running)
        panel.stop_button.click()
        await until(lambda: not panel.is_running)
        assert panel.said.text().startswith("Stopped")
        assert panel.try_button.isEnabled()

    run(scenario())


def test_another_machine_is_looked_at_meanwhile(
    run: Run, until: Until, around: Context, panel: TrialsPanel, tmp_path: Path
) -> None:
    """What is tried goes on in the queue, and is followed again."""
    folder = converted(tmp_path)

    async def scenario() -> None:
        panel.set_folder(folder)
        await until(lambda: panel.model.rowCount() == 36)
        panel.try_button.click()
        await until(lambda: panel.is_running)
        panel.set_folder(tmp_path)
        assert not panel.is_running
        panel.set_folder(folder)
        assert panel.is_running
        assert around.queue.running
        await until(lambda: panel.model.rowCount() == 36)
        panel.stop_button.click()
        await until(lambda: not panel.is_running)
        assert panel.said.text().startswith("Stopped")

    run(scenario())
