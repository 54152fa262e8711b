"""A conversion is tried in the window: its screen is seen, keys go into it, closing ends it."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixtures import boot_sector, machine
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from engine import platform
from engine.boot.emulator import QEMU
from engine.cli.main import main
from engine.job.result.conversion import Conversion
from engine.job.trial import as_it_is
from engine.job.trial.trial_boot import watched
from engine.job.trial.try_job import TryJob
from engine.report import certificate
from gui.context import Context
from gui.trial import guest_input
from gui.trial.qcodes import qcode
from gui.trial.trial_panel import TrialPanel

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def panel(around: Context, monkeypatch: pytest.MonkeyPatch, qapp: object) -> TrialPanel:
    """A panel whose guests are emulated: KVM is not on every machine, and nested it is slow."""
    monkeypatch.setattr(platform, "accelerator", lambda: "")
    made = TrialPanel(around)
    made.resize(760, 560)
    made.show()
    return made


def converted(tmp_path: Path, says: str) -> Path:
    boot_sector.build(tmp_path / "raw", says)
    vm = machine.build(tmp_path / "vm", image=tmp_path / "raw", guest_os="other")
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out)]) == 0
    return out


@pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")
def test_a_guest_is_seen_and_ended(
    run: Run, until: Until, panel: TrialPanel, tmp_path: Path
) -> None:
    folder = converted(tmp_path, "NTLDR is missing\nPress Ctrl+Alt+Del to restart\n")
    [image] = folder.glob("*.img")
    before = hashlib.sha256(image.read_bytes()).hexdigest()
    verdicts: list[Any] = []
    pictures: list[QImage] = []
    panel.judged.connect(lambda *found: verdicts.append(found))
    kept: list[bool] = []
    panel.kept.connect(lambda: kept.append(True))

    async def scenario() -> None:
        panel.set_folder(folder)
        panel.start_button.click()
        await until(lambda: panel.is_running)
        await until(lambda: verdicts)
        pictures.append(panel.view.image)
        assert "NTLDR is missing" in panel.verdict.text()
        await until(lambda: kept)
        panel.keys_button.click()
        await asyncio.sleep(0.5)
        assert panel.is_running
        panel.end_button.click()
        await until(lambda: not panel.is_running)

    run(scenario())
    assert (pictures[0].width(), pictures[0].height()) == (720, 400)
    assert panel.start_button.isEnabled()
    assert hashlib.sha256(image.read_bytes()).hexdigest() == before
    assert_kept(folder)


def assert_kept(folder: Path) -> None:
    """The verdict is with the result, with its picture and with what ran the guest."""
    tried = as_it_is.kept(folder)
    assert tried is not None
    assert tried.code == "E731"
    assert QImage(str(folder / tried.screen)).width() == 720
    runner = tried.runner
    assert (runner.accelerator, runner.processor) == ("tcg", "max")
    assert runner.hypervisor.startswith("QEMU ")
    assert runner.machine.startswith("pc-i440fx-")
    assert str(runner) in certificate.page(Conversion.open(folder), "Ada", datetime.now(UTC))


@pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")
def test_what_was_seen_before_is_shown(
    run: Run, until: Until, panel: TrialPanel, tmp_path: Path
) -> None:
    folder = converted(tmp_path, "Missing operating system")
    trial = TryJob.planned(folder, accelerator="tcg").trial
    as_it_is.keep(folder, watched(trial, lambda _: None, threading.Event()))
    outcomes: list[str] = []
    panel.judged.connect(lambda outcome, _: outcomes.append(outcome))

    async def scenario() -> None:
        panel.set_folder(folder)
        await until(lambda: outcomes == ["failed"])

    run(scenario())
    assert "Missing operating system" in panel.verdict.text()
    assert panel.view.image.width() == 720


@pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")
def test_a_guest_ended_early_has_no_verdict(
    run: Run, until: Until, panel: TrialPanel, tmp_path: Path
) -> None:
    folder = converted(tmp_path, "")

    async def scenario() -> None:
        panel.set_folder(folder)
        panel.start_button.click()
        await until(lambda: panel.is_running)
        panel.end_button.click()
        await until(lambda: not panel.is_running)

    run(scenario())
    assert "before there was a verdict" in panel.verdict.text()
    assert as_it_is.kept(folder) is None


def test_what_cannot_be_tried_is_said(
    run: Run, until: Until, panel: TrialPanel, tmp_path: Path
) -> None:
    async def scenario() -> None:
        panel.set_folder(tmp_path)
        panel.start_button.click()
        await until(lambda: "manifest" in panel.verdict.text())

    run(scenario())
    assert not panel.is_running


# -- keys and pointer


def test_keys_are_those_of_the_place_on_the_keyboard() -> None:
    assert [qcode(code) for code in (9, 24, 38, 65, 119, 111)] == [
        "esc", "q", "a", "spc", "delete", "up",
    ]  # fmt: skip
    assert qcode(0) == ""
    assert guest_input.key(0, down=True) == []


def test_several_keys_are_pressed_together() -> None:
    events = guest_input.keys("ctrl", "alt", "delete")
    pressed = [(each["data"]["key"]["data"], each["data"]["down"]) for each in events]
    assert pressed == [
        ("ctrl", True), ("alt", True), ("delete", True),
        ("delete", False), ("alt", False), ("ctrl", False),
    ]  # fmt: skip


def test_the_pointer_goes_where_it_is() -> None:
    screen = QRectF(100, 0, 200, 100)
    events = guest_input.moved(QPointF(200, 50), QPointF(190, 55), screen)
    found = {(each["type"], each["data"]["axis"]): each["data"]["value"] for each in events}
    assert found == {("abs", "x"): 0x4000, ("abs", "y"): 0x4000, ("rel", "x"): 10, ("rel", "y"): -5}
    outside = guest_input.moved(QPointF(0, 500), None, screen)
    assert [each["data"]["value"] for each in outside] == [0, 0x7FFF]
