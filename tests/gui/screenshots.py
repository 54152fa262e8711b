"""Renders the window in all its states, light and dark, without a display.

From the root of the project: ``python -m tests.gui.screenshots FOLDER [LANGUAGE]``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QLocale, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from engine.choices import Choices
from gui.app import dress
from gui.context import Context
from gui.desktop import theme
from gui.desktop.crash import CrashDialog, report_text
from gui.files.changes_dialog import ChangesDialog
from gui.language import speak
from gui.log.log_buffer import LogBuffer
from gui.machines.drop_area import sort_out
from gui.main_window import MainWindow
from gui.queue.saved_queue import Wait
from gui.queue.state import State
from gui.result.result_page import SHA256
from gui.settings import Settings
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks
from gui.window_memory import FIRST_SIZE

SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
SIZES = ((800, 480), (1920, 1080))  #: beside the first one, in the light only
DISK = 768 << 20  # large enough to be seen running


class Photographer:
    """Takes pictures of one window."""

    def __init__(self, folder: Path, work: Path, app: QApplication) -> None:
        self._folder, self._work, self._app = folder, work, app
        settings = Settings(work / "settings.json")
        self._around = Context(Workers(), Tasks(), LogBuffer(), settings)
        self._window = MainWindow(self._around)

    async def take_all(self) -> None:
        self._window.show()
        await self._take("empty")
        await self._refused()
        await self._guest()
        await self._xen()
        await self._machines()
        await self._picture()
        await self._history()
        await self._dialogs()
        await self._networks()
        await self._job()
        await self._result()
        await self._sent()
        await self._fleet()
        await self._failed()
        await self._left()
        await self._report()
        await self._around.tasks.close()
        await self._around.workers.idle()
        self._window.hide()

    async def _refused(self) -> None:
        notes = self._work / "notes.txt"
        notes.write_text("no machine")
        for name, paths in {
            "drag": [self._work / "server", notes],
            "drag-refused": [notes],
        }.items():
            mime = _mime(paths)
            enter = QDragEnterEvent(
                QPoint(300, 300),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            self._app.sendEvent(self._window.drop_area, enter)
            await self._take(name)
            self._app.sendEvent(self._window.drop_area, QDragLeaveEvent())
        self._window.drop_area.dropped.emit(sort_out(_mime([notes])))
        await self._take("refused")
        self._window.notices.all()[0].dismiss()

    async def _guest(self) -> None:
        await self._open("windows")
        self._unfold("guest")
        await self._take("guest")
        self._window.drawer.show_page(None)
        self._window._remove_current()

    async def _xen(self) -> None:
        """What fits: as recommended, and with other choices."""
        for name in ("windows", "windows10", "linux"):
            self._window.open([self._work / name])
            await _until(lambda: len(self._window.jobs) == 1)
            job = self._window.jobs[0]
            await _until(lambda: job.state is not State.PLANNING)  # noqa: B023
            self._unfold("xen")
            await self._take(f"xen-{name}")
            self._window.xen.editor.changed.emit("acpi", "0")
            self._window.xen.editor.changed.emit("memory", "2048")
            await _until(lambda: job.state is not State.PLANNING)  # noqa: B023
            await self._take(f"xen-{name}-changed")
            self._window.drawer.show_page(None)
            self._window._remove_current()

    async def _machines(self) -> None:
        await self._open("broken", "mail", "server")
        await self._take("machine")
        self._select("Old mail server")
        await self._take("broken")
        self._unfold("from")
        await self._take("broken-history")
        self._fold_up()

    async def _picture(self) -> None:
        """The tree with branches and the picture, large, small, near and for many layers."""
        window, canvas = self._window, self._window.desk.picture.canvas
        await self._open("branches", "deep")
        self._select("Build server")
        await _until(lambda: canvas.coverage is not None)
        await self._take("deep")
        window._remove_current()
        self._select("Intranet")
        await _until(lambda: canvas.coverage is not None)
        window.resize(1024, 700)
        await self._take("branches-1024x700")
        window.resize(*FIRST_SIZE)
        canvas.zoom(0.2)
        await asyncio.sleep(0.3)
        await self._take("zoomed", schemes=("light",))
        window._remove_current()
        self._select("File server")

    async def _history(self) -> None:
        """Sixty snapshots in branches; another one looked at; what one changed."""
        await self._open("sixty")
        self._select("Night watch")
        self._unfold("from")
        desk = self._window.desk
        await _until(lambda: desk.picture.canvas.coverage is not None)
        await self._take("history")
        desk.history.list.setCurrentIndex(desk.history.model.index_of("32"))
        await asyncio.sleep(0.6)
        await self._take("history-branch")
        desk.history.search.setText("2024")
        await self._take("history-search", schemes=("light",))
        desk.history.search.clear()
        desk.parts.show_lower()
        await self._take("layers")
        self._window._remove_current()
        await self._open("written")
        self._select("Desktop NT")
        self._window.desk.history.compare.click()
        await _until(lambda: self._window.findChildren(ChangesDialog))
        (changes,) = self._window.findChildren(ChangesDialog)
        await _until(lambda: changes.model.rowCount() and changes.bar.isHidden())
        await self._take_dialog("changes")
        self._window._remove_current()
        self._fold_up()

    async def _dialogs(self) -> None:
        window = self._window
        for name, show in {
            "guide": window._show_guide,
            "keys": window._show_keys,
            "about": window._about,
            "settings": window.change.ask,
            "host": window.choosing.ask_host,
        }.items():
            show()
            await self._take_dialog(name)

    async def _open(self, *names: str) -> None:
        jobs = self._window.jobs
        wanted = len(jobs) + len(names)
        self._window.open([self._work / name for name in names])
        await _until(lambda: len(jobs) == wanted)
        await _until(lambda: all(job.state is not State.PLANNING for job in jobs))

    def _select(self, name: str) -> None:
        names = [job.machine.name for job in self._window.jobs]
        self._window.pane.select(names.index(name))

    async def _job(self) -> None:
        job = self._window.current
        assert job is not None
        self._unfold("to")
        await self._take("plan")
        job.convert()
        await _until(lambda: job.done > DISK // 16)
        await self._take("running", schemes=("light",))
        job.cancel()
        await _until(lambda: not job.state.active)
        await self._take("stopped")
        job.resume()
        await self._queue()
        await _until(lambda: job.done > DISK // 4)
        await self._take("resumed", schemes=("dark",))
        await _until(lambda: not job.state.active)
        await _until(self._window.road.result.result.files.topLevelItemCount)
        await self._take("done")
        self._window.road.result.result.commands.way.setCurrentIndex(1)
        bar = self._window.road.verticalScrollBar()
        bar.setValue(bar.maximum())
        await self._take("done-volumes", schemes=("light",))
        self._window.drawer.show_page(self._window.console)
        await self._take("log")

    async def _networks(self) -> None:
        """A table of networks, and what is none."""
        table = self._work / "site.toml"
        table.write_text('"VM Network" = "xenbr1"\n')
        self._unfold("xen")
        for name, path in {"networks": table, "networks-none": self._work / "notes.txt"}.items():
            self._window.decisions.take_table(str(path))
            await _until(lambda: all(j.state is not State.PLANNING for j in self._window.jobs))
            await self._take(name)
        self._window.drawer.show_page(None)
        await self._take("networks-none-why", schemes=("light",))
        self._window.decisions.take_table("")
        await _until(lambda: all(j.state is not State.PLANNING for j in self._window.jobs))

    async def _result(self) -> None:
        """The SHA-256 and an XVA of a result: under way, done, refused."""
        job, result = self._window.current, self._window.road.result.result
        assert job is not None
        self._unfold("to")
        result.commands.way.setCurrentIndex(0)
        result.hash.click()
        await asyncio.sleep(0.1)
        await self._take("hashing", schemes=("light",))
        await _until(lambda: not job.busy)
        await _until(lambda: not result.files.isColumnHidden(SHA256))
        await self._take("hashed")
        refused: list[object] = []
        result.work.refused.connect(lambda folder, findings: refused.append(findings))
        for name in ("packed", "packed-refused"):
            result.pack.click()
            await _until(lambda: result.findChildren(QFileDialog))
            result.findChildren(QFileDialog)[0].done(QDialog.DialogCode.Accepted)
            await _until(lambda: refused or job.busy)  # it was looked at, which may take its time
            await self._take(name.replace("packed", "packing"), schemes=("light",))
            await _until(lambda: not job.busy)
            await _until(lambda: not result.findChildren(QFileDialog))
            await _until(result.pack.isEnabled)
            await self._take(name)

    async def _sent(self) -> None:
        """A server that is not there."""
        job, result = self._window.current, self._window.road.result.result
        assert job is not None
        result.commands.server.setText("root@xen.invalid")
        result.commands.server.textEdited.emit("root@xen.invalid")
        result.commands.way.setCurrentIndex(0)
        result.commands.send.click()
        await _until(lambda: job.busy)
        await _until(lambda: not job.busy)
        await asyncio.sleep(0.1)
        await self._take("not-sent")

    async def _fleet(self) -> None:
        """A fleet as a table, and how it stands with a machine in the list."""
        fleet = await self._window.fleets.open(self._work / "plan.toml")
        assert fleet is not None
        await self._grab(fleet.dialog, "fleet")
        fleet.dialog.run.click()
        job = next(each for each in self._window.jobs if each.name == "Mail server")
        await _until(lambda: job.in_fleet)
        await self._grab(fleet.dialog, "fleet-running")
        await self._take("fleet-list")
        await _until(fleet.dialog.run.isEnabled)
        await self._grab(fleet.dialog, "fleet-done")
        fleet.dialog.close()

    async def _left(self) -> None:
        """What an earlier session has left, of which a machine is gone."""
        names = ("windows/Accounting 2003.vmx", "linux/Mail.vmx", "moved away/Shop.vmx")
        requests = [
            {
                "kind": "conversion",
                "machine": str(self._work / name),
                "choices": Choices().as_json(),
            }
            for name in names
        ]
        self._window.waits.left = tuple(Wait(self._work / "xen", each) for each in requests)
        await self._window.offers.make()
        await self._take("left")
        for notice in self._window.notices.all():
            notice.dismiss()

    async def _queue(self) -> None:
        """A second machine waits for the drive; then it is refused, as its folder is taken."""
        second = next(job for job in self._window.jobs if job.state is State.READY)
        second.convert()
        self._window.drawer.show_page(self._window.queue)
        await self._take("queue")
        second.cancel()
        self._unfold("to")

    async def _failed(self) -> None:
        job = next(job for job in self._window.jobs if job.state is State.READY)
        self._window.pane.select(list(self._window.jobs).index(job))
        assert job.folder is not None
        job.folder.write_text("a file where the folder should be")
        job.convert()
        await _until(lambda: not job.state.settled)
        await self._take("failed")
        self._window.drawer.show_page(None)
        await self._take("failed-why", schemes=("light",))

    async def _report(self) -> None:
        trace = "Traceback (most recent call last):\n  …\nZeroDivisionError: division by zero"
        dialog = CrashDialog(report_text(trace, self._around.log), self._window)
        dialog.show()
        for name, scheme in SCHEMES.items():
            theme.apply(self._app, scheme)
            await asyncio.sleep(0.05)
            dialog.grab().save(str(self._folder / f"crash-{name}.png"))
        dialog.close()

    async def _take(self, name: str, schemes: tuple[str, ...] = ("light", "dark")) -> None:
        await self._grab(self._window, name, schemes)
        if schemes[1:]:
            await self._take_sizes(name)

    async def _take_sizes(self, name: str) -> None:
        """The same in a small window and in a large one, as far up or down as it was."""
        bar = self._window.road.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        for width, height in SIZES:
            self._window.resize(width, height)
            await asyncio.sleep(0.05)
            bar.setValue(round(share * bar.maximum()))
            await self._grab(self._window, f"{name}-{width}x{height}", ("light",))
        self._window.resize(*FIRST_SIZE)
        await asyncio.sleep(0.05)
        bar.setValue(round(share * bar.maximum()))

    async def _take_dialog(self, name: str) -> None:
        """The dialog that is open; it is closed then."""
        await _until(lambda: any(each.isVisible() for each in self._window.findChildren(QDialog)))
        dialog = next(each for each in self._window.findChildren(QDialog) if each.isVisible())
        await asyncio.sleep(0.3)
        await self._grab(dialog, name)
        dialog.close()
        await asyncio.sleep(0.1)

    async def _grab(
        self, widget: QWidget, name: str, schemes: tuple[str, ...] = ("light", "dark")
    ) -> None:
        for scheme in schemes:
            theme.apply(self._app, SCHEMES[scheme])
            await asyncio.sleep(0.05)
            widget.grab().save(str(self._folder / f"{name}-{scheme}.png"))
        theme.apply(self._app, Qt.ColorScheme.Light)

    def _unfold(self, name: str) -> None:
        """Unfold a card as its button does: it stays so at every size."""
        self._fold_up()
        self._around.settings.unfolded = [name]
        self._window.road.unfold(name)

    def _fold_up(self) -> None:
        """Leave it to the window again what is unfolded."""
        settings = self._around.settings
        settings.unfolded, settings.folded = [], []
        for name in ("guest", "to", "from", "xen"):
            self._window.road.cards[name].set_unfolded(False)
        self._window.road.fit(self._window.height())


def _mime(paths: list[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


async def _until(condition: object) -> None:
    assert callable(condition)
    while not condition():
        await asyncio.sleep(0.005)


def build(folder: Path) -> None:
    """Machines: some to be converted, one that misses a part."""
    from fixtures import guests, linux, machine, partitioned, sixty, written

    def made(name: str, /, **kinds: Any) -> machine.Machine:
        """A machine without its truth: whole disks of each state, gigabytes in all."""
        found = machine.build(folder / name, **kinds)
        shutil.rmtree(folder / f"{name}-truth")
        return found

    guests.build(folder / "raw", "windows2003")
    made("windows", image=folder / "raw", name="Accounting 2003")
    guests.build(folder / "raw10", "windows10")
    made("windows10", image=folder / "raw10", name="Reception 10")
    volume = linux.ext4(folder / "volume", linux.tree(folder / "root"))
    partitioned.build(folder / "rawlinux", [partitioned.Part(64 << 20, "83", volume)])
    made("linux", image=folder / "rawlinux", name="Mail")
    made("server", size=DISK, name="File server")
    made("mail", size=64 << 20, name="Mail server")
    made("branches", image=folder / "raw", name="Intranet", snapshots=4, branches=True)
    made("deep", size=64 << 20, name="Build server", snapshots=30)
    (folder / "nt").mkdir()
    nt = written.windows_nt(folder / "nt")
    states = [nt.after, nt.before]
    made("written", image=nt.before, later=states, snapshots=2, name="Desktop NT")
    sixty.build(folder / "sixty")
    plan = '[fleet]\nmachines = ["mail", "linux", "windows10"]\noutput = "of-fleet"\n'
    (folder / "plan.toml").write_text(plan)
    broken = made("broken", size=1 << 20, name="Old mail server")
    broken.disk.with_name("Old mail server-000001.vmdk").unlink()


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.append(str(Path(__file__).parents[1]))
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        build(work)
        app = QApplication(sys.argv[:1])
        language = QLocale(sys.argv[2] if len(sys.argv) > 2 else "en")
        QLocale.setDefault(language)
        speak(app, language)
        dress(app)
        loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(loop)
        with loop:
            loop.run_until_complete(Photographer(folder, work, app).take_all())


if __name__ == "__main__":
    main()
