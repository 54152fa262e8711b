"""One QEMU at work: started, watched, ended. It never outlives this process."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from engine.boot.hardware import Accelerator, Setting, arguments
from engine.boot.picture import png
from engine.boot.qmp import Gone, Monitor, RefusedByQemu
from engine.findings import Refusal, refuse, words
from engine.phrase import Phrase
from engine.xen.domain import Domain

QEMU = "qemu-system-x86_64"
_START = 30.0  # seconds until it has to answer
_LOOK_EVERY = 0.25  # seconds
_END = 5.0
_RESTARTS = 3  # so many, and it is a loop
_WINDOWS = ("gtk", "sdl")
_SAID_LIMIT = 64 << 10  # bytes kept of a console
_READ_LIMIT = 1 << 20  # bytes read of one at a time
#: How a BIOS and UEFI say that there is nothing to start; the latter may have a shell instead.
_NO_DEVICE = re.compile(r"No bootable device")
_NO_OPTION = re.compile(r'BdsDxe: (?:No bootable option[^\n.]*|starting \w+ "EFI Internal Shell")')
#: Where distributions have UEFI for guests: the code, and the variables that go with it.
_FIRMWARE = (
    ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
    ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
    ("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
    ("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a guest."""

    accelerator: Accelerator
    running: bool = True  #: until the end
    restarts: int = 0
    nothing: str = ""  #: what the firmware said where it found nothing to start from
    serial: str = ""  #: the text on the first serial port

    @property
    def looping(self) -> bool:
        return self.restarts >= _RESTARTS


class Emulator:
    """A running QEMU; use :func:`started`."""

    def __init__(self, monitor: Monitor, setting: Setting) -> None:
        self._monitor, self._setting = monitor, setting

    def watch(self, seconds: float, cancel: threading.Event, said: Callable[[str], None]) -> Seen:
        """What comes of it within so many seconds; less if there is nothing more to come.

        ``said`` is told the lines of the serial console as they come.
        """
        seen, console = Seen(self._setting.accelerator), _Console(self._setting.serial)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not cancel.is_set():
            try:
                event = (self._monitor.event(_LOOK_EVERY) or {}).get("event", "")
            except Gone:
                event = "SHUTDOWN"
            if event == "RESET":
                seen = replace(seen, restarts=seen.restarts + 1)
            for line in console.lines():
                said(line)
            nothing = _nothing(_text(self._setting.log), console.text)
            running = event != "SHUTDOWN"
            seen = replace(seen, serial=console.text, nothing=nothing, running=running)
            if not seen.running or nothing or seen.looping:
                break
        return seen

    def keep_picture(self, path: Path) -> None:
        """Write the screen as PNG to a new file; refuses E723."""
        with tempfile.TemporaryDirectory(prefix="vmx2xen-") as folder:
            dumped = Path(folder) / "screen.ppm"
            try:
                self._monitor.command("screendump", filename=str(dumped))
                with path.open("xb") as file:
                    file.write(png(dumped.read_bytes()))
            except (RefusedByQemu, Gone, OSError, ValueError) as error:
                reason = words(error) or Phrase("QEMU has ended")
                raise refuse("E723", path=path, reason=reason) from None


@contextmanager
def started(domain: Domain, images: Mapping[str, Path], *, window: bool) -> Iterator[Emulator]:
    """QEMU with ``domain``, by the processor where that works; refuses E713, E720.

    ``images``: where the disks are here, by the paths that the domain has.
    """
    qemu = shutil.which(QEMU)
    if qemu is None:
        raise refuse("E713", program=QEMU, package="qemu-system-x86")
    with tempfile.TemporaryDirectory(prefix="vmx2xen-") as name:
        folder = Path(name)
        setting = Setting(
            "kvm", images, _display(qemu) if window else "none",
            folder / "serial", folder / "log", -1, _firmware(domain, folder),
        )  # fmt: skip
        if os.access("/dev/kvm", os.R_OK | os.W_OK):
            with suppress(_NotStartedError), _process(qemu, domain, setting, folder) as emulator:
                yield emulator
                return
        try:
            with _process(qemu, domain, replace(setting, accelerator="tcg"), folder) as emulator:
                yield emulator
        except _NotStartedError as failure:
            raise refuse("E720", reason=failure) from None


