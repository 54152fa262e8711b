"""File dialogs of the desktop: a stand-in for the portal on a real bus hears Qt ask for one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from gui.desktop import portal

ROOT = Path(__file__).parents[3]
#: Opens the window's dialog for files, and ends once the portal was asked, or after a minute.
PROGRAM = """
import asyncio, sys
from pathlib import Path
import qasync
from PySide6.QtWidgets import QApplication, QWidget
from gui.desktop import portal
from gui.widgets import dialogs
portal.prefer()
app = QApplication([])
loop = qasync.QEventLoop(app)
asyncio.set_event_loop(loop)
async def asked():
    window = QWidget()
    window.show()
    task = asyncio.ensure_future(dialogs.choose_files(window, "Open machines", "/", "All (*)"))
    for _ in range(600):
        if Path(sys.argv[1]).exists():
            break
        await asyncio.sleep(0.1)
    task.cancel()
with loop:
    loop.run_until_complete(asked())
"""


def serve(connection: DBusConnection, heard: Path) -> None:
    """Answer as the portal does; what it is asked to open is written to ``heard``."""
    while True:
        try:
            message = connection.receive()
        except (ConnectionResetError, OSError):  # closed
            return
        if message.header.message_type is not MessageType.method_call:
            continue
        member = message.header.fields[HeaderFields.member]
        if member == "Get":
            reply = new_method_return(message, "v", (("u", 4),))
        elif member == "OpenFile":
            heard.write_text(f"{message.body[1]}")
            reply = new_method_return(message, "o", ("/org/freedesktop/portal/desktop/request/1",))
        else:
            reply = new_method_return(message, "a{sv}", ({},))
        connection.send(reply)


@pytest.fixture
def heard(bus: str, tmp_path: Path) -> Iterator[Path]:
    """A file with the title of the dialog that the portal was asked for, once it was."""
    connection = open_dbus_connection(bus=bus)
    connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
    thread = threading.Thread(target=serve, args=(connection, tmp_path / "heard"), daemon=True)
    thread.start()
    yield tmp_path / "heard"
    connection.sock.shutdown(2)
    thread.join()
    connection.close()


def test_the_portal_is_asked_for_dialogs_where_there_is_one(heard: Path) -> None:
    own = {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(heard)],
        env={**os.environ, **own},
        check=True,
        timeout=120,
    )
    assert heard.read_text() == "Open machines"


@pytest.mark.usefixtures("bus")
def test_without_a_portal_qt_has_its_own() -> None:
    portal.prefer()
    assert "QT_QPA_PLATFORMTHEME" not in os.environ


@pytest.mark.usefixtures("heard")
def test_what_somebody_has_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORMTHEME", "gtk3")
    portal.prefer()
    assert os.environ["QT_QPA_PLATFORMTHEME"] == "gtk3"
