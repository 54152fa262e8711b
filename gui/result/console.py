"""The console of a machine that runs on a server, opened for the user."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine.job.push.destination import console_command
from gui.desktop import terminal
from gui.machines.delivered import Delivered
from gui.widgets import dialogs


async def open_console(parent: QWidget, delivered: Delivered) -> None:
    """Show its screen, else its serial console in a terminal, else the command to be typed."""
    sent = delivered.sent
    if sent is None:
        return
    serial = console_command(sent)
    screen = terminal.screen_command(delivered.host, sent.vnc)
    if (screen and terminal.run(screen)) or terminal.in_terminal(serial):
        return
    answers = {_tr("Close"): False, _tr("Copy the command"): True}
    text = _tr("There is no terminal and no viewer that could be started. This opens it:")
    if await dialogs.ask(parent, _tr("Console"), text, answers, False, detail=serial):
        QGuiApplication.clipboard().setText(serial)


def _tr(text: str) -> str:
    return QCoreApplication.translate("console", text)
