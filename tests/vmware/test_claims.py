"""Which file is which disk: by slot and layer, and never two slots with one file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fixtures.several import noise, write_base, write_child, write_vmx
from vmware.reading import codes, content

from engine.vmware import machine
from engine.vmware.model import Disk, VirtualMachine

ELSEWHERE = [
    "/vmfs/volumes/ds2/vm/vm.vmdk",
    "[ds2] vm/vm.vmdk",
    r"D:\machines\vm\vm.vmdk",
    r"\\server\share\vm.vmdk",
    "../ds2/vm.vmdk",
    "ds2/vm.vmdk",
]
BOTH_LOST = [[("E201", "scsi0:0")], [("E201", "scsi0:1")]]
A, B = 0xAAAAAAAA, 0xBBBBBBBB


def read(disks: VirtualMachine, number: int) -> bytes:
    chain = disks.disks[number].chain
    assert chain is not None, disks.disks[number].findings
    return content(chain)


def blocking(disk: Disk) -> list[tuple[str, str]]:
    """Code and place of what stands against a disk."""
    return [(each.code, each.place) for each in disk.findings if each.blocks]


def write_vmsd(path: Path, uid: int, name: str) -> None:
    """A snapshot that froze ``name`` at scsi0:0."""
    disk = ('numDisks = "1"', 'disk0.node = "scsi0:0"', f'disk0.fileName = "{name}"')
    path.write_text("\n".join(f"snapshot0.{line}" for line in (f'uid = "{uid}"', *disk)))


# -- of the same name


@pytest.mark.parametrize("written", ELSEWHERE)
@pytest.mark.parametrize("first", [True, False])
def test_a_file_that_another_slot_names_stands_in_for_none(
    tmp_path: Path, written: str, first: bool
) -> None:
    truth = write_base(tmp_path / "vm" / "vm.vmdk", noise(1))
    slots = {"scsi0:0": "vm.vmdk", "scsi0:1": written}
    if first:
        slots = {"scsi0:0": written, "scsi0:1": "vm.vmdk"}
    vmx = write_vmx(tmp_path / "vm" / "vm.vmx", slots)
    found = machine.read(vmx)
    lost, here = found.disks if first else found.disks[::-1]
    assert blocking(lost) == [("E201", str(lost.slot))]
    assert "W207" in codes(lost.findings)
    assert blocking(here) == []
    assert read(found, found.disks.index(here)) == truth

    other = write_base(tmp_path / "copies" / "other.vmdk", noise(2))
    placed = {str(lost.slot): tmp_path / "copies" / "other.vmdk"}
    found = machine.read(vmx, placed=placed)
    expected = [other, truth] if first else [truth, other]
    assert [read(found, 0), read(found, 1)] == expected
    assert found.all_findings == ()


@pytest.mark.parametrize("written", ELSEWHERE)
def test_a_file_that_nothing_else_claims_stands_in(tmp_path: Path, written: str) -> None:
    truth = write_base(tmp_path / "vm" / "vm.vmdk", noise(1))
    other = write_base(tmp_path / "vm" / "data.vmdk", noise(2))
    vmx = write_vmx(tmp_path / "vm" / "vm.vmx", {"scsi0:0": written, "scsi0:1": "data.vmdk"})
    found = machine.read(vmx)
    assert [read(found, 0), read(found, 1)] == [truth, other]
    assert codes(found.all_findings) == ["W105"]


def test_a_file_that_could_be_either_of_two_is_neither(tmp_path: Path) -> None:
    write_base(tmp_path / "vm" / "vm.vmdk", noise(1))
    slots = {"scsi0:0": "[ds1] vm/vm.vmdk", "scsi0:1": "[ds2] vm/vm.vmdk"}
    found = machine.read(write_vmx(tmp_path / "vm" / "vm.vmx", slots))
    assert [blocking(disk) for disk in found.disks] == [
        [("E201", "scsi0:0")],
        [("E201", "scsi0:1")],
    ]


def test_a_file_deep_in_the_chain_of_another_slot(tmp_path: Path) -> None:
    folder = tmp_path / "vm"
    below = write_base(folder / "vm.vmdk", noise(1), cid=A)
    write_child(folder / "vm-000001.vmdk", noise(2), below, parent_cid=A, hint="vm.vmdk")
    slots = {"scsi0:0": "vm-000001.vmdk", "scsi0:1": "[ds2] vm/vm.vmdk"}
    found = machine.read(write_vmx(folder / "vm.vmx", slots))
    assert blocking(found.disks[1]) == [("E201", "scsi0:1")]
    left = machine.leave_out(found, ["scsi0:0"])  # that it is not converted frees no file of it
    assert [blocking(disk) for disk in left.disks] == [[("E201", "scsi0:1")]]


def test_a_file_that_a_snapshot_of_another_slot_names(tmp_path: Path) -> None:
    """The chain of that slot is broken, so that it does not lead to the file any more."""
    folder = tmp_path / "vm"
    write_base(folder / "vm.vmdk", noise(1))
    slots = {"scsi0:0": "vm-000001.vmdk", "scsi0:1": "[ds2] vm/vm.vmdk"}
    vmx = write_vmx(folder / "vm.vmx", slots)
    snapshot = (
        'uid = "1"',
        'numDisks = "1"',
        'disk0.node = "scsi0:0"',
        'disk0.fileName = "vm.vmdk"',
    )
    (folder / "vm.vmsd").write_text("\n".join(f"snapshot0.{line}" for line in snapshot))
    found = machine.read(vmx)
    assert [blocking(disk) for disk in found.disks] == [
        [("E201", "scsi0:0")],
        [("E201", "scsi0:1")],
    ]


@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_one_file_in_two_slots(tmp_path: Path, link: object) -> None:
    folder = tmp_path / "vm"
    truth = write_base(folder / "a.vmdk", noise(1), "sparse")
    if callable(link):
        link(folder / "a.vmdk", folder / "b.vmdk")
    slots = {"scsi0:0": "a.vmdk", "scsi0:1": "b.vmdk" if link else "a.vmdk"}
    found = machine.read(write_vmx(folder / "vm.vmx", slots))
    assert codes(found.findings) == ["E115"]
    left = machine.leave_out(found, ["scsi0:1"])
    assert codes(left.all_findings) == ["W208"]
    assert read(left, 0) == truth
    assert [str(disk.slot) for disk in left.left_out] == ["scsi0:1"]


def test_one_parent_of_two_slots(tmp_path: Path) -> None:
    folder = tmp_path / "vm"
    below = write_base(folder / "base.vmdk", noise(1), cid=A)
    truth = [
        write_child(folder / f"{name}.vmdk", noise(seed), below, parent_cid=A, hint="base.vmdk")
        for seed, name in enumerate("ab")
    ]
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "a.vmdk", "scsi0:1": "b.vmdk"})
    assert codes(machine.read(vmx).all_findings) == ["E115"]
    write_base(tmp_path / "copy" / "base.vmdk", noise(1), cid=A)
    found = machine.read(vmx, placed={"scsi0:1.2": tmp_path / "copy" / "base.vmdk"})
    assert [read(found, 0), read(found, 1)] == truth
    assert found.all_findings == ()


# -- parents


@pytest.mark.parametrize("hint", [each for each in ELSEWHERE if each != "ds2/vm.vmdk"])
def test_a_clone_named_like_its_parent(tmp_path: Path, hint: str) -> None:
    below = write_base(tmp_path / "template" / "vm.vmdk", noise(1), cid=A)
    clone = tmp_path / "clone"
    truth = write_child(clone / "vm.vmdk", noise(2), below, parent_cid=A, hint=hint)
    vmx = write_vmx(clone / "vm.vmx", {"scsi0:0": "vm.vmdk"})
    (disk,) = machine.read(vmx).disks
    assert blocking(disk) == [("E301", "scsi0:0.2")]
    assert "--set locate.scsi0:0.2=PATH" in disk.findings[0].remedy
    assert [layer.path.name for layer in disk.layers] == ["vm.vmdk"]
    found = machine.read(vmx, placed={"scsi0:0.2": tmp_path / "template" / "vm.vmdk"})
    assert read(found, 0) == truth
    named = machine.read(vmx, placed={"vm.vmdk": tmp_path / "template" / "vm.vmdk"})
    (finding,) = named.findings
    assert finding.code == "E114"
    assert "locate.scsi0:0, locate.scsi0:0.2" in finding.remedy


def test_a_parent_of_the_right_name_with_another_content(tmp_path: Path) -> None:
    folder = tmp_path / "vm"
    below = write_base(tmp_path / "real.vmdk", noise(1), cid=A)
    write_base(folder / "base.vmdk", noise(3), cid=B)
    write_child(folder / "vm.vmdk", noise(2), below, parent_cid=A, hint="[ds] t/base.vmdk")
    (disk,) = machine.read(write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"})).disks
    assert blocking(disk) == [("E301", "scsi0:0.2")]
    here = write_base(folder / "other.vmdk", noise(1), cid=A)  # the content ID finds it
    found = machine.read(folder / "vm.vmx")
    assert read(found, 0)[-1000:] == here[-1000:]
    assert codes(found.all_findings) == ["W301"]


def test_an_extent_of_the_right_name_of_another_size(tmp_path: Path) -> None:
    folder = tmp_path / "vm"
    truth = write_base(folder / "vm.vmdk", noise(1))
    text = (folder / "vm.vmdk").read_text()
    (folder / "vm.vmdk").write_text(text.replace('"vm-flat', '"/vmfs/volumes/ds/vm/vm-flat'))
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm.vmdk"})
    assert read(machine.read(vmx), 0) == truth
    with (folder / "vm-flat.vmdk").open("ab") as file:
        file.write(bytes(512))
    (disk,) = machine.read(vmx).disks
    assert blocking(disk) == [("E201", "scsi0:0.1.1")]
    (tmp_path / "vm.bin").write_bytes(truth)
    assert read(machine.read(vmx, placed={"scsi0:0.1.1": tmp_path / "vm.bin"}), 0) == truth


# -- what the user said


@pytest.mark.parametrize("key", ["scsi0:5", "scsi0:0.2", "ide0:0.1.1", "nothing.vmdk"])
def test_what_means_no_file_is_refused(tmp_path: Path, key: str) -> None:
    write_base(tmp_path / "vm.vmdk", noise(1))
    vmx = write_vmx(tmp_path / "vm.vmx", {"scsi0:0": "vm.vmdk"})
    (finding,) = machine.read(vmx, placed={key: tmp_path / "vm.vmdk"}).all_findings
    assert finding.code == "E113"
    assert f"locate.{key} " in finding.message


def test_a_name_that_two_slots_have(tmp_path: Path) -> None:
    write_base(tmp_path / "copies" / "vm.vmdk", noise(1))
    slots = {"scsi0:0": "[ds1] vm/vm.vmdk", "scsi0:1": "[ds2] vm/vm.vmdk"}
    vmx = write_vmx(tmp_path / "vm" / "vm.vmx", slots)
    found = machine.read(vmx, placed={"VM.vmdk": tmp_path / "copies" / "vm.vmdk"})
    assert codes(found.findings) == ["E114"]
    assert all(disk.chain is None for disk in found.disks)


def test_what_was_said_of_the_running_state_counts_for_its_snapshots(tmp_path: Path) -> None:
    folder, away = tmp_path / "vm", tmp_path / "away"
    below = write_base(away / "base.vmdk", noise(1), cid=A)
    write_child(folder / "vm-000001.vmdk", noise(2), below, parent_cid=A, hint="vm.vmdk")
    vmx = write_vmx(folder / "vm.vmx", {"scsi0:0": "vm-000001.vmdk"})
    snapshot = (
        'uid = "7"',
        'numDisks = "1"',
        'disk0.node = "scsi0:0"',
        'disk0.fileName = "vm.vmdk"',
    )
    (folder / "vm.vmsd").write_text("\n".join(f"snapshot0.{line}" for line in snapshot))
    found = machine.read(vmx, placed={"scsi0:0.2": away / "base.vmdk"})
    assert read(machine.state(found, "7"), 0) == below
    untold = machine.read(vmx)
    assert blocking(machine.state(untold, "7").disks[0]) == [("E201", "scsi0:0")]
    placed = {"scsi0:0": away / "base.vmdk"}  # of that state
    assert read(machine.state(untold, "7", placed=placed), 0) == below
