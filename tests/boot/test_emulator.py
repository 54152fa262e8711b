"""What runs a guest: what the system offers and is wanted, else emulation."""

from __future__ import annotations

from typing import cast

import pytest

from engine import platform
from engine.boot.emulator import TCG, AcceleratorChoice, Means, means
from engine.boot.runner import Runner
from engine.boot.watch import LIMIT, PATIENCE
from engine.choices import ACCELERATORS
from engine.findings import Refusal

FAST = ("kvm", "hvf", "whpx")


@pytest.mark.parametrize("found", FAST)
def test_what_is_there_goes_before_emulation(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    monkeypatch.setattr(platform, "accelerator", lambda: found)
    wanted = cast(AcceleratorChoice, found)
    own = means(wanted)
    assert [(each.accelerator, each.processor) for each in own] == [
        (found, "host"),
        (found, "qemu64"),
    ]
    assert means("auto") == own + TCG
    assert means("tcg") == TCG == (Means("tcg", "max"),)


@pytest.mark.parametrize("found", ["", *FAST])
def test_what_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    monkeypatch.setattr(platform, "accelerator", lambda: found)
    for wanted in FAST:
        if wanted != found:
            with pytest.raises(Refusal) as refusal:
                means(cast(AcceleratorChoice, wanted))
            assert refusal.value.findings[0].code == "E745"
            assert f"({wanted})" in refusal.value.findings[0].message


def test_each_has_its_time() -> None:
    runners = {*ACCELERATORS, "xen"} - {"auto"}
    assert set(LIMIT) == set(PATIENCE) == runners


def test_a_runner_says_what_is_known_of_it() -> None:
    assert str(Runner("tcg", "max", "QEMU 7.2.22", "pc-i440fx-7.2")) == (
        "QEMU 7.2.22, tcg, max, pc-i440fx-7.2"
    )
    assert str(Runner("xen", hypervisor="Xen 4.17")) == "Xen 4.17, xen"
