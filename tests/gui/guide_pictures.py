"""Makes the pictures of the guide, in English and German: ``make guide-pictures``.

From the root of the project: ``python -m tests.gui.guide_pictures [LANGUAGE]``.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import qasync
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.app import dress
from gui.context import Context
from gui.desktop import theme
from gui.language import speak
from gui.log.log_buffer import LogBuffer
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.settings import Settings
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
SIZE, WIDE = (1180, 760), (1560, 900)


class Illustrator:
    """Draws one window as somebody sees it on the way from a drop to a result."""

    def __init__(self, folder: Path, work: Path) -> None:
        self._folder, self._work = folder, work
        self._around = Context(Workers(), Tasks(), LogBuffer(), Settings(work / "settings.json"))
        self._window = MainWindow(self._around)

    async def draw_all(self) -> None:
        """Draw each picture of the guide."""
        window, road = self._window, self._window.road
        window.resize(*SIZE)
        window.show()
        await self._open("Accounting 2003")
        for card in road.cards.values():
            card.set_unfolded(False)
        await self._draw("road")
        self._around.settings.unfolded = ["xen"]
        window.resize(*WIDE)
        road.unfold("xen")
        await self._draw("xen")
        window.resize(*SIZE)
        self._around.settings.unfolded = []
        road.told.set_unfolded(False)
        job = window.current
        assert job is not None
        job.convert()
        await _until(lambda: job.state is State.DONE)
        await _until(road.result.result.files.topLevelItemCount)
        road.unfold("result")
        await self._draw("result")
        window._remove_current()
        await self._open("Night watch")
        road.unfold("from")
        history = window.desk.history
        history.list.setCurrentIndex(history.model.index_of("56"))
        await asyncio.sleep(1)
        history.list.scrollTo(history.model.index_of("51"))
        await self._draw("history")
        window.road.stop()
        await self._around.tasks.close()
        await self._around.workers.idle()
        window.hide()

    async def _open(self, name: str) -> None:
        jobs = self._window.jobs
        self._window.open([self._work / name])
        await _until(lambda: any(job.name == name for job in jobs))
        await _until(lambda: all(job.state is not State.PLANNING for job in jobs))
        await asyncio.sleep(0.5)

    async def _draw(self, name: str) -> None:
        await asyncio.sleep(0.3)
        image = self._window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        image.save(str(self._folder / f"{name}.png"), quality=0)  # the smallest, not the worst


async def _until(condition: object) -> None:
    assert callable(condition)
    while not condition():
        await asyncio.sleep(0.01)


def main() -> None:
    """Draw all pictures in one language."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = "1"
    sys.path.append(str(Path(__file__).parents[1]))
    from fixtures import guests, machine, sixty

    language = sys.argv[1] if len(sys.argv) > 1 else "en"
    folder = (GUIDE if language == "en" else GUIDE / language) / "pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="machines-") as name:
        work = Path(name)
        guests.build(work / "raw", "windows2003")
        machine.build(work / "Accounting 2003", image=work / "raw", name="Accounting 2003")
        sixty.build(work / "Night watch")
        app = QApplication(sys.argv[:1])
        QLocale.setDefault(QLocale(language))
        speak(app, QLocale(language))
        dress(app)
        theme.apply(app, Qt.ColorScheme.Light)
        loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(loop)
        with loop:
            loop.run_until_complete(Illustrator(folder, work).draw_all())


if __name__ == "__main__":
    main()
