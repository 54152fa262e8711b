"""A machine as plain data: its snapshots as a tree, what is said of it once, what hides a disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fixtures.vmdk.layer import Layer
from vmware.made_disks import MIB, noise, sparse
from vmware.reading import content, open_disk

from engine.disk.block_map import Kind, Nothing
from engine.findings import finding
from engine.vmware.model import Disk, Slot, Snapshot, Snapshots, VirtualMachine


def snapshot(uid: int, parent: int | None) -> Snapshot:
    return Snapshot(uid, parent, f"s{uid}", "", None, False, ())


TREE = Snapshots(
    (snapshot(1, None), snapshot(2, 1), snapshot(3, 2), snapshot(4, 1), snapshot(7, 99)), 3
)


def uids(found: tuple[Snapshot, ...]) -> list[int]:
    return [each.uid for each in found]


@pytest.mark.parametrize(
    ("uid", "expected"), [(3, [3, 2, 1]), (4, [4, 1]), (1, [1]), (7, [7]), (9, []), (None, [])]
)
def test_a_snapshot_and_those_that_it_descends_from(uid: int | None, expected: list[int]) -> None:
    assert uids(TREE.ancestors(uid)) == expected


def test_children_are_those_of_one_parent() -> None:
    assert uids(TREE.children(None)) == [1]
    assert uids(TREE.children(1)) == [2, 4]
    assert uids(TREE.children(3)) == []


def test_slots_are_in_the_order_of_their_numbers() -> None:
    slots = [Slot("scsi", 0, 10), Slot("scsi", 0, 2), Slot("ide", 1, 0), Slot("scsi", 1, 0)]
    assert list(map(str, sorted(slots))) == ["ide1:0", "scsi0:2", "scsi0:10", "scsi1:0"]


def test_whatever_is_said_is_said_once(tmp_path: Path) -> None:
    chain = open_disk(sparse(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB))))
    same, other = finding("W205", path="x"), finding("W201", path="y")
    chain.notes.extend((same, other, same))
    disk = Disk(Slot("ide", 0, 0), "a", tmp_path, "persistent", "ide", chain, (same,))
    found = VirtualMachine(tmp_path, "vm", disks=(disk, disk), findings=(other,))
    assert chain.findings == (same, other)
    assert found.all_findings == (other, same)


def test_what_is_blank_hides_what_the_layers_hold(tmp_path: Path) -> None:
    chain = open_disk(sparse(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB))))
    blank = chain.with_blank(Nothing(MIB, Kind.ZERO))
    assert (content(chain), content(blank)) == (noise(MIB), bytes(MIB))
    assert blank.layer_mappings == chain.layer_mappings


def test_the_system_is_what_the_guest_told(tmp_path: Path) -> None:
    found = VirtualMachine(tmp_path, "vm", guest_os="winnetenterprise")
    assert "2003" in found.system
    assert replace(found, guest_detail="Debian 12").system == "Debian 12"
