"""The HAL of the Windows in an image is changed and taken back, as jobs of the queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests
from PySide6.QtCore import Qt

from engine.report import image_hals
from gui.images.image_hal_dialog import ImageHalDialog
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.widgets import dialogs

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The image that is named where it is asked for."""
    made = tmp_path / "disk.img"
    guests.build(made, "windows2003")

    async def named(*_: object) -> Path:
        return made

    monkeypatch.setattr(dialogs, "choose_file", named)
    return made


def installed(image: Path) -> str:
    return next(each.hal for each in image_hals.look(image).choices if each.is_installed)


async def shown(window: MainWindow, until: Until) -> ImageHalDialog:
    await until(lambda: window.findChildren(ImageHalDialog))
    dialog = window.findChildren(ImageHalDialog)[0]
    await until(dialog.isVisible)
    return dialog


def choose(dialog: ImageHalDialog, hal: str) -> None:
    [item] = dialog.list.findItems(f"{hal}.dll", Qt.MatchFlag.MatchStartsWith)
    dialog.list.setCurrentItem(item)


async def done(window: MainWindow, until: Until) -> None:
    """What was asked for runs to its end; the dialog is closed."""
    await until(lambda: not window.findChildren(ImageHalDialog))
    await until(lambda: list(window._around.queue))
    entry = list(window._around.queue)[-1]
    await entry.over()
    assert entry.state is State.DONE, entry.findings


def test_it_is_changed_and_taken_back(
    run: Run, until: Until, window: MainWindow, image: Path
) -> None:
    assert installed(image) == "halmacpi"
    before = image.read_bytes()

    async def scenario() -> None:
        window.image_hal.ask()
        dialog = await shown(window, until)
        assert not dialog.change.isEnabled()
        assert not dialog.undo.isEnabled()
        choose(dialog, "halacpi")
        dialog.change.click()
        await done(window, until)
        assert installed(image) == "halacpi"
        window.image_hal.ask()
        dialog = await shown(window, until)
        dialog.undo.click()
        await done(window, until)

    run(scenario())
    assert image.read_bytes() == before


def test_what_holds_no_windows_is_told(
    run: Run, until: Until, window: MainWindow, image: Path
) -> None:
    image.write_bytes(bytes(1 << 20))

    async def scenario() -> None:
        window.image_hal.ask()
        await until(window.notices.all)

    run(scenario())
    assert "Windows" in window.notices.all()[0].text
