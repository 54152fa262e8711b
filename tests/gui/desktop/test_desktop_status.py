"""The desktop over a real D-Bus, with services that answer as those of a desktop do."""

from __future__ import annotations

import asyncio
import os
import select
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import HeaderFields, MatchRule, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Progress
from engine.job.result.checksums_job import ChecksumsJob
from engine.job.result.conversion import Conversion
from engine.job.result.verify_job import VerifyJob
from gui.context import Context
from gui.desktop import launcher_progress
from gui.desktop.awake import Awake
from gui.desktop.bus import Unavailable, connect
from gui.desktop.desktop_status import Attendance
from gui.desktop.launcher_progress import LauncherProgress
from gui.desktop.notifications import NORMAL, notify
from gui.machines.migration import Migration
from gui.queue.entry import Entry
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[..., Any]

ROOT = Path(__file__).parents[3]


class Service:
    """Answers calls to one name on the bus, and keeps what it was asked."""

    def __init__(self, address: str, name: str) -> None:
        self._connection = open_dbus_connection(bus=address, enable_fds=True)
        self._connection.send_and_get_reply(message_bus.RequestName(name))
        self.calls: list[tuple[Any, ...]] = []
        self.capabilities: list[str] = []
        self.locks: list[int] = []  #: ends of pipes; the other ends are what was handed out
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._connection.close()
        for lock in self.locks:
            os.close(lock)

    def _serve(self) -> None:
        while True:
            try:
                message = self._connection.receive()
            except ConnectionResetError:  # closed
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            if member == "GetCapabilities":
                self._connection.send(new_method_return(message, "as", (self.capabilities,)))
                continue
            self.calls.append((member, *message.body))
            if member == "Inhibit" and len(message.body) == 4:
                ours, theirs = os.pipe()
                self.locks.append(ours)
                self._connection.send(new_method_return(message, "h", (theirs,)))
                os.close(theirs)
            else:
                self._connection.send(new_method_return(message, "u", (7,)))

    def given_up(self) -> bool:
        """Whether the newest lock is."""
        (ready,) = select.select([self.locks[-1]], [], [], 0)[:1]
        return bool(ready)  # the end of the file


Serve = Callable[[str], Service]


@pytest.fixture
def serve(bus: str) -> Iterator[Serve]:
    """Puts services on that bus."""
    made: list[Service] = []

    def one(name: str) -> Service:
        made.append(Service(bus, name))
        return made[-1]

    yield one
    for each in made:
        each.close()


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")


async def converted(until: Until, job: Migration) -> None:
    await job.replan()
    job.convert()
    await until(lambda: not job.state.settled)


def test_the_computer_stays_awake_while_a_job_runs(
    run: Run, until: Until, serve: Serve, around: Context, job: Migration
) -> None:
    login = serve("org.freedesktop.login1")
    attendance = Attendance(around)

    async def scenario() -> None:
        await job.replan()
        job.convert()
        await until(lambda: login.locks)
        await until(lambda: job.state is State.DONE)
        await until(login.given_up)

    run(scenario())
    assert not attendance.awake.held
    ((method, what, who, _, mode),) = login.calls
    assert (method, what, who, mode) == ("Inhibit", "sleep:idle", "vmx2xen", "block")


def test_without_a_login_manager_the_screen_saver_is_asked(
    run: Run, until: Until, serve: Serve, around: Context
) -> None:
    saver = serve("org.freedesktop.ScreenSaver")
    awake = Awake(around.workers, around.tasks, around.log)

    async def scenario() -> None:
        awake.keep(True)
        await until(lambda: awake.held)
        awake.keep(False)
        await until(lambda: not awake.held)

    run(scenario())
    assert [call[:2] for call in saver.calls] == [("Inhibit", "vmx2xen")]


def test_a_change_of_mind_is_followed(
    run: Run, until: Until, serve: Serve, around: Context
) -> None:
    login = serve("org.freedesktop.login1")
    awake = Awake(around.workers, around.tasks, around.log)

    async def scenario() -> None:
        for wanted in (True, False, True, False):
            awake.keep(wanted)
        awake.keep(True)
        await until(lambda: awake.held)
        assert not login.given_up()
        awake.keep(False)
        awake.keep(True)
        awake.keep(False)
        await until(lambda: not awake.held)

    run(scenario())
    assert login.given_up()


