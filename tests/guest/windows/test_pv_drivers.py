"""Xen's PV drivers put into a Windows: files, registry, and what is run at the first start.

The drivers are of these tests' own making. No Windows runs here.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pycdlib
import pytest
from fixtures import guest_proof, guests, hive_proof, machine, pe
from fixtures.guest_proof import Guest as Proof
from fixtures.hive import expand_sz
from fixtures.raw_disk import Memory, RawDisk

from engine.cli import main
from engine.cli.exit_codes import DONE
from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.fit import prepare
from engine.guest.inspect import look
from engine.guest.windows import pv_drivers
from engine.guest.wishes import Wishes

MACHINES = {"x64": b"\x64\x86", "x86": b"\x4c\x01"}
KEY = r"Microsoft\Windows\CurrentVersion"


def package(name: str, architecture: str) -> dict[str, bytes]:
    """The files of a driver as Xen Project's are packed."""
    driver = bytearray(pe.build(f"{name}.sys", (9, 0, 0, 1), name, size=9000))
    driver[0x84:0x86] = MACHINES[architecture]
    text = f"[Version]\r\nClass=System\r\n[Inst]\r\n%x%=Inst,XENBUS\\VEN_XS&DEV_{name}\r\n"
    return {f"{name}.inf": text.encode("utf-16"), f"{name}.sys": bytes(driver),
            f"{name}.cat": b"signed", f"{name}_monitor.exe": bytes(driver)}  # fmt: skip


PACKAGES = {f"{name}/{each}": package(name, each) for name in ("xenvif", "xenbus")
            for each in MACHINES}  # fmt: skip


def folder(place: Path) -> Path:
    """Drivers of Xen's for both processors, and one that is none."""
    other = {"virtio/x64": {"net.inf": b"PCI\\VEN_1AF4", "net.sys": b"MZ"}}
    for path, files in {**PACKAGES, **other}.items():
        (place / path).mkdir(parents=True)
        for name, content in files.items():
            (place / path / name).write_bytes(content)
    return place


def iso(place: Path) -> Path:
    """The same as a CD with Joliet's names."""
    made = pycdlib.PyCdlib()
    made.new(joliet=3)
    for path, files in PACKAGES.items():
        parts = path.split("/")
        for depth in (1, 2):
            own = "/".join(parts[:depth])
            if depth == 2 or (made.get_record(joliet_path="/") and path.endswith("x64")):
                made.add_directory(f"/{own.upper()}", joliet_path=f"/{own}")
        for number, (name, content) in enumerate(files.items()):
            short = f"/{path.upper()}/F{number};1"
            made.add_fp(io.BytesIO(content), len(content), short, joliet_path=f"/{path}/{name}")
    made.write(str(place))
    made.close()
    return place


@pytest.mark.parametrize("source", [folder, iso])
@pytest.mark.parametrize(("kind", "architecture"), [("windows10", "x64"), ("windows7", "x86")])
def test_packages_of_the_processor_are_put_in_and_taken_in_once(
    tmp_path: Path, source: object, kind: str, architecture: str
) -> None:
    assert callable(source)
    path = source(tmp_path / "drivers")
    guests.build(tmp_path / "raw", kind)
    disk = RawDisk(tmp_path / "raw")
    wishes = Wishes(bus="ide", pv_drivers=(str(path),))
    fitting = prepare(disk, look(disk), wishes)
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    done = Memory(overlay.pread(0, overlay.size))
    before, after = (
        Proof(disk.pread(0, disk.size), 63 * 512, "ntfs"),
        Proof(done.content, 63 * 512, "ntfs"),
    )
    after.assert_sound()
    new, changed = guest_proof.new_and_changed(before, after)
    wanted = [PACKAGES[f"{name}/{architecture}"] for name in ("xenbus", "xenvif")]
    root = guests.GUESTS[kind].root.replace("\\", "/")
    files = {f"{root}/V2XPV/{number}/{name}": content for number, each in enumerate(wanted, 1)
             for name, content in each.items()}  # fmt: skip
    assert {name: after.read(name) for name in files} == files
    folders = {f"{root}/V2XPV", f"{root}/V2XPV/1", f"{root}/V2XPV/2"}
    assert new - folders == {*files, f"{root}/V2XB001.CMD", f"{root}/V2XBOOT.CMD"}
    command = after.read(f"{root}/V2XB001.CMD").decode()
    assert r'for %%d in (1 2) do pnputil -i -a "%SystemRoot%\V2XPV\%%d\*.inf"' in command
    hive = next(path for path in changed if path.upper().endswith("/SOFTWARE"))
    difference = guest_proof.hive_difference(before, after, hive)
    assert {each.path for each in difference.changed} == {KEY} or set(difference.added) == {KEY}
    value = hive_proof.flatten(after.read(hive))[KEY]["DevicePath"]
    places = r"%SystemRoot%\inf;%SystemRoot%\V2XPV\1;%SystemRoot%\V2XPV\2"
    assert value == tuple(expand_sz(places))
    again = prepare(done, look(done), wishes)
    assert again.changes == ()


def test_an_installer_is_run_once_and_it_starts_from_ide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests.build(tmp_path / "raw", "windows10")
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    installer = tmp_path / "managementagent-x64.msi"
    installer.write_bytes(b"\xd0\xcf\x11\xe0 installer")
    said = ("convert", built.vmx, "-o", tmp_path / "out", "--pvdrivers", installer, "--json")
    assert main.main([str(each) for each in said]) == DONE
    image = tmp_path / "out" / "win2003.img"
    proof = Proof.of(image, 63, "ntfs")
    assert proof.read("/Windows/V2XB001.MSI") == installer.read_bytes()
    runner = proof.read("/Windows/V2XBOOT.CMD").decode()
    assert r'start /wait msiexec /i "%SystemRoot%\V2XR001.MSI" /qn /norestart' in runner
    system = hive_proof.flatten(proof.read("/Windows/System32/config/SYSTEM"))
    for service in ("atapi", "intelide"):
        assert system[rf"ControlSet001\Services\{service}"]["Start"][1] == bytes(4)
    listed = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert "V2XB001.MSI" in str(listed["disks"][0]["changes"])
    assert main.main(["hal", str(image), "--undo", "--conversion", "--json"]) == DONE
    assert image.read_bytes() == built.truths[machine.CURRENT].read_bytes()


@pytest.mark.parametrize(
    "files",
    [
        {"readme.txt": b"nothing"},
        {"net.inf": b"PCI\\VEN_1AF4", "net.sys": PACKAGES["xenbus/x64"]["xenbus.sys"]},
        PACKAGES["xenbus/x86"],
        {"a-x64.msi": b"", "b-x64.msi": b""},
    ],
)
def test_what_is_no_driver_for_it_is_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal, match="E970"):
        pv_drivers.load((str(tmp_path),), "x64")


def test_of_several_installers_that_of_the_processor_is_run(tmp_path: Path) -> None:
    for name in ("agent-x64.msi", "agent-x86.msi"):
        (tmp_path / name).write_bytes(name.encode())
    for architecture in MACHINES:
        [found] = pv_drivers.load((str(tmp_path),), architecture).installers
        assert found.name == f"agent-{architecture}.msi"
