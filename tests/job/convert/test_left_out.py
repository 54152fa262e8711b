"""Disks that are left out: one missing data disk does not stop a machine."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from fixtures import linux as made
from fixtures import lvm, partitioned
from fixtures.partitioned import Part
from fixtures.several import noise, write_base, write_vmx

from engine.choices import Choices
from engine.cli.main import main
from engine.findings import Refusal
from engine.job import work
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import Plan
from engine.vmware import machine

MIB = 1 << 20


def plan(vmx: Path, *without: str) -> Plan:
    choices = Choices(without=without)
    return plans.make(machine.read(vmx), vmx.parent.with_name("out"), choices)


def reasons(made: Plan) -> list[str]:
    """What stands against it: the reasons of E117, other codes."""
    return [
        each.message.partition("left out: ")[2] if each.code == "E117" else each.code
        for each in made.blocking
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vm").mkdir()
    return tmp_path / "vm"


def test_a_missing_data_disk(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = write_base(folder / "vm.vmdk", noise(1))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk", "scsi0:1": "data.vmdk"})
    out = folder.with_name("out")
    command = ["convert", str(vmx), "-o", str(out), "--json"]
    assert main(command) == 3
    capsys.readouterr()
    assert main([*command, "--without", "SCSI0:1"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in said["findings"]] == ["W208"]
    assert (out / "vm.img").read_bytes() == truth
    assert len(list(out.glob("*.img"))) == 1
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["left_out"] == [{"slot": "scsi0:1", "file": "data.vmdk"}]
    assert '# Left out: the disk at scsi0:1 ("data.vmdk").' in (out / "vm.cfg").read_text()
    assert main(["config", str(vmx), "--without", "scsi0:1"]) == 0
    assert "Left out: the disk at scsi0:1" in capsys.readouterr().out


@pytest.mark.parametrize("slot", ["scsi0:2", "scsi0", "nothing", ""])
def test_what_is_no_disk(folder: Path, slot: str) -> None:
    write_base(folder / "vm.vmdk", noise(1))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"})
    with pytest.raises(Refusal) as caught:
        plan(vmx, slot)
    (finding,) = caught.value.findings
    assert finding.code == "E116"
    assert "scsi0:0" in finding.remedy


def test_all_of_them(folder: Path) -> None:
    write_base(folder / "vm.vmdk", noise(1))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"})
    assert reasons(plan(vmx, "scsi0:0")) == ["no other disk is left."]


def test_resuming_leaves_the_same_out(folder: Path) -> None:
    truth = write_base(folder / "vm.vmdk", noise(1))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk", "scsi0:1": "data.vmdk"})
    cancel = threading.Event()
    cancel.set()
    out = folder.with_name("out")
    assert (
        work.run(ConversionJob(plan(vmx, "scsi0:1")), lambda event: None, cancel).outcome
        == "stopped"
    )
    resumed = ConversionJob.resumed(out).plan
    assert [str(disk.slot) for disk in resumed.machine.left_out] == ["scsi0:1"]
    assert work.run(ConversionJob(resumed), lambda event: None, threading.Event()).outcome == "done"
    assert (out / "vm.img").read_bytes() == truth
    older = Choices().as_json()
    del older["without"]  # a journal written before there was a choice
    assert Choices.from_json(older).without == ()


def put_disk(folder: Path, name: str, *parts: Part) -> None:
    """A partitioned disk as ``name``.vmdk."""
    raw = folder / f"{name}.raw"
    partitioned.build(raw, parts)
    write_base(folder / f"{name}.vmdk", raw.read_bytes())
    raw.unlink()


def test_the_disk_that_the_machine_starts_from(folder: Path) -> None:
    put_disk(folder, "start", Part(MIB, "83", active=True))
    put_disk(folder, "data", Part(MIB, "83"))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "data.vmdk", "scsi0:1": "start.vmdk"})
    assert reasons(plan(vmx, "scsi0:0")) == []
    assert reasons(plan(vmx, "scsi0:1")) == ["the machine starts from it."]


def test_a_missing_disk_where_no_other_starts(folder: Path) -> None:
    """Of a disk with data alone it can be seen that the machine does not start from it."""
    (folder / "tree").mkdir()
    made.ext4(folder / "volume", folder / "tree", size=4 * MIB)
    put_disk(folder, "data", Part(4 * MIB, "83", folder / "volume"))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "gone.vmdk", "scsi0:1": "data.vmdk"})
    assert reasons(plan(vmx, "scsi0:0")) == ["the machine starts from none of the others."]
    put_disk(folder, "data", Part(4 * MIB, "83", folder / "volume", active=True))
    assert reasons(plan(vmx, "scsi0:0")) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_a_part_of_a_volume_group(folder: Path, is_there: bool) -> None:
    volumes = [folder / "pv0", folder / "pv1"]
    lvm.build(volumes, [1, 1], "data", {"all": [(0, 0, 1), (1, 0, 1)]})
    for number, volume in enumerate(volumes):
        put_disk(folder, f"d{number}", Part(6 * MIB, "8e", volume))
    put_disk(folder, "start", Part(MIB, "83", active=True))
    if not is_there:
        (folder / "d1.vmdk").unlink()
    slots = {"scsi0:0": "start.vmdk", "scsi0:1": "d0.vmdk", "scsi0:2": "d1.vmdk"}
    vmx = write_vmx(folder / "vm.vmx", slots)
    part = "a part of the volume group data is on it, another one at scsi0:1."
    assert reasons(plan(vmx, "scsi0:2")) == [part]
    assert reasons(plan(vmx, "scsi0:1", "scsi0:2")) == []


def test_what_was_missing_before_is_no_part(folder: Path) -> None:
    """A second missing disk is not taken for the one that a whole group misses nothing of."""
    volumes = [folder / "pv0", folder / "pv1"]
    lvm.build(volumes, [1, 1], "data", {"all": [(0, 0, 1), (1, 0, 1)]})
    start = Part(MIB, "83", active=True)
    put_disk(folder, "both", start, *(Part(6 * MIB, "8e", volume) for volume in volumes))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "both.vmdk", "scsi0:1": "gone.vmdk"})
    assert reasons(plan(vmx, "scsi0:1")) == []
