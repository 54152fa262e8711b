"""Digests of a manifest: compared while disks are copied, before anything has its name."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.appliances import SCSI, archive, disk_item, envelope, item, manifest

from engine.choices import Choices
from engine.findings import Finding
from engine.job import work
from engine.job.convert import plan
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.noted_digests import CompareFiles, copy_steps
from engine.job.events import Event, Finished, Found, Progress
from engine.job.result.manifest import NAME
from engine.vmware import machine

DISKS = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1"/>'
FILES = '<File ovf:id="file1" ovf:href="disk.vmdk"/><File ovf:id="iso" ovf:href="a.iso"/>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("built") / "vm"
    return build(folder, size=1 << 20, layout="streamOptimized", snapshots=0)


@pytest.fixture
def members(built: Machine) -> dict[str, bytes]:
    """An appliance whose manifest is right."""
    text = envelope(SCSI, disk_item(), item(15, 9), files=FILES, disks=DISKS).encode()
    files = {"vm.ovf": text, "disk.vmdk": built.disk.read_bytes(), "a.iso": b"iso" * 9999}
    return {"vm.ovf": text, "vm.mf": manifest(files), **files}


def flipped(data: bytes, at: int) -> bytes:
    """``data`` with one bit changed."""
    buffer = io.BytesIO(data)
    buffer.seek(at)
    buffer.write(bytes((data[at] ^ 1,)))
    return buffer.getvalue()


def convert(
    folder: Path, members: dict[str, bytes], *, trusted: bool = False, form: str = "vm.ova"
) -> tuple[Finished, list[Finding]]:
    """How a conversion ends, and what was found meanwhile."""
    source = folder / form
    if form == "vm.ova":
        archive(source, members)
    else:
        for name, data in members.items():
            (folder / name).write_bytes(data)
    read = machine.read(source, trusted=trusted)
    made = plan.make(read, folder / "out", Choices(trusted=trusted))
    found: list[Finding] = []

    def emit(event: Event) -> None:
        if isinstance(event, Found) and event.finding not in made.findings:
            found.append(event.finding)

    return work.run(ConversionJob(made), emit, threading.Event()), found


def results(folder: Path) -> list[str]:
    suffixes = (".img", ".cfg")
    return sorted(
        each.name
        for each in (folder / "out").iterdir()
        if each.suffix in suffixes or each.name == NAME
    )


@pytest.mark.parametrize("form", ["vm.ova", "vm.ovf"])
def test_what_agrees(tmp_path: Path, members: dict[str, bytes], built: Machine, form: str) -> None:
    finished, found = convert(tmp_path, members, form=form)
    assert (finished.outcome, found) == ("done", [])
    image = tmp_path / "out/appliance.img"
    assert image.read_bytes() == built.truths["current"].read_bytes()


#: One bit of the header's padding; the padding after the last marker; a byte of the file that is
#: in no disk: nothing that is read for the image tells.
@pytest.mark.parametrize(("name", "at"), [("disk.vmdk", 500), ("disk.vmdk", -3), ("a.iso", 10)])
@pytest.mark.parametrize("form", ["vm.ova", "vm.ovf"])
@pytest.mark.parametrize("trusted", [False, True])
def test_one_bit(
    tmp_path: Path, members: dict[str, bytes], name: str, at: int, form: str, trusted: bool
) -> None:
    members[name] = flipped(members[name], at % len(members[name]))
    finished, found = convert(tmp_path, members, trusted=trusted, form=form)
    if trusted:
        assert finished.outcome == "done"
        assert [each.code for each in found] == ["W120"]
        assert name in found[0].message
    else:
        assert finished.outcome == "refused"
        assert [each.code for each in finished.findings] == ["E124"]
        assert name in finished.findings[0].message
        assert results(tmp_path) == []


def test_a_disk_left_out_does_not_matter(tmp_path: Path, members: dict[str, bytes]) -> None:
    members["disk.vmdk"] = b"damaged"
    source = archive(tmp_path / "vm.ova", members)
    read = machine.leave_out(machine.read(source), ["scsi0:0"])
    made = plan.make(read, tmp_path / "out", Choices())
    assert [each.name for each in read.digests] == ["disk.vmdk", "a.iso"]
    (compared,) = copy_steps(read, made.disks, agreed=False)
    assert isinstance(compared, CompareFiles)
    assert [each.name for each in compared.digests] == ["a.iso"]


def test_it_stops_while_it_compares(tmp_path: Path, members: dict[str, bytes]) -> None:
    """And goes on afterwards: the digests are compared anew."""
    source = archive(tmp_path / "vm.ova", members)
    cancel = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.done:
            cancel.set()

    made = plan.make(machine.read(source), tmp_path / "out", Choices())
    assert work.run(ConversionJob(made), emit, cancel).outcome == "stopped"
    assert not [each for each in threading.enumerate() if each.name == "digests"]
    again = ConversionJob.resumed(tmp_path / "out")
    assert work.run(again, lambda _: None, threading.Event()).outcome == "done"
    assert results(tmp_path) == ["appliance.cfg", "appliance.img", NAME]
