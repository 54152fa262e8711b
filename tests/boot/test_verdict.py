"""Every way that a guest does not start is told, in a real QEMU; nothing else is called started."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fixtures import boot_sector

from engine.boot import faults, stop_codes, verdict
from engine.boot.console import plain
from engine.boot.emulator import QEMU, started
from engine.boot.look import Look, Seen
from engine.boot.pointer import PointerTest
from engine.boot.processor import Processors, parse
from engine.boot.runner import Runner
from engine.boot.screen.picture import Picture
from engine.boot.verdict import Verdict
from engine.boot.watch import Watch
from engine.xen.domain import Domain, Vbd

needs_qemu = pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")

DOMAIN = Domain("guest", 64, 1, usb_tablet=False, disks=(Vbd("/x.img", "hda"),), vga="cirrus")


def watched(disk: Path, seconds: float = 30, patience: float = 4) -> tuple[Verdict, Seen]:
    """What becomes of a guest that starts from ``disk``, emulated."""
    with started(DOMAIN, {"/x.img": disk}, accelerator="tcg") as guest:
        watch = Watch(guest, lambda _: None, patience)
        return watch.until(seconds, threading.Event()), watch.seen


# -- guests that do not start, in QEMU


@dataclass(frozen=True)
class Case:
    """A guest by what it says and does, and the code of the finding that is right."""

    code: str
    says: str = ""
    words: str = ""  #: in the finding's message
    built: dict[str, Any] = field(default_factory=dict)


DISK_PROBLEM = (
    "Windows could not start because of a computer disk hardware configuration problem.\n"
    "Could not read from the selected boot disk. Check boot path and disk hardware.\n"
)
STOP = "*** STOP: 0x{:08X} (0xF78D2524,0xC0000034,0x00000000,0x00000000)\n"
CASES = [
    Case("E730", "Missing operating system"),
    Case("E731", "NTLDR is missing\nPress Ctrl+Alt+Del to restart\n", "NTLDR is missing"),
    Case(
        "E732",
        "Windows could not start because the following file is missing or corrupt:\n"
        "<Windows root>\\system32\\hal.dll.\nPlease re-install a copy of the above file.\n",
        r"<Windows root>\system32\hal.dll.",
    ),
    Case("E733", STOP.format(0x7B), "INACCESSIBLE_BOOT_DEVICE", {"screen": "blue text"}),
    Case("E733", "A problem\n\n" + STOP.format(0x79), "HAL and", {"screen": "blue graphics"}),
    Case("E733", 7 * "\n" + "     " + STOP.format(0xA5), "ACPI", {"screen": "low graphics"}),
    Case(
        "E734",
        38 * "\n" + "File: \\Boot\\BCD\nStatus: 0xc000000f\n",
        "0xc000000f",
        {"screen": "small text"},
    ),
    Case("E737", "Give root password for login: "),
    Case("E735", "error: no such device: 5a2e.\nEntering rescue mode...\ngrub rescue> "),
    Case("E736", "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)"),
    Case("E740", "Starting Windows...", "Starting Windows", {"ending": "dead"}),
    Case("E741", "", "empty"),
    Case("E722", "Booting", "3 times", {"ending": "reset"}),
    Case("E742", "Booting", "3 times", {"ending": "fault"}),
    Case("E744", "Bye", "Bye", {"ending": "off"}),
]


@needs_qemu
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.says[:12]}".strip())
def test_a_guest_that_does_not_start(case: Case, tmp_path: Path) -> None:
    disk = boot_sector.build(tmp_path / "disk.raw", case.says, **case.built)
    found, _ = watched(disk)
    assert found.finding is not None
    assert (found.finding.code, found.outcome != "reached") == (case.code, True)
    assert case.words in found.finding.message


@needs_qemu
def test_a_restart_that_takes_its_time(tmp_path: Path) -> None:
    """Two restarts are a loop if there was no time for three."""
    disk = boot_sector.build(tmp_path / "disk.raw", "Booting", "reset", seconds=4)
    found, seen = watched(disk, seconds=12, patience=60)
    assert found.finding is not None
    assert (found.finding.code, seen.restarts >= 2) == ("E722", True)


@needs_qemu
@pytest.mark.parametrize("asks", ["db login:", "db Anmeldung:"])
def test_a_login(tmp_path: Path, asks: str) -> None:
    disk = boot_sector.build(tmp_path / "disk.raw", f"Debian 12 db tty1\n\n{asks} ")
    found, _ = watched(disk)
    assert (found.outcome, found.finding, found.said) == ("reached", None, asks)


@needs_qemu
def test_nothing_known_is_said_as_such(tmp_path: Path) -> None:
    disk = boot_sector.build(tmp_path / "disk.raw", "some words", serial=True)
    found, _ = watched(disk, seconds=3, patience=60)
    assert (found.outcome, found.finding and found.finding.code) == ("unknown", "E743")


# -- what was seen, without a guest


FAULT = "Triple fault\nCPU Reset (CPU 0)\nEAX=0 EDX=0\nEIP={} EFL=46\nES =0010 0 f\nCS ={}\n"


@pytest.mark.parametrize(
    ("noted", "count"),
    [
        (FAULT.format("000efaad", "0008 00000000 ffffffff 00cf9b00"), 0),  # SeaBIOS, flat
        (FAULT.format("0000e05b", "f000 000f0000 0000ffff 00009b00"), 0),  # and in real mode
        (FAULT.format("00007c3e", "0000 00000000 0000ffff 00009b00"), 1),
        (2 * FAULT.format("00101000", "0008 00000000 ffffffff 00cf9b00"), 2),
        ("CPU Reset (CPU 0)\n", 0),
    ],
)
def test_faults_of_the_firmware_are_not_the_guest_s(noted: str, count: int) -> None:
    assert faults.count(noted) == count


def told(text: str) -> Verdict:
    return verdict.last(Seen(Runner("tcg"), look=Look(text=text), seconds=60.0), 60)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (DISK_PROBLEM, "E747"),
        ("File: \\Windows\\system32\\winload.exe\n\nStatus: 0xc000000e\n\nInfo: The boot", "E734"),
        (":(\nStop code: INACCESSIBLE_BOOT_DEVICE\n", "E733"),
        (":(\n", "E960"),
        ("Error code: 0xc000000e\n", "E734"),
        ("STOP: c000021a {Fatal System Error}", "E733"),
        ("ALERT!  UUID=6cbbeb2a does not exist.  Dropping to a shell!", "E736"),
        ("BusyBox v1.35.0\n\n(initramfs) ", "E737"),
        ("You are in emergency mode. After logging in, type", "E737"),
        ("Generating \"/run/initramfs/rdsosreport.txt\"", "E737"),
        ("GNU GRUB  version 2.06\n\ngrub> ", "E735"),
        ("UEFI Interactive Shell v2.2\nShell> ", "E738"),
        ("A disk read error occurred", "E730"),
        ("BOOTMGR is compressed", "E731"),
    ],
)  # fmt: skip
def test_what_screens_say(text: str, code: str) -> None:
    found = told(text)
    assert found.finding is not None
    assert (found.outcome, found.finding.code) == ("failed", code)


@pytest.mark.parametrize(
    "text",
    [
        "Anmeldung: offen",
        "Entrez l'identifiant : ",
        "grub> is the prompt",
        "the login: of",
        "Status: fine",
        "GRUB loading.",
        "Shell> x y",
    ],
)
def test_what_says_nothing(text: str) -> None:
    assert told(text).outcome == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "host-1.example login: ",
        "server Anmeldung: ",
        "serveur identifiant\xa0: ",
        "SAC>",
        "Welcome to the Debian installer",
    ],
)
def test_what_has_started(text: str) -> None:
    assert told(text).outcome == "reached"


def test_a_stop_code_that_is_not_in_the_table() -> None:
    found = stop_codes.stopped("0000DEAD")
    assert (found.code, "0x0000DEAD" in found.message) == ("E733", True)


def test_escapes_do_not_reach_a_terminal() -> None:
    said = b"\x1b]0;TITLE\x07\x1b[31mred\x1b[0m \x1b]52;c;cm0g\x07\x1b[2Jend\r\n\x00\x9b\xc2\x9b31m"
    assert (
        plain(said)
        == "red end\n\N{REPLACEMENT CHARACTER}" + 2 * "\N{REPLACEMENT CHARACTER}" + "31m"
    )


# -- processors


HALTED = "CPU#{}\r\nEIP=00007c23 EFL=00000{}6 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT={}\r\n"


@pytest.mark.parametrize(
    ("registers", "state"),
    [
        (HALTED.format(0, "24", 1), Processors(halted=True, dead=False)),
        (HALTED.format(0, "04", 1), Processors(halted=True, dead=True)),
        (HALTED.format(0, "04", 0), Processors(halted=False, dead=False)),
        (
            HALTED.format(0, "24", 1) + HALTED.format(1, "04", 1),
            Processors(halted=True, dead=False),
        ),
        ("nothing", None),
        ("CPU#0\r\nno flags", None),
    ],
)
def test_what_processors_do(registers: str, state: Processors | None) -> None:
    assert parse(registers) == state


# -- the pointer


class Desk:
    """Pictures of a guest that has a caret that blinks, and perhaps a pointer."""

    def __init__(self, *, follows: bool, plays: bool = False, blinks: bool = True) -> None:
        self.follows, self.plays, self.blinks = follows, plays, blinks
        self.looks, self.at = 0, 10

    def picture(self) -> Picture:
        rows = [b"\x10\x20\x30" * 8] * 100
        if self.blinks and self.looks % 2:
            rows[50] = b"\xff" * 24
        if self.follows:
            rows[self.at] = b"\xee" * 24
        if self.plays:
            rows[60 + self.looks % 40] = b"\xdd" * 24
        self.looks += 1
        return Picture(8, 100, b"".join(rows))


@pytest.mark.parametrize(
    ("desk", "answers"),
    [
        (Desk(follows=True), True),
        (Desk(follows=True, blinks=False), True),
        (Desk(follows=False), False),
        (Desk(follows=False, blinks=False), False),
        (Desk(follows=False, plays=True), False),
    ],
)
def test_only_who_follows_the_pointer_has_a_desktop(desk: Desk, answers: bool) -> None:
    test = PointerTest()
    for _ in range(60):
        if test.step(desk.picture()):
            desk.at = 40 - desk.at
    assert test.answers == answers
