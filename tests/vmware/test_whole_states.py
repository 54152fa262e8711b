"""Which states of a machine are whole, and the newest of them where a chain is broken."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fixtures import machine

from engine.findings import Stopped
from engine.vmware import whole_states as states
from engine.vmware.machine import read
from engine.vmware.whole_states import newest_whole, whole_states


def test_a_machine_that_lacks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No state is opened for it: they are in the chain of the running state, or beside it."""
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=3, branches=True)
    monkeypatch.setattr(states, "OPENED", 0)
    found = whole_states(read(made.vmx))
    assert found == {"": True, "1": True, "2": True, "3": True, "4": True}


@pytest.mark.parametrize(
    ("missing", "whole"),
    [
        ("win2003-000003.vmdk", {"": False, "3": True, "2": True, "1": True}),
        ("win2003-000002.vmdk", {"": False, "3": False, "2": True, "1": True}),
        ("win2003-000001.vmdk", {"": False, "3": False, "2": False, "1": True}),
        ("win2003.vmdk", {"": False, "3": False, "2": False, "1": False}),
    ],
)
def test_states_above_a_missing_layer_are_broken(
    tmp_path: Path, missing: str, whole: dict[str, bool]
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=3)
    made.disk.with_name(missing).unlink()
    found = read(made.vmx)
    judged = whole_states(found)
    assert judged == whole
    newest = newest_whole(found, judged)
    expected = next((uid for uid in ("3", "2", "1") if whole[uid]), None)
    assert (str(newest.uid) if newest else None) == expected


def test_a_branch_that_is_broken_stands_alone(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    made.disk.with_name("win2003-000003.vmdk").unlink()
    assert whole_states(read(made.vmx)) == {"": True, "1": True, "2": True, "3": False}


def test_of_many_states_only_some_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=3)
    made.disk.with_name("win2003.vmdk").unlink()
    monkeypatch.setattr(states, "OPENED", 1)
    assert whole_states(read(made.vmx)) == {"": False, "3": False}


def test_looking_is_stopped(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Stopped):
        whole_states(read(made.vmx), cancel=cancel)
