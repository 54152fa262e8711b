"""One QEMU at work: started by what works here, and ended. It never outlives this process."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from engine import packages, platform, temporary
from engine.boot import channel
from engine.boot.agent import Agent
from engine.boot.console import end_of
from engine.boot.emulated import Emulated
from engine.boot.hardware import Accelerator, Setting, arguments
from engine.boot.qmp import Gone, Monitor, RefusedByQemu
from engine.findings import refuse
from engine.phrase import Phrase
from engine.xen.domain import Domain

QEMU = "qemu-system-x86_64"
_START = 30.0  # seconds until it has to answer
_FAILS_WITHIN = 0.3  # seconds in which a processor that cannot be run shows that
_END = 5.0
_WINDOWS = ("gtk", "sdl")
#: Where distributions have UEFI for guests: the code, and the variables that go with it.
_FIRMWARE = (
    ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
    ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
    ("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
    ("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
)
#: Where QEMU's own data are, seen from QEMU: of Homebrew and MacPorts, and on Windows.
_DATA = ("../share/qemu", "share")
_CODE, _VARIABLES = "edk2-x86_64-code.fd", "edk2-i386-vars.fd"  # its own UEFI


AcceleratorChoice = Literal["auto", "kvm", "hvf", "whpx", "tcg"]


@dataclass(frozen=True, slots=True)
class Means:
    """How a guest is run: by what, and with which processor."""

    accelerator: Accelerator
    processor: str  #: a model of QEMU's


TCG = (Means("tcg", "max"),)


def means(wanted: AcceleratorChoice) -> tuple[Means, ...]:
    """What is tried one after another; refuses E745 where what is wanted is not there."""
    if wanted == "tcg":
        return TCG
    found = platform.accelerator()
    if wanted not in ("auto", found):
        raise refuse("E745", accelerator=wanted, reason=Phrase("this computer does not offer it"))
    fast = (Means(found, "host"), Means(found, "qemu64")) if found else ()
    return fast + TCG if wanted == "auto" else fast


@contextmanager
def started(
    domain: Domain,
    images: Mapping[str, Path],
    *,
    window: bool = False,
    accelerator: AcceleratorChoice = "auto",
) -> Iterator[Emulated]:
    """QEMU with ``domain``, by the first means that works; refuses E713, E720, E745.

    ``images``: where the disks are here, by the paths that the domain has.
    """
    qemu = platform.program(QEMU)
    if qemu is None:
        raise refuse("E713", program=QEMU, how=packages.how("qemu-system-x86"))
    display = _display(qemu) if window else "none"
    with temporary.folder() as folder, ExitStack() as running:
        firmware = _firmware(domain, Path(qemu), folder)
        failure = _NotStartedError()
        for each in means(accelerator):
            setting = Setting(images, display, folder, each.accelerator, each.processor, firmware)
            try:
                guest = running.enter_context(_process(qemu, domain, setting))
            except _NotStartedError as error:
                failure = error
            else:
                yield guest
                return
        if accelerator in ("auto", "tcg"):
            raise refuse("E720", reason=failure)
        raise refuse("E745", accelerator=accelerator, reason=failure)


class _NotStartedError(Exception):
    """QEMU has ended before it ran; its last words."""


@contextmanager
def _process(qemu: str, domain: Domain, setting: Setting) -> Iterator[Emulated]:
    said = setting.folder / "said"
    with (
        said.open("w+b") as output,
        channel.opened() as to_it,
        channel.opened() as to_agent,
        ExitStack() as running,
    ):
        setting = replace(setting, monitor=to_it.options, agent=to_agent.options)
        process = subprocess.Popen(  # noqa: S603
            [*platform.dying_with_us(), qemu, *arguments(domain, setting)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=setting.folder,
            pass_fds=(*to_it.inherited, *to_agent.inherited), **platform.own_session(),
        )  # fmt: skip
        running.callback(_end, process)
        running.enter_context(platform.tied(process))
        try:
            monitor = Monitor(running.enter_context(to_it.connected(process)))
            agent = Agent(running.enter_context(to_agent.connected(process)))
            is_there = _runs(monitor, setting)
        except OSError:
            is_there = False
        if not is_there:
            process.kill()
            process.wait()
            raise _NotStartedError(_last_words(said))
        running.callback(_quit, monitor)
        yield Emulated(monitor, setting, agent)


def _quit(monitor: Monitor) -> None:
    with suppress(Gone, RefusedByQemu):
        monitor.command("quit")


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _runs(monitor: Monitor, setting: Setting) -> bool:
    """Whether QEMU is there, and the processor can be run."""
    try:
        monitor.greet(_START)
        if setting.accelerator != "tcg":
            time.sleep(_FAILS_WITHIN)
            return bool(monitor.command("query-status")["status"] != "internal-error")
    except (Gone, RefusedByQemu):
        return False
    return True


def _display(qemu: str) -> str:
    """A window, where there is a display and this QEMU can draw on one."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "none"
    listed = subprocess.run(  # noqa: S603
        [qemu, "-display", "help"], capture_output=True, text=True, check=False
    )
    return next((each for each in _WINDOWS if each in listed.stdout.split()), "none")


def _firmware(domain: Domain, qemu: Path, folder: Path) -> tuple[Path, Path] | None:
    """UEFI with variables of its own; None for a BIOS, which QEMU brings. Refuses E713."""
    if domain.firmware == "bios":
        return None
    own = ((qemu.parent / place / _CODE, qemu.parent / place / _VARIABLES) for place in _DATA)
    for code, variables in (*((Path(a), Path(b)) for a, b in _FIRMWARE), *own):
        if code.exists() and variables.exists():
            return code, Path(shutil.copy(variables, folder / "variables"))
    raise refuse(
        "E713", program=Phrase("UEFI firmware for guests (OVMF)"), how=packages.how("ovmf")
    )


def _last_words(path: Path) -> str:
    lines = [line for line in end_of(path).splitlines() if "warning:" not in line]
    return lines[-1].removeprefix(f"{QEMU}: ").rstrip(".") if lines else Phrase("it says nothing")