class _NotStartedError(Exception):
    """QEMU has ended before it ran; its last words."""


@contextmanager
def _process(qemu: str, domain: Domain, setting: Setting, folder: Path) -> Iterator[Emulator]:
    ours, its = socket.socketpair()
    with ours, its, (folder / "said").open("w+b") as said:
        setting = replace(setting, monitor=its.fileno())
        process = subprocess.Popen(  # noqa: S603
            [*_dying_with_us(), qemu, *arguments(domain, setting)],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder,
            pass_fds=(its.fileno(),), start_new_session=True,
        )  # fmt: skip
        its.close()
        try:
            monitor = Monitor(ours)
            try:
                monitor.greet(_START)
            except (Gone, RefusedByQemu):
                process.kill()
                process.wait()
                raise _NotStartedError(_last_words(folder / "said")) from None
            yield Emulator(monitor, setting)
        finally:
            with suppress(Gone, RefusedByQemu):
                monitor.command("quit")
            try:
                process.wait(_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _dying_with_us() -> tuple[str, ...]:
    """Linux ends a child when its parent is killed, if it was asked to."""
    found = shutil.which("setpriv")
    return (found, "--pdeathsig", "KILL", "--") if found else ()


def _display(qemu: str) -> str:
    """A window, where there is a display and this QEMU can draw on one."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "none"
    listed = subprocess.run(  # noqa: S603
        [qemu, "-display", "help"], capture_output=True, text=True, check=False
    )
    return next((each for each in _WINDOWS if each in listed.stdout.split()), "none")


def _firmware(domain: Domain, folder: Path) -> tuple[Path, Path] | None:
    """UEFI with variables of its own; None for a BIOS, which QEMU brings. Refuses E713."""
    if domain.firmware == "bios":
        return None
    for code, variables in _FIRMWARE:
        if Path(code).exists() and Path(variables).exists():
            return Path(code), Path(shutil.copy(variables, folder / "variables"))
    raise refuse("E713", program=Phrase("UEFI firmware for guests (OVMF)"), package="ovmf")


class _Console:
    """Follows what a guest says on its serial console, which QEMU writes into a file."""

    def __init__(self, path: Path) -> None:
        self._path, self._at = path, 0
        self._said = self._line = b""

    @property
    def text(self) -> str:
        """The end of what it has said."""
        return _decoded(self._said)

    def lines(self) -> list[str]:
        """The lines that were completed since."""
        new = b""
        with suppress(FileNotFoundError), self._path.open("rb") as file:
            file.seek(self._at)
            new = file.read(_READ_LIMIT)
        self._at += len(new)
        self._said = (self._said + new)[-_SAID_LIMIT:]
        *complete, line = (self._line + new).split(b"\n")
        self._line = line[-_SAID_LIMIT:]
        return [_decoded(each).rstrip() for each in complete]


def _text(path: Path) -> str:
    """The end of what is in a file, as text."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - _SAID_LIMIT, 0))
            return _decoded(file.read())
    except FileNotFoundError:
        return ""


def _decoded(said: bytes) -> str:
    return said.decode("utf-8", "replace").replace("\r", "")


def _nothing(log: str, serial: str) -> str:
    found = _NO_DEVICE.search(log) or _NO_OPTION.search(serial)
    return found[0] if found else ""


def _last_words(path: Path) -> str:
    lines = [line for line in _text(path).splitlines() if "warning:" not in line]
    return lines[-1].removeprefix(f"{QEMU}: ").rstrip(".") if lines else Phrase("it says nothing")


def failed(seen: Seen) -> Refusal | None:
    """Why a guest has not started, if so: E721, E722."""
    if seen.nothing:
        return refuse("E721", reason=seen.nothing)
    if seen.looping:
        return refuse("E722", reason=Phrase("it restarted {count} times", count=seen.restarts))
    return None
