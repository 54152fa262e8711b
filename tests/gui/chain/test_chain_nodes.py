"""Rows of the tree as plain data: what a disk and its layers are called, and what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fixtures import machine, sixty

from engine.findings import finding
from engine.vmware.machine import read
from engine.vmware.model import Slot, SnapshotDisk
from gui.chain.chain_nodes import Node, add_findings, columns, frozen_by, total_held, verdict
from gui.chain.machine_nodes import machine_node


def table(node: Node, depth: int = 0) -> list[tuple[str, str]]:
    """Name (indented) and role of a node and all below it."""
    rows = [("  " * depth + node.name, node.role)]
    for child in node.children:
        rows += table(child, depth + 1)
    return rows


def test_a_machine_reads_from_the_running_state_to_the_base(built: machine.Machine) -> None:
    assert table(machine_node(read(built.vmx))) == [
        ("win2003", "Virtual machine"),
        ("  Disk scsi0:0", "Hard disk"),
        ("    win2003-000002.vmdk", "Running state"),
        ("    win2003-000001.vmdk", "Snapshot “Snapshot 2”"),
        ("    win2003.vmdk", "Base · Snapshot “Snapshot 1”"),
    ]


def test_columns_of_a_layer(built: machine.Machine) -> None:
    layer = machine_node(read(built.vmx)).children[0].children[0]
    shown = dict(zip(columns(), layer.cells, strict=True))
    assert shown["Format"] == "monolithicSparse"
    assert shown["Size"] == "16 MiB"
    assert shown["Held"].endswith("iB")
    assert shown["Check"] == "OK"
    assert shown["Description"].startswith("content ID ")
    assert datetime.fromisoformat(shown["Date"]).year >= 2024


def test_layers_that_only_a_branch_has_stand_below_it(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    beside = machine_node(read(made.vmx)).children[-1]
    assert (beside.name, beside.role, beside.icon) == ("Snapshot 3", "Branch", "branch")
    assert (bool(beside.date), beside.check) == (True, "OK")
    assert table(beside)[1:] == [("  win2003-000003.vmdk", "Layer of this branch")]


def test_a_branch_that_misses_a_part_says_so(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    made.disk.with_name("win2003-000003.vmdk").unlink()
    node = machine_node(read(made.vmx))
    assert node.check == "OK"  # the running state needs it not
    beside = node.children[-1]
    assert (beside.check, beside.check_icon) == ("Blocked", "error")
    (part,) = beside.children
    assert (part.name, part.icon, part.missing) == (
        "win2003-000003.vmdk",
        "missing",
        "win2003-000003.vmdk",
    )


def test_a_wrong_content_id_is_told_at_the_layer(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, layout="monolithicFlat")
    base = made.disk.with_name("win2003.vmdk")
    lines = base.read_text().splitlines()
    base.write_text("\n".join("CID=12345678" if x.startswith("CID=") else x for x in lines))
    layers = machine_node(read(made.vmx)).children[0].children
    assert [layer.check for layer in layers] == ["OK", "OK", "Wrong content ID"]


def test_a_snapshot_in_a_deep_chain_is_told_from_its_neighbours(tmp_path: Path) -> None:
    """Its place says which it is, though all names begin alike and there is little room."""
    sixty.build(tmp_path / "vm")
    disk = machine_node(read(tmp_path / "vm" / "Night watch.vmx")).children[0]
    shown = [layer.brief or layer.role for layer in disk.children]
    assert shown[:2] == ["Running state", "… 2040: nightly state of the accounting database"]
    assert len(set(shown)) == len(shown) == 31


def test_a_layer_is_that_of_a_snapshot_as_any_system_writes_its_path(
    built: machine.Machine,
) -> None:
    found = read(built.vmx)
    [disk] = found.disks
    first, second = found.snapshots.all[0], found.snapshots.all[1]
    for written in (r"D:\vm\win2003.vmdk", "/vmfs/volumes/a/win2003.vmdk", "win2003.vmdk"):
        there = replace(first, disks=(SnapshotDisk(str(disk.slot), written),))
        snapshots = replace(found.snapshots, all=(there, second))
        assert frozen_by(disk.layers[-1], disk.slot, snapshots) == "Snapshot 1"
        assert frozen_by(disk.layers[-1], Slot("ide", 0, 0), snapshots) == ""
        assert frozen_by(disk.layers[0], disk.slot, snapshots) == ""


def test_the_worst_of_its_findings_is_the_verdict() -> None:
    hint, fault = finding("W507", format="vmdk"), finding("E402", path="x")
    assert verdict(()) == ("OK", "ok")
    assert verdict((hint,)) == ("OK, see findings", "warning")
    assert verdict((hint, fault)) == ("Blocked", "error")


def test_a_finding_stands_at_its_file_or_is_a_sentence() -> None:
    node = Node("disk")
    node.add(Node("a.vmdk", check="OK", check_icon="ok"))
    here = finding("E302", "a.vmdk", path="a.vmdk", found="2", expected="3")
    gone = finding("E201", "b.vmdk", path="b.vmdk", folder="/f").at("scsi0:0.1")
    add_findings(node, (here.at("scsi0:0.0"), gone, finding("E402", path="x")), "@3")
    one, other, sentence = node.children
    assert (one.check, one.place, one.check_icon) == ("Wrong content ID", "scsi0:0.0@3", "error")
    assert (other.name, other.role, other.check) == ("b.vmdk", "Missing part", "Missing")
    assert (other.missing, other.place) == ("b.vmdk", "scsi0:0.1@3")
    assert (sentence.spans, sentence.icon, sentence.name[:6]) == (True, "error", "E402: ")
    assert [each.row for each in node.children] == [0, 1, 2]


def test_the_only_layer_is_the_running_state(tmp_path: Path) -> None:
    alone = read(machine.build(tmp_path / "vm", size=1 << 20, snapshots=0).vmx)
    assert table(machine_node(alone))[2:] == [("    win2003.vmdk", "Running state")]
    assert total_held(alone).endswith("iB")
