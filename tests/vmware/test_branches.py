"""Snapshots that the running state does not descend from."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import machine as fixtures

from engine.vmware import branches, machine
from engine.vmware.model import Snapshots


@pytest.fixture
def vm(tmp_path: Path) -> fixtures.Machine:
    return fixtures.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)


def test_a_branch_has_the_layers_that_are_its_own(vm: fixtures.Machine) -> None:
    (branch,) = machine.read(vm.vmx).branches
    assert (branch.uid, str(branch.slot)) == (3, "scsi0:0")
    assert [layer.path.name for layer in branch.layers] == ["win2003-000003.vmdk"]
    assert branch.findings == ()


def test_what_a_branch_misses_is_no_matter_of_the_running_state(vm: fixtures.Machine) -> None:
    vm.disk.with_name("win2003-000003.vmdk").unlink()
    found = machine.read(vm.vmx)
    assert found.all_findings == ()
    assert [(each.code, each.file) for each in found.branches[0].findings] == [
        ("E201", "win2003-000003.vmdk")
    ]


def test_a_row_of_snapshots_has_no_branches(tmp_path: Path) -> None:
    vm = fixtures.build(tmp_path / "vm", size=1 << 20, snapshots=3)
    assert machine.read(vm.vmx).branches == ()


def test_so_many_are_looked_at(vm: fixtures.Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branches, "BRANCHES_LIMIT", 0)
    assert machine.read(vm.vmx).branches == ()


def test_ancestors(vm: fixtures.Machine) -> None:
    snapshots = machine.read(vm.vmx).snapshots
    assert [each.uid for each in snapshots.ancestors(3)] == [3, 1]
    assert snapshots.ancestors(None) == snapshots.ancestors(99) == ()
    assert Snapshots().ancestors(1) == ()
