"""A machine as data and in words: what was found of it, and what could not be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import machine

from engine.report.machine_report import as_json, as_text, examine
from engine.vmware.machine import read
from engine.vmware.model import Snapshots, VirtualMachine

MIB = 1 << 20


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    folder = tmp_path_factory.mktemp("report")
    return machine.build(folder / "vm", size=2 * MIB, snapshots=2, branches=True)


@pytest.fixture(scope="module")
def found(built: machine.Machine) -> VirtualMachine:
    return read(built.vmx)


def test_all_tables_are_read(built: machine.Machine, found: VirtualMachine) -> None:
    allocated, guests, findings = examine(found)
    assert built.allocated is not None
    assert built.allocated <= allocated.pop("scsi0:0") <= 2 * MIB
    assert allocated == {}
    assert guests.keys() <= {"scsi0:0"}
    assert list(findings) == sorted(findings, key=lambda each: not each.blocks)
    assert len(set(findings)) == len(findings)


def test_data_for_programs(found: VirtualMachine) -> None:
    told = json.loads(json.dumps(as_json(found, {"scsi0:0": MIB}, {}, ())))
    assert told["path"] == str(found.path.absolute())
    [disk] = told["disks"]
    assert (disk["slot"], disk["size"], disk["allocated"]) == ("scsi0:0", 2 * MIB, MIB)
    assert [Path(each["path"]).name for each in disk["layers"]] == [
        "win2003-000002.vmdk", "win2003-000001.vmdk", "win2003.vmdk",
    ]  # fmt: skip
    assert [each["parent"] for each in told["snapshots"]] == [None, 1, 1]
    assert [each["current"] for each in told["snapshots"]] == [False, True, False]
    assert told["guests"] == told["prospects"] == {}


def test_lines_for_people(found: VirtualMachine) -> None:
    lines = list(as_text(found, {"scsi0:0": MIB}, {}))
    assert lines[0] == f"win2003  ({found.path})"
    assert lines[1].endswith(", 384.0 MiB, 1 vCPU, BIOS")
    assert "  scsi0:0  2.0 MiB, 1.0 MiB allocated  (lsilogic, persistent)" in lines
    layers = [line for line in lines if line.endswith(" on disk")]
    indents = [len(line) - len(line.lstrip()) for line in layers]
    assert indents == [4, 6, 8]
    assert lines[lines.index("  Snapshots") :] == [
        "  Snapshots",
        "    1  Snapshot 1",
        "      2  Snapshot 2  <- running state",
        "      3  Snapshot 3",
    ]


def test_what_is_not_known_is_not_told(found: VirtualMachine) -> None:
    bare = replace(found, guest_os="", guest_detail="", firmware="efi", snapshots=Snapshots())
    lines = list(as_text(bare, {}, {}))
    assert lines[1].startswith("  unknown guest, ")
    assert lines[1].endswith(", UEFI")
    assert "  scsi0:0  2.0 MiB  (lsilogic, persistent)" in lines
    assert "  Snapshots" not in lines


def test_a_disk_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=MIB)
    made.disk.unlink()
    broken = read(made.vmx)
    allocated, guests, findings = examine(broken)
    assert (allocated, guests) == ({}, {})
    assert findings[0].blocks
    [disk] = as_json(broken, allocated, guests, findings)["disks"]
    assert (disk["size"], disk["allocated"], disk["layers"]) == (None, None, [])
    assert f"  scsi0:0  {made.disk.name}  cannot be read" in list(as_text(broken, {}, {}))
