"""Cells of guests without HALs, by flags, disk bus and firmware; tried in a real QEMU."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, linux_stand_in, machine

from engine.boot import watch
from engine.boot.emulator import QEMU
from engine.cli.main import main
from engine.job.trial import cell, subject
from engine.job.trial.trials_job import TrialsJob, TrialsWish

needs_qemu = pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")
needs_ovmf = pytest.mark.skipif(
    not Path("/usr/share/OVMF/OVMF_CODE_4M.fd").exists(), reason="ovmf is not installed"
)

EMULATED = ("--accelerator", "tcg", "--seconds", "120")
#: What a verdict says of each way to end.
CODES = {"": "login", "E736": "initramfs", "E721": "no loader", "E738": "no loader"}


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.3)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A converted Linux with drivers for IDE, which BIOS and UEFI start; to be copied."""
    folder = tmp_path_factory.mktemp("linux")
    disk = linux_stand_in.build(folder / "disk", ["ide"], ["bios", "uefi"])
    vm = machine.build(folder / "vm", image=disk, controller="pvscsi", guest_os="debian11-64")
    options = ("--linux", "keep", "--set", "memory=256")
    assert main(["convert", str(vm.vmx), "-o", str(folder / "out"), *options]) == 0
    return folder / "out"


@pytest.fixture
def linux(made: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", "--sparse=always", made, tmp_path / "out"], check=True)
    return tmp_path / "out"


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([str(each) for each in (*arguments, "--json")])
    return code, json.loads(capsys.readouterr().out)


def tried(
    capsys: pytest.CaptureFixture[str], folder: Path, *options: str
) -> dict[tuple[str, str], set[str]]:
    """What was seen, by disk bus and firmware."""
    _, found = run_json(capsys, "trials", folder, *options, *EMULATED)
    seen: dict[tuple[str, str], set[str]] = {}
    for each in found["cells"]:
        place = each["settings"]["hdtype"], each["settings"]["firmware"]
        seen.setdefault(place, set()).add(CODES[each["code"]])
    return seen


def truth(buses: list[str], firmware: list[str]) -> dict[tuple[str, str], set[str]]:
    return {
        (bus, each): {linux_stand_in.shows(bus, each, buses=["ide"], starts=["bios", "uefi"])}  # type: ignore[arg-type]
        for bus in buses
        for each in firmware
    }


@needs_qemu
def test_each_disk_bus_is_tried(linux: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = "hdtype=ide|ahci firmware=bios"
    assert tried(capsys, linux, "--flags", flags) == truth(["ide", "ahci"], ["bios"])
    assert main(["trials", str(linux), "--flags", flags]) == 0
    heads, first, second = capsys.readouterr().out.splitlines()[-3:]
    assert heads.split() == ["Flags", "Disk", "bus", "Firmware", "Derived"]
    assert "ide       bios      fits     reached (guest login:)" in first
    assert "ahci      bios      fails    E736" in second


@needs_qemu
@needs_ovmf
def test_uefi_is_tried(linux: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = "hdtype=ide firmware=uefi"
    assert tried(capsys, linux, "--flags", flags) == truth(["ide"], ["uefi"])


@needs_qemu
@needs_ovmf
@pytest.mark.skipif("VMX2XEN_WHOLE_MATRIX" not in os.environ, reason="it takes minutes")
def test_the_whole_matrix_equals_the_truth(linux: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(capsys, linux) == truth(["ide", "ahci"], ["bios", "uefi"])


def test_cells_are_flags_disk_bus_and_firmware(linux: Path) -> None:
    found = cell.cells(subject.look(linux))
    assert len({each.name for each in found}) == len(found) == 12
    kinds = {each.name: each.derived.kind for each in found}
    assert kinds["acpi=1 apic=1 vcpus=1"] == "fits"
    assert kinds["acpi=1 apic=0 vcpus=1"] == "runs"
    assert kinds["acpi=1 apic=1 vcpus=1 firmware=uefi"] == "unknown"
    assert kinds["acpi=1 apic=1 vcpus=1 hdtype=ahci"] == "fails"


def test_xen_has_disks_of_its_own(linux: Path) -> None:
    """There the emulated bus does not matter, and the driver that does is missing.

    Unless Xen does not show the device that its drivers need.
    """
    found = cell.cells(subject.look(linux), on_xen=True)
    assert len({each.name for each in found}) == len(found) == 24
    with_device = [each for each in found if each.domain.xen_platform_pci]
    assert {each.derived.kind for each in with_device} == {"fails"}
    without = {each.name: each.derived.kind for each in found if each not in with_device}
    assert without["acpi=1 apic=1 vcpus=1 xen_platform_pci=0"] == "runs"
    assert without["acpi=1 apic=1 vcpus=1 hdtype=ahci xen_platform_pci=0"] == "fails"
    assert found[0].name in without


@needs_qemu
def test_qemu_alone_has_no_platform_device(linux: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both start, as both find the same; that this is no word on PV drivers is said."""
    flags = ("--flags", "xen_platform_pci=0|1 firmware=bios hdtype=ide vcpus=1 acpi=1 apic=1")
    _, found = run_json(capsys, "trials", linux, *flags, *EMULATED)
    seen = {each["settings"]["xen_platform_pci"]: each["outcome"] for each in found["cells"]}
    assert seen == {"0": "reached", "1": "reached"}
    assert [each["code"] for each in found["findings"]] == ["W975"]
    assert cells_without_finding(linux)


def cells_without_finding(folder: Path) -> bool:
    """Whether nothing is said where no cell is without the device, or where a Xen tries them."""
    both = ({"xen_platform_pci": "0"}, {"xen_platform_pci": "1"})
    wishes = TrialsWish(flags=both[1:]), TrialsWish(flags=both, on="root@xen.example"), TrialsWish()
    return not any(TrialsJob.planned(folder, each).findings for each in wishes)


def test_a_cell_without_the_device_is_used(linux: Path) -> None:
    assert main(["trials", str(linux), "--use", "hdtype=ide xen_platform_pci=0"]) == 0
    [config] = linux.glob("*.cfg")
    assert "xen_platform_pci = 0" in config.read_text()


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["hdtype=ide|ahci firmware=bios|uefi vcpus=1|2|4"], 12),
        (["hdtype=ahci,apic=0"], 1),
        (["hdtype=ahci", "firmware=uefi"], 2),
    ],
)
def test_values_multiply(
    linux: Path, capsys: pytest.CaptureFixture[str], options: list[str], count: int
) -> None:
    flags = [word for each in options for word in ("--flags", each)]
    _, found = run_json(capsys, "trials", linux, *flags, "--dry-run")
    assert len(found["cells"]) == count


def test_a_server_tries_what_is_chosen(linux: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--on", "root@xen.example", "--dry-run")
    _, found = run_json(capsys, "trials", linux, "--flags", "hdtype=ide|ahci", *where)
    assert [each["settings"]["hdtype"] for each in found["cells"]] == ["ide", "ahci"]


def test_other_numbers_of_processors_fill_their_sockets(linux: Path) -> None:
    about = subject.look(linux)
    [found] = cell.cells(about, flags=[{"vcpus": "3"}])
    assert found.domain.vcpus % found.domain.cores_per_socket == 0


def test_a_cell_is_used(linux: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trials", str(linux), "--use", "hdtype=ahci firmware=uefi"]) == 0
    [config] = linux.glob("*.cfg")
    text = config.read_text()
    assert 'hdtype = "ahci"' in text
    assert 'firmware = "uefi"' in text
    assert main(["verify", str(linux)]) == 0


def test_a_windows_of_today_has_the_same_cells(tmp_path: Path) -> None:
    guests.build(tmp_path / "disk", "windows10", bus="ide")
    vm = machine.build(tmp_path / "vm", image=tmp_path / "disk", guest_os="windows9-64")
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out")]) == 0
    found = cell.cells(subject.look(tmp_path / "out"))
    assert len(found) == 12
    assert {each.flags.viridian for each in found} == {True}
