"""The matrix in the window: the table fills, what was found out stays, and one is used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine, nt5_stand_in, windows2003
from PySide6.QtCore import QItemSelectionModel

from engine import platform
from engine.boot import watch
from engine.boot.emulator import QEMU
from engine.cli.main import main
from gui.context import Context
from gui.trial.trials_model import DERIVED, TRIED
from gui.trial.trials_panel import TrialsPanel

Run = Callable[..., Any]
Until = Callable[..., Any]

pytestmark = pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")


@pytest.fixture
def panel(around: Context, monkeypatch: pytest.MonkeyPatch, qapp: object) -> TrialsPanel:
    """A panel whose guests are emulated and looked at often."""
    monkeypatch.setattr(platform, "accelerator", lambda: "")
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.3)
    made = TrialsPanel(around.workers, around.tasks, around.log)
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
    run: Run, until: Until, panel: TrialsPanel, tmp_path: Path
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

    run(scenario())
    [config] = folder.glob("*.cfg")
    assert "acpi = 0" in config.read_text()


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
