"""What every Windows is told of its new machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.findings import Finding
from engine.translate.domain_of_machine import domain_of
from engine.vmware.model import Nic, VirtualMachine

CARD = Nic(0, "e1000", "00:0c:29:00:00:00", "generated", "bridged", "")


def told(guest_os: str, gib: float = 0.5, **changes: object) -> dict[str, Finding]:
    machine = VirtualMachine(Path("a.vmx"), "a", guest_os=guest_os, memory=int(gib * (1 << 30)))
    _, findings = domain_of(replace(machine, **changes), (), {})  # type: ignore[arg-type]
    return {each.code: each for each in findings}


@pytest.mark.parametrize(
    ("guest_os", "is_told"),
    [
        ("winxppro", True), ("winnetstandard", True), ("windows9-64", True),
        ("win2000serv", False), ("win98", False), ("debian11-64", False),
    ],
)  # fmt: skip
def test_activation(guest_os: str, is_told: bool) -> None:
    assert ("W542" in told(guest_os)) == is_told


def test_windows_takes_a_card_that_is_kept_for_a_new_one() -> None:
    found = told("winxppro", nics=(CARD, replace(CARD, index=1, model="vlance", mac="")))
    assert "ethernet0 (e1000), ethernet1 (vlance)" in found["W540"].message
    assert "W502" not in found
    assert "W540" not in told("debian11-64", nics=(CARD,))


@pytest.mark.parametrize(
    ("guest_os", "gib", "code"),
    [
        ("winxppro", 8, "W541"), ("winxppro", 4, ""), ("winnetweb", 4, "W541"),
        ("winnetenterprise", 16, ""), ("win98", 1, "W544"), ("win98", 0.25, ""),
        ("debian11", 64, ""),
    ],
)  # fmt: skip
def test_memory(guest_os: str, gib: float, code: str) -> None:
    found = {each for each in told(guest_os, gib) if each in ("W541", "W544")}
    assert found == ({code} if code else set())


def test_windows_2000_and_ide_disks() -> None:
    assert "W800" in told("win2000serv")
    assert "W800" not in told("winxppro")


def test_what_helps_is_what_it_can_use() -> None:
    assert told("winnetweb", 4)["W541"].remedy.endswith("--set memory=2048")
