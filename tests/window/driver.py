"""Runs the application and drives it with the mouse and keys of the X server.

``driver.py PART MACHINE PICTURES``, a part being one life of the application. Input travels from
xdotool through the X server; only what is to be waited for is looked up in the window itself.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import qasync
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from gui import app as application
from gui.machines.delivered import Reach
from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.queue.state import State

PATIENCE = 120  # seconds; only a hang takes so long
PLACE = (200, 40)


class Driver:
    """Somebody at the mouse and the keyboard."""

    def __init__(self, window: MainWindow, path: Path, pictures: Path) -> None:
        self._window = window
        self._path = path
        self._pictures = pictures
        self._actions = 0  #: of the user: a drag, a click, a key

    async def first_life(self) -> None:
        """Drop the machine, convert it, cancel, leave."""
        await self._drag_in()
        await self._until(lambda: self._window.bar.convert.isEnabled())
        self._picture("loaded")
        await self._key("alt+c")
        await self._until(lambda: self._job.state is State.RUNNING and self._job.done > 0)
        self._picture("running")
        await self._key("alt+a")
        await self._until(lambda: not self._job.state.active)
        self._expect(State.STOPPED)
        self._picture("stopped")
        await self._key("ctrl+q")

    async def second_life(self) -> None:
        """Resume what is offered, wait for the end, leave."""
        await self._until(lambda: self._window.notices.all())
        self._picture("offered")
        (notice,) = self._window.notices.all()
        await self._click(notice.buttons()[0])
        await self._until(lambda: self._window.current is not None and self._job.state.active)
        self._picture("resumed")
        await self._until(lambda: not self._job.state.active)
        self._expect(State.DONE)
        self._picture("done")
        await self._key("ctrl+q")

    async def one(self) -> None:
        """From the first drop to an image: drop, Convert."""
        await self._drag_in()
        await self._until(lambda: self._window.bar.convert.isEnabled())
        await self._click(self._window.bar.convert)
        await self._until(lambda: self._job.state is State.DONE)
        assert self._actions == 2, self._actions
        self._picture("one")
        await self._key("ctrl+q")

    async def domain(self) -> None:
        """From the first drop to a domain on a known server: drop, tick, Convert."""
        await self._drag_in()
        then, convert = self._window.bar.then, self._window.bar.convert
        await self._until(lambda: convert.isEnabled() and then.isVisible())
        self._picture("domain-ready")
        await self._click(then)
        await self._until(lambda: self._job.then)
        await self._click(convert)
        console = self._window.bar.console
        await self._until(lambda: console.isVisible() and console.isEnabled())
        assert self._job.delivered.reach is Reach.RUNNING
        assert self._actions == 3, self._actions
        self._picture("domain")
        await self._key("ctrl+q")

    async def twelve(self) -> None:
        """From a folder of machines to an image for each: drop, Convert 12."""
        convert = self._window.pane.convert
        await self._drag_in()
        await self._until(lambda: convert.isVisible() and convert.text() == "Convert 12")
        self._picture("twelve-ready")
        await self._click(convert)
        await self._until(lambda: all(job.state is State.DONE for job in self._window.jobs))
        assert self._actions == 2, self._actions
        self._picture("twelve")
        await self._key("ctrl+q")

    async def same_folder(self) -> None:
        """From two machines of one folder, which share a disk, to an image for each."""
        convert = self._window.pane.convert
        await self._drag_in()
        await self._until(lambda: convert.isVisible() and convert.text() == "Convert 2")
        await self._click(convert)
        await self._until(lambda: all(job.state is State.DONE for job in self._window.jobs))
        self._picture("same-folder")
        await self._key("ctrl+q")

    async def left(self) -> None:
        """Close the window while it converts: go on first, then stop and quit."""
        await self._drag_in()
        await self._until(lambda: self._window.bar.convert.isEnabled())
        await self._key("alt+c")
        await self._until(lambda: self._job.state is State.RUNNING and self._job.done > 0)
        await self._key("ctrl+q")
        await self._answer("Go on")
        assert self._job.state.active
        await self._focus()
        await self._key("ctrl+q")
        self._picture("leaving")
        await self._answer("Stop and quit")

    async def discarded(self) -> None:
        """Discard what the session before has left."""
        await self._until(lambda: self._window.notices.all())
        (notice,) = self._window.notices.all()
        await self._click(next(each for each in notice.buttons() if "Discard" in each.text()))
        await self._answer("Discard")
        await self._until(lambda: not self._window.notices.all())
        self._picture("discarded")
        await self._focus()
        await self._key("ctrl+q")

    async def by_keys(self) -> None:
        """From a machine to its image and to where it is sent, by keys alone."""
        await self._drag_in()
        bar = self._window.bar
        await self._until(lambda: bar.convert.isEnabled())
        await self._key("ctrl+4")
        xen = self._window.road.cards["xen"]
        await self._until(lambda: xen.isAncestorOf(self._window.focusWidget()))
        await self._key("ctrl+7")
        await self._until(lambda: self._window.console.isAncestorOf(self._window.focusWidget()))
        await self._key("Escape")
        await self._until(lambda: self._window.drawer.page is None)
        while not bar.convert.hasFocus():  # as far as it is; a hang ends it
            await self._step_back()
        await self._key("Return")
        await self._until(lambda: self._job.state is State.DONE and bar.send.hasFocus())
        await self._key("Return")
        await self._until(self._window.road.result.result.commands.server.hasFocus)
        self._picture("by-keys")
        await self._key("ctrl+q")

    async def settle(self) -> None:
        """Wait until the window is there."""
        self._window.move(*PLACE)
        await self._until(self._window.isVisible)
        await self._focus()

    @property
    def _job(self) -> Migration:
        assert self._window.current is not None
        return self._window.current

    def _expect(self, state: State) -> None:
        assert self._job.state is state, self._job.state

    async def _drag_in(self) -> None:
        """From a window of another process, by the X drag-and-drop protocol."""
        self._actions += 1
        source = await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("drag_source.py")),
            str(self._path),
            stdout=asyncio.subprocess.PIPE,
        )
        assert source.stdout is not None
        await source.stdout.readline()
        await _xdotool("mousemove", "60", "60", "mousedown", "1")
        inside = self._window.mapToGlobal(self._window.rect().center())
        for step in range(10):  # a hand moves; a leap would not be taken for a drag
            await _xdotool("mousemove", str(inside.x() - 10 + step), str(inside.y()))
        await self._until(self._window.drop_area.veil.isVisible)
        self._picture("dragged")
        await _xdotool("mouseup", "1")
        await self._until(lambda: len(self._window.jobs))
        source.terminate()
        await source.wait()
        await self._focus()

    async def _click(self, widget: QWidget) -> None:
        self._actions += 1
        at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
        await _xdotool("mousemove", str(at.x()), str(at.y()), "click", "1")

    async def _step_back(self) -> None:
        """Bring the keyboard to what stands before."""
        was = self._window.focusWidget()
        await self._key("shift+Tab")
        await self._until(lambda: self._window.focusWidget() is not was)

    async def _answer(self, text: str) -> None:
        """Press a button of the question that is put."""
        await self._until(lambda: self._window.findChild(QMessageBox) is not None)
        box = self._window.findChild(QMessageBox)
        assert box is not None
        await self._until(box.isVisible)
        await self._click(next(each for each in box.buttons() if each.text() == text))
        await self._until(lambda: self._window.findChild(QMessageBox) is not box)

    async def _focus(self) -> None:
        """Give the window the keyboard; there is no window manager that would."""
        await _xdotool("windowfocus", "--sync", str(int(self._window.winId())))
        await self._until(self._window.isActiveWindow)

    async def _key(self, keys: str) -> None:
        self._actions += 1
        await _xdotool("key", keys)

    async def _until(self, condition: Callable[[], object]) -> None:
        while not condition():
            await asyncio.sleep(0.01)

    def _picture(self, name: str) -> None:
        """What the X server shows, not what the window believes."""
        screen = self._window.screen()
        at = self._window.geometry()
        picture = screen.grabWindow(0, at.x(), at.y(), at.width(), at.height())
        picture.save(str(self._pictures / f"{name}.png"))


async def _xdotool(*arguments: str) -> None:
    child = await asyncio.create_subprocess_exec("xdotool", *arguments)
    assert await child.wait() == 0, arguments


async def live(app: QApplication, part: str, path: Path, pictures: Path) -> None:
    """One life of the application, driven from its first window to its end."""
    life = asyncio.ensure_future(application.session(asyncio.get_running_loop()))
    await asyncio.sleep(0)
    window = next(w for w in app.topLevelWidgets() if isinstance(w, MainWindow))
    driver = Driver(window, path, pictures)
    parts: dict[str, Callable[[], Awaitable[None]]] = {
        "first": driver.first_life,
        "second": driver.second_life,
        "one": driver.one,
        "twelve": driver.twelve,
        "domain": driver.domain,
        "same-folder": driver.same_folder,
        "left": driver.left,
        "discarded": driver.discarded,
        "by-keys": driver.by_keys,
    }
    await driver.settle()
    await parts[part]()
    await life


def main() -> None:
    part, path, pictures = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    app = QApplication(sys.argv[:1])
    application.dress(app)
    assert app.platformName() == "xcb"
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(asyncio.wait_for(live(app, part, path, pictures), PATIENCE))


if __name__ == "__main__":
    main()
