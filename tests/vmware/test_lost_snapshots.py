"""Disks made from a machine's disk that nothing names: what is told, and that its remedy helps."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.reading import content

from engine.findings import Finding
from engine.vmware import machine
from engine.vmware.model import VirtualMachine

MIB = 1 << 20


def forgotten(folder: Path, names: str = "vm.vmdk", layout: str = "monolithicSparse") -> Machine:
    """A machine with two snapshots whose .vmx is from before them, and whose list is lost."""
    built = build(folder / "vm", name="vm", size=4 * MIB, snapshots=2, layout=layout)
    text = built.vmx.read_text()
    assert built.disk.name in text
    built.vmx.write_text(text.replace(built.disk.name, names))
    built.vmx.with_suffix(".vmsd").unlink()
    return built


def lost(found: VirtualMachine) -> list[Finding]:
    return [each for each in found.findings if each.code == "W113"]


def read_of(found: VirtualMachine) -> bytes:
    (disk,) = found.disks
    assert disk.chain is not None, disk.findings
    return content(disk.chain)


@pytest.mark.parametrize(
    "layout", ["monolithicSparse", "vmfs", "twoGbMaxExtentSparse", "vmfsSeSparse"]
)
def test_the_remedy_helps(tmp_path: Path, layout: str) -> None:
    built = forgotten(tmp_path, layout=layout)
    (said,) = lost(machine.read(built.vmx))
    setting = re.search(r"locate\.([a-z0-9:]+)=PATH", said.remedy)
    assert setting
    placed = {setting[1]: built.vmx.with_name("vm-000002.vmdk")}
    assert placed[setting[1]].name in said.message
    found = machine.read(built.vmx, placed=placed)
    assert read_of(found) == built.truths["current"].read_bytes()
    assert lost(found) == []
    assert read_of(machine.read(placed[setting[1]])) == built.truths["current"].read_bytes()


def test_how_old_both_are_is_said(tmp_path: Path) -> None:
    """The data of a disk may be newer than its descriptor."""
    built = forgotten(tmp_path, layout="vmfs")
    times = {"vm.vmdk": 1, "vm-flat.vmdk": 2, "vm-000002.vmdk": 3, "vm-000002-delta.vmdk": 4}
    for name, days in times.items():
        os.utime(built.vmx.with_name(name), (0, 1_700_000_000 + days * 86_400))
    (said,) = lost(machine.read(built.vmx))
    assert "last written on 2023-11-18 22:13 UTC, vm.vmdk on 2023-11-16 22:13 UTC." in said.message


def test_a_snapshot_in_between(tmp_path: Path) -> None:
    """The .vmx names the first of two snapshots."""
    built = forgotten(tmp_path, "vm-000001.vmdk")
    (said,) = lost(machine.read(built.vmx))
    assert "vm-000002.vmdk" in said.message
    assert "vm-000001.vmdk" in said.message


def test_the_newest_is_no_lost_one(tmp_path: Path) -> None:
    assert lost(machine.read(forgotten(tmp_path, "vm-000002.vmdk").vmx)) == []


def test_in_another_folder(tmp_path: Path) -> None:
    """What matters lies beside the disk, not beside the .vmx."""
    built = forgotten(tmp_path)
    config = tmp_path / "other.vmx"
    config.write_text(built.vmx.read_text().replace('"vm.vmdk"', '"vm/vm.vmdk"'))
    (said,) = lost(machine.read(config))
    assert "vm-000002.vmdk" in said.message


def test_of_another_disk_with_the_same_content_id(tmp_path: Path) -> None:
    """Disks that were never written to all have the ID fffffffe: the parent's name decides."""
    built = forgotten(tmp_path)
    child = built.vmx.with_name("vm-000001.vmdk")
    data = child.read_bytes()
    assert b'Hint="vm.vmdk"' in data
    child.write_bytes(data.replace(b'Hint="vm.vmdk"', b'Hint="vx.vmdk"'))
    assert lost(machine.read(built.vmx)) == []


def test_loops_end(tmp_path: Path) -> None:
    """Two disks that claim to be each other's parent."""
    built = forgotten(tmp_path)
    for number, other in ((3, 4), (4, 3)):
        built.vmx.with_name(f"vm-00000{number}.vmdk").write_text(
            "# Disk DescriptorFile\nversion=1\nCID=77777777\nparentCID=77777777\n"
            f'parentFileNameHint="vm-00000{other}.vmdk"\nRW 8192 VMFSSPARSE "x-delta.vmdk"\n'
        )
    assert len(lost(machine.read(built.vmx))) == 1