def test_the_task_bar_shows_how_much_is_done(
    run: Run,
    until: Until,
    bus: str,
    around: Context,
    job: Migration,
    hold: Callable[..., threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Heard on the bus as a dock hears it, while a conversion waits half done."""
    monkeypatch.setattr(launcher_progress, "_EVERY", 1)
    dock = open_dbus_connection(bus=bus)
    rule = MatchRule(type="signal", interface="com.canonical.Unity.LauncherEntry")
    Proxy(message_bus, dock).AddMatch(rule)
    launcher = LauncherProgress(around)
    gate = hold(ConversionJob, Progress)
    heard: list[tuple[float, bool]] = []

    def hear() -> None:
        """All that is to be heard until nothing is shown any more."""
        with dock.filter(rule) as found:
            while not heard or heard[-1][1]:
                uri, told = dock.recv_until_filtered(found, timeout=60).body
                assert uri == "application://org.vmx2xen.vmx2xen.desktop"
                heard.append((told["progress"][1], told["progress-visible"][1]))

    async def scenario() -> None:
        listening = asyncio.ensure_future(around.workers.run(hear))
        await job.replan()
        job.convert()
        await until(lambda: heard)
        gate.set()
        await until(lambda: job.state is State.DONE)
        await listening

    run(scenario())
    dock.close()
    launcher.close()
    shown = [share for share, is_visible in heard if is_visible]
    assert shown == sorted(shown)
    assert all(0 <= share <= 1 for share in shown)
    assert heard[-1][1] is False


def test_the_end_is_told(
    run: Run, until: Until, serve: Serve, around: Context, job: Migration
) -> None:
    desktop = serve("org.freedesktop.Notifications")
    attendance = Attendance(around)

    async def scenario() -> None:
        await converted(until, job)
        await until(lambda: desktop.calls)
        assert job.folder is not None
        job.choose_folder(job.folder.with_name("other"))
        await until(lambda: job.state is State.READY)
        assert job.folder is not None
        job.folder.write_text("a file where the folder should be")
        job.convert()
        await until(lambda: len(desktop.calls) == 2)

    run(scenario())
    done, failed = desktop.calls
    assert done[0] == "Notify"
    assert (done[4], failed[4]) == ("Done: Convert win2003", "Failed: Convert win2003")
    assert "win2003.img" in done[5]
    assert "cannot be written" in failed[5]
    assert (done[7]["urgency"], failed[7]["urgency"]) == (("y", 1), ("y", 2))
    assert attendance.parent() is None


def test_of_several_the_end_is_told_once(
    run: Run, until: Until, serve: Serve, around: Context, job: Migration
) -> None:
    desktop = serve("org.freedesktop.Notifications")

    async def scenario() -> None:
        await converted(until, job)
        attendance = Attendance(around)
        assert job.folder is not None
        folder = job.folder
        found = Conversion.open(folder)
        (folder / "win2003.img").write_bytes(bytes(1 << 20))
        for work in (VerifyJob(found), ChecksumsJob(found)):
            around.queue.submit(Entry(work, folder))
        await until(lambda: desktop.calls)
        assert attendance.parent() is None

    run(scenario())
    ((_, _, _, _, title, text, _, hints, _),) = desktop.calls
    assert title == "1 of 2 could not be done"
    assert text == "Verify win2003"
    assert hints["urgency"] == ("y", 2)
    entry = hints["desktop-entry"][1]
    assert (ROOT / f"installer/desktop/{entry}.desktop").is_file()


def test_a_desktop_without_all_that_is_fine(
    run: Run, until: Until, no_bus: None, around: Context, job: Migration
) -> None:
    attendance = Attendance(around)
    unheard: list[bool] = []
    attendance.unheard.connect(lambda: unheard.append(True))

    async def scenario() -> None:
        await converted(until, job)
        await until(lambda: unheard)

    run(scenario())
    assert job.state is State.DONE
    assert not attendance.awake.held
    text = around.log.text()
    assert "may go to sleep during the conversion" in text
    assert "No notification" in text


@pytest.mark.parametrize("takes_markup", [True, False])
def test_names_are_no_markup_in_a_notification(serve: Serve, takes_markup: bool) -> None:
    desktop = serve("org.freedesktop.Notifications")
    desktop.capabilities = ["body", *(["body-markup"] if takes_markup else [])]
    notify("title", "<img src='x'> & more", NORMAL)
    ((*_, text, _, _, _),) = desktop.calls
    assert text == ("&lt;img src='x'&gt; &amp; more" if takes_markup else "<img src='x'> & more")


def test_a_bus_without_services_says_so(bus: str) -> None:
    with pytest.raises(Unavailable, match=r"(?i)ServiceUnknown|not provided"):
        notify("title", "text", NORMAL)


def test_a_bus_that_is_not_there_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And not by the name of a variable."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(Unavailable, match=r"^no session bus$"):
        connect("SESSION")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(Unavailable, match=r"^no session bus: No such file or directory$"):
        connect("SESSION")
