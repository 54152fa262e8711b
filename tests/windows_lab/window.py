"""Opens a machine in the window and takes a picture: ``window.py MACHINE PICTURE``."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["QT_QPA_PLATFORM"] = "offscreen"  # wine hands on no variable of Qt's

import qasync
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gui.app import dress
from gui.context import Context
from gui.log.log_buffer import LogBuffer
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks
from gui.window_memory import FIRST_SIZE

FONT = r"z:\usr\share\fonts\truetype\dejavu\DejaVuSans.ttf"


async def photograph(machine: Path, picture: Path, folder: Path) -> None:
    around = Context(Workers(), Tasks(), LogBuffer(), Settings(folder / "settings.json"))
    window = MainWindow(around)
    window.resize(*FIRST_SIZE)
    window.show()
    window.open([machine])
    await asyncio.sleep(1)
    await around.workers.idle()
    await asyncio.sleep(1)
    assert window.grab().save(str(picture))
    window.close()
    await around.tasks.close()
    await around.workers.idle()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    if QFontDatabase.addApplicationFont(FONT) >= 0:  # wine has none
        app.setFont(QFont("DejaVu Sans", 9))
    dress(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        loop.run_until_complete(photograph(Path(sys.argv[1]), Path(sys.argv[2]), Path(scratch)))
