"""Results start in a real QEMU: what the guest sees, what is said of it, and nothing is changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine, windows2003
from xen_lab import probe

from engine.boot.emulator import QEMU, started
from engine.boot.hardware import Setting, arguments
from engine.boot.watch import Watch
from engine.cli.main import main
from engine.job.events import Event, Log
from engine.job.trial.try_job import TryJob
from engine.job.work import run
from engine.xen.domain import Domain, Vbd, Vif

needs_qemu = pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")
needs_nasm = pytest.mark.skipif(not shutil.which("nasm"), reason="nasm is not installed")
EMULATED = ("--accelerator", "tcg")  # KVM is not on every machine, and nested it may lie
SAYS = "vmx2xen: synthetic Windows Server 2003, halmacpi.dll, scsi"


PLAIN = Domain("probe", 64, 1, usb_tablet=False, disks=(Vbd("/x.img", "hda"),))
EMPTY = Domain("empty", 64, 1)


@pytest.fixture(autouse=True)
def without_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()  # what was said before
    code = main([str(each) for each in arguments])
    return code, json.loads(capsys.readouterr().out)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def convert(vm: machine.Machine, out: Path, *options: str) -> Path:
    assert main(["convert", str(vm.vmx), "-o", str(out), *options]) == 0
    return out


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The machine of ``make demo``, smaller, converted."""
    folder = tmp_path_factory.mktemp("demo")
    windows2003.build(folder / "raw", size=64 << 20, hal="halmacpi", boot_bus="scsi")
    vm = machine.build(folder / "vm", image=folder / "raw", name="demo, it's", snapshots=1)
    return convert(vm, folder / "out, it's", "--set", "images=/srv/xen")


