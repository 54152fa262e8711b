"""A fault of the program ends in a report, wherever it happens."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.exceptions import capture_exceptions

from gui.desktop.crash import CrashDialog, Crashes, report_text
from gui.log.log_buffer import LogBuffer
from gui.main_window import MainWindow

Run = Callable[..., Any]


class Fault(Exception):  # noqa: N818
    pass


def fail() -> None:
    raise Fault("our fault")


async def fail_later() -> None:
    fail()


@pytest.fixture
def hooks() -> Iterator[None]:
    """Puts back what Crashes takes over."""
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


@pytest.mark.parametrize("where", ["slot", "task", "thread"])
def test_it_is_reported_from_everywhere(
    run: Run, hooks: None, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    log = LogBuffer()
    crashes = Crashes(log)
    reports: list[str] = []
    crashes.reported.connect(reports.append)

    async def scenario() -> None:
        crashes.install(asyncio.get_running_loop())
        if where == "slot":
            QTimer.singleShot(0, fail)
        elif where == "task":
            task = asyncio.ensure_future(fail_later())
            await asyncio.wait([task])
            context = {"message": "a task failed", "exception": task.exception()}
            asyncio.get_running_loop().call_exception_handler(context)
        else:
            threading.Thread(target=fail).start()
        while not reports:
            await asyncio.sleep(0.005)

    with capture_exceptions() as unnoticed:
        run(scenario())
    assert unnoticed == []
    (report,) = reports
    assert "Fault: our fault" in report
    assert "Fault: our fault" in log.text()
    assert "Fault: our fault" in capsys.readouterr().err


def test_the_report_says_what_is_needed() -> None:
    log = LogBuffer()
    log.append("info", "the last thing before")
    report = report_text("Traceback: Fault", log)
    assert report.startswith("vmx2xen ")
    for text in ("Python", "Qt", "Traceback: Fault", "the last thing before"):
        assert text in report


def test_one_dialog_at_a_time_and_it_can_be_copied(
    run: Run, window: MainWindow, until: Callable[..., Any]
) -> None:
    async def scenario() -> None:
        window.show_crash("first")
        await until(lambda: [d for d in window.findChildren(CrashDialog) if d.isVisible()])
        window.show_crash("second")
        (dialog,) = window.findChildren(CrashDialog)
        copy = next(b for b in dialog.findChildren(QPushButton) if "Copy" in b.text())
        copy.click()
        assert "first" in QGuiApplication.clipboard().text()
        dialog.reject()
        await until(lambda: not window.findChildren(CrashDialog))

    run(scenario())
