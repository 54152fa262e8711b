"""Buttons beside findings: each that is offered by a text is there, and does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.findings import finding
from engine.vmware.model import VirtualMachine
from gui.machines.opener import Opened
from gui.machines.remedies import Remedy, decided, remedies


@pytest.mark.parametrize(
    ("code", "fields", "expected"),
    [
        ("E970", {"name": "x", "reason": "y"}, (Remedy.NO_PV_DRIVERS,)),
        ("E643", {"file": "hal.dll", "root": r"\W"}, (Remedy.MEDIA,)),
        ("E621", {"name": "SYSTEM", "reason": "x"}, (Remedy.IGNORE_LOG,)),
        ("E663", {}, (Remedy.TELL_COMMANDS,)),
        ("E653", {}, (Remedy.KEEP_GUEST,)),
        ("W646", {"windows": "x", "reasons": "y"}, ()),  # nothing stands against it
        ("E877", {"name": "x"}, (Remedy.TAKE_SNAPSHOT, Remedy.LOOK_AGAIN)),
        ("W878", {"name": "x"}, (Remedy.DROP_SNAPSHOT,)),
        ("E104", {"path": "vm.vmss"}, (Remedy.LOOK_AGAIN,)),
    ],
)
def test_what_a_text_names_is_a_button(
    code: str, fields: dict[str, str], expected: tuple[Remedy, ...]
) -> None:
    found = remedies(finding(code, **fields))
    assert found == expected
    assert all(each.label for each in found)


@pytest.mark.parametrize(
    ("remedy", "expected"),
    [
        (Remedy.TRUST, (True, "")),
        (Remedy.KEEP_REDO, (False, "commit")),
        (Remedy.DISCARD_REDO, (False, "discard")),
        (Remedy.LOOK_AGAIN, (False, "")),
    ],
)
def test_what_is_decided_before_it_is_read_again(
    remedy: Remedy, expected: tuple[bool, str]
) -> None:
    machine = VirtualMachine(Path("a.vmx"), "a")
    assert decided(Opened(machine), remedy) == expected