@needs_qemu
def test_the_demo_starts(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [image] = demo.glob("*.img")
    before, names = digest(image), sorted(demo.iterdir())
    shot = tmp_path / "screen.png"
    code, found = run_json(capsys, "try", demo, "--seconds", "8", *EMULATED,
        "--screenshot", shot, "--json")  # fmt: skip
    assert (code, found["verdict"]) == (3, "unknown"), found
    assert found["running"]
    assert found["accelerator"] in ("kvm", "tcg")
    assert SAYS in found["serial"]
    assert found["screenshot"] == str(shot)
    assert shot.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert digest(image) == before
    assert sorted(demo.iterdir()) == names


@needs_qemu
@pytest.mark.window
def test_there_is_a_window_where_there_is_a_display(
    display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    drawn = subprocess.run([QEMU, "-display", "help"], capture_output=True, text=True, check=True)
    if "gtk" not in drawn.stdout.split():
        pytest.skip("this QEMU has no window (qemu-system-gui)")
    with started(EMPTY, {}, window=True):
        found = ["xdotool", "search", "--sync", "--name", f"QEMU.*{EMPTY.name}"]
        assert subprocess.run(found, capture_output=True, timeout=60, check=False).stdout


@needs_qemu
@pytest.mark.parametrize("format", ["raw", "qcow2", "vhd"])
def test_a_disk_without_a_system(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    vm = machine.build(tmp_path / "vm", size=4 << 20, guest_os="other")
    out = convert(vm, tmp_path / "out", "--format", format)
    code, found = run_json(capsys, "try", out, "--seconds", "60", *EMULATED, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E721")
    assert found["said"] == "No bootable device"


# -- the hardware, as a guest sees it


def seen(tmp_path: Path, domain: Domain) -> probe.Report:
    """What the probe reports of ``domain``."""
    disk = probe.assemble(tmp_path / "probe, raw.img")
    images = {each.target: disk for each in domain.disks}
    said: list[str] = []
    over = threading.Event()

    def say(line: str) -> None:
        said.append(line)
        if line == probe.END:
            over.set()

    with started(domain, images, accelerator="tcg") as guest:
        guest.said = say
        Watch(guest, lambda _: None, patience=60).until(60, over)
    assert over.is_set(), said
    return probe.report("\n".join(said))


def changed(**changes: Any) -> Domain:
    return replace(PLAIN, **changes)


@needs_qemu
@needs_nasm
@pytest.mark.parametrize("acpi", [True, False])
@pytest.mark.parametrize("hdtype", ["ide", "ahci"])
def test_the_chip_set_is_that_of_xen(tmp_path: Path, acpi: bool, hdtype: str) -> None:
    card = Vif("00:16:3e:00:00:01", "xenbr0", "e1000")
    report = seen(tmp_path, changed(acpi=acpi, hdtype=hdtype, vifs=(card,), vga="cirrus"))
    assert {"8086:1237", "8086:7000", "8086:7010"} <= set(report.pci)  # i440FX, PIIX3, its IDE
    assert ("8086:2922" in report.pci) == (hdtype == "ahci")
    assert {"8086:100e", "1013:00b8"} <= set(report.pci)
    assert bool(report.tables) == acpi
    assert report.number("bios_disks") == 1
    assert 60 << 10 < report.number("memory_kib") <= 64 << 10


@needs_qemu
@needs_nasm
@pytest.mark.parametrize(
    ("pae", "apic", "vcpus"), [(True, True, 2), (False, True, 1), (True, False, 1)]
)
def test_the_processor_is_as_the_flags_say(
    tmp_path: Path, pae: bool, apic: bool, vcpus: int
) -> None:
    card = Vif("00:16:3e:00:00:01", "xenbr0", "rtl8139")
    domain = changed(pae=pae, apic=apic, vcpus=vcpus, vga="stdvga", vifs=(card,))
    report = seen(tmp_path, domain)
    assert report.facts["pae"] == str(int(pae))
    assert report.facts["nx"] == str(int(pae))
    assert report.facts["cpuid_apic"] == str(int(apic))
    # Not those that start: the probe waits for them by its own clock, which runs on when this
    # computer is busy.
    assert report.number("madt_cpus") == vcpus
    assert {"10ec:8139", "1234:1111"} <= set(report.pci)


@needs_qemu
def test_uefi_that_finds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/usr/share/OVMF/OVMF_CODE_4M.fd").exists():
        pytest.skip("ovmf is not installed")
    vm = machine.build(tmp_path / "vm", size=4 << 20, guest_os="other")
    out = convert(vm, tmp_path / "out", "--set", "firmware=uefi", "--set", "memory=256")
    code, found = run_json(capsys, "try", out, "--seconds", "120", *EMULATED, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E738")
    assert found["said"] in ("Shell>", "UEFI Interactive Shell v")


#: Restarts through the keyboard controller, for ever.
_RESTARTS = b"\xb0\xfe\xe6\x64\xeb\xfe".ljust(510, b"\0") + b"\x55\xaa"
#: Switches itself off, by ACPI's sleep register.
_OFF = (
    b"\xba\x04\xb0\xb8\x00\x20\xef"  # port 0xb004: PM1a control of an older chip set
    b"\xba\x04\x06\xb8\x00\x20\xef\xeb\xfe"  # 0x604: that of today's
).ljust(510, b"\0") + b"\x55\xaa"
#: Says 3000 lines of 40 letters on the first serial port, then switches itself off.
_TALKS = (
    (
        b"\xba\xf8\x03\xb9\xb8\x0b"
        b"\xbb\x28\x00\xb0x\xee\x4b\x75\xfa"  # a line
        b"\xb0\n\xee\xe2\xf2"
    )
    + _OFF[:-2]
)


def booting(tmp_path: Path, sector: bytes) -> Path:
    (tmp_path / "raw").write_bytes(sector.ljust(1 << 20, b"\0"))
    vm = machine.build(tmp_path / "vm", image=tmp_path / "raw", guest_os="other")
    return convert(vm, tmp_path / "out")


@needs_qemu
def test_a_guest_that_restarts_for_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = booting(tmp_path, _RESTARTS)
    code, found = run_json(capsys, "try", out, "--seconds", "120", *EMULATED, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E722")
    assert found["restarts"] == 3


@needs_qemu
def test_a_guest_that_shuts_itself_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = booting(tmp_path, _OFF)
    code, found = run_json(capsys, "try", out, "--seconds", "120", *EMULATED, "--json")
    assert (code, found["running"], found["verdict"]) == (3, False, "off")


@needs_qemu
def test_a_guest_that_says_much(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = booting(tmp_path, _TALKS[:510] + b"\x55\xaa")
    assert main(["try", str(out), "--seconds", "120", *EMULATED]) == 3
    text = capsys.readouterr().err
    said = [line for line in text.splitlines() if "serial: x" in line]
    assert said == ["serial: " + 40 * "x"] * 3000
    assert re.search(r"^Runs by QEMU \d[^,]*, tcg, ", text, re.MULTILINE)


@needs_qemu
def test_it_can_be_stopped(demo: Path) -> None:
    cancel = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, Log) and SAYS in event.text:
            cancel.set()

    finished = run(TryJob.planned(demo, 120, accelerator="tcg"), emit, cancel)
    assert finished.outcome == "stopped"
    assert finished.result["running"]


@needs_qemu
@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv is not installed")
def test_qemu_ends_with_us_and_the_next_removes_what_is_left(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import os, signal, sys, threading; from pathlib import Path;"
        "from engine.job.trial.try_job import TryJob; from engine.job.work import run;"
        "say = lambda event: print(event, flush=True);"
        "run(TryJob.planned(Path(sys.argv[1]), 120), say, threading.Event())"
    )
    root = Path(__file__).resolve().parents[3]
    command: list[str | Path] = [sys.executable, "-c", script, demo]
    environment = {**os.environ, "PYTHONPATH": str(root), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as ours:
        assert ours.stdout is not None
        assert any(SAYS in line for line in ours.stdout)
        listed = ["pgrep", "-P", str(ours.pid)]
        found = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
        ends = [os.pidfd_open(int(pid)) for pid in found]
        ours.send_signal(signal.SIGKILL)
    assert ends
    for end in ends:
        wait_for(end)
        os.close(end)
    assert list(tmp_path.iterdir())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    main(["try", str(demo), "--seconds", "1", *EMULATED, "--json"])
    assert list(tmp_path.iterdir()) == []


def wait_for(end: int) -> None:
    """Wait until a process has ended."""
    readable, _, _ = select.select([end], [], [], 60)
    assert readable


# -- what is refused


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    code, found = run_json(capsys, "try", *arguments, "--json")
    assert code == 3
    return str(found["findings"][0]["code"])


def test_no_qemu(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(capsys, demo) == "E713"


def test_a_qemu_that_does_not_start(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    qemu = tmp_path / QEMU
    qemu.write_text('#!/bin/sh\necho "qemu-system-x86_64: no such machine." >&2\nexit 1\n')
    qemu.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    code, found = run_json(capsys, "try", demo, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E720")
    assert "no such machine." in found["findings"][0]["message"]


def test_what_is_no_conversion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, tmp_path) == "E412"


def test_an_image_that_is_gone(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(demo / "manifest.json", tmp_path)
    assert refused(capsys, tmp_path) == "E412"


@needs_qemu
def test_a_screenshot_does_not_replace_a_file(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.png").write_text("mine")
    assert refused(capsys, demo, "--screenshot", tmp_path / "there.png") == "E402"
    nowhere = tmp_path / "no" / "x.png"
    assert refused(capsys, demo, "--screenshot", nowhere, "--seconds", "1") == "E723"


@pytest.mark.parametrize("seconds", ["0", "-1", "x", "1e3"])
def test_times_that_are_none(demo: Path, seconds: str) -> None:
    assert main(["try", str(demo), f"--seconds={seconds}"]) == 2


# -- small things


def test_hyper_v_is_for_the_processor_alone(tmp_path: Path) -> None:
    """QEMU cannot emulate it."""
    images = {"/x.img": tmp_path / "x"}
    setting = Setting(images, "none", tmp_path, "tcg", "max")
    assert "hv-relaxed" not in " ".join(arguments(changed(viridian=True), setting))
    assert arguments(PLAIN, setting).count("-drive") == 1
