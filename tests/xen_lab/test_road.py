"""The whole road: a VMware machine with snapshots is converted, and starts on Xen as exported."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures import machine, windows2003
from fixtures.machine import Machine

from engine.cli.main import main
from xen_lab import debian, probe
from xen_lab.lab import Lab
from xen_lab.transcript import Transcript

SECONDS = 300
SECONDS_OF_LINUX = 1800  # nine minutes on an idle machine
WINDOWS = "vmx2xen: synthetic Windows Server 2003, halmacpi.dll, scsi"
SUFFIX = {"raw": ".img", "qcow2": ".qcow2"}


@dataclass(frozen=True)
class Exported:
    """What ``vmx2xen convert`` wrote: the configuration and the image it names."""

    config: Path
    image: Path


def export(vm: Machine, folder: Path, format: str, *options: str) -> Exported:
    """Convert with a console on the serial port."""
    command = ["convert", str(vm.vmx), "-o", str(folder), "--format", format]
    assert main([*command, "--set", "serial=pty", *options]) == 0
    [config] = folder.glob("*.cfg")
    return Exported(config, folder / f"{config.stem}{SUFFIX[format]}")


def start(lab: Lab, exported: Exported, transcript: Transcript, text: str, seconds: float) -> None:
    lab.bring(exported.image)
    said = lab.start(exported.config, text, seconds)
    transcript.start(exported.config.stem, exported.image.name, said.splitlines()[-1])


@pytest.mark.parametrize("format", SUFFIX)
def test_the_probe(
    lab: Lab, place: Path, tmp_path: Path, transcript: Transcript, format: str
) -> None:
    image = probe.assemble(tmp_path / "probe.raw", 16 << 20)
    vm = machine.build(tmp_path / "vm", image=image, name=f"probe-{format}", guest_os="other")
    start(lab, export(vm, place / f"p-{format}", format), transcript, probe.END, SECONDS)


@pytest.mark.parametrize("format", SUFFIX)
def test_the_demo(
    lab: Lab, place: Path, tmp_path: Path, transcript: Transcript, format: str
) -> None:
    """The machine of ``make demo``, whose boot sector tells its first HAL; with another."""
    image = tmp_path / "windows.raw"
    windows2003.build(image, size=256 << 20, hal="halmacpi", boot_bus="scsi")
    vm = machine.build(tmp_path / "vm", image=image, name=f"demo-{format}")
    exported = export(vm, place / f"demo-{format}", format, "--hal", "halacpi")
    start(lab, exported, transcript, WINDOWS, SECONDS)


@pytest.mark.parametrize("format", SUFFIX)
def test_a_debian(
    lab: Lab, place: Path, tmp_path: Path, transcript: Transcript, format: str
) -> None:
    """A real guest, up to its login. From AHCI, as a BIOS reads IDE disks word by word, and each
    word takes the emulator a long time.
    """
    if os.geteuid() or not shutil.which("chroot"):
        pytest.skip("a Debian is installed in a chroot, which takes root")
    vm = machine.build(
        tmp_path / "vm", image=debian.built(), controller="pvscsi", name=f"debian-{format}",
        guest_os="debian12-64",
    )  # fmt: skip
    exported = export(vm, place / f"debian-{format}", format, "--set", "hdtype=ahci")
    start(lab, exported, transcript, debian.LOGIN, SECONDS_OF_LINUX)
