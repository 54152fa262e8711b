"""What is foreseen of other choices is what a plan made with them says; and what may be chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import guests, machine
from fixtures.kinds import Kinds
from job.convert.outlooks import foreseen, planned

from engine.choices import Choices
from engine.job.convert import outlook
from engine.report.options import options
from engine.xen.xl_config import xl

CHOICES = [
    Choices(),
    Choices(settings={"acpi": "0"}),
    Choices(hal="hal"),
    Choices(hal="recommended", settings={"vcpus": "4", "memory": "1000"}),
    Choices(storage="ahci"),
    Choices(settings={"nic.model": "rtl8139", "bridge": "br7", "redo": "commit"}),
    Choices(settings={"mac": "nonsense"}),
]


@pytest.mark.parametrize("choices", CHOICES)
def test_it_is_what_a_plan_says(machine_of: Kinds, choices: Choices) -> None:
    built = machine_of("windows2003")
    plan, found = planned(built, choices), foreseen(built, choices)
    assert found.domain == plan.domain
    assert set(found.findings) <= set(plan.findings)
    is_written = not any(each.blocks for each in found.findings)
    assert found.config() == (xl(plan.domain) if is_written else "")


def test_what_is_recommended_brings_no_consequences(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows2003"))
    assert found.is_recommended
    assert found.consequences == ()
    assert found.config() == found.recommended_config()


def test_what_a_choice_brings_about(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows2003"), Choices(settings={"acpi": "0", "bridge": "br7"}))
    assert [each.code for each in found.consequences] == ["W520", "W532"]
    assert found.verdict.kind == "fails"
    assert not found.is_recommended
    assert found.recommended.settings == {"bridge": "br7"}  # it is the server's


def test_the_evidence_is_the_strongest_first(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows2003"))
    assert found.installed.hal == "halmacpi"
    assert found.evidence[0] == "version resource: OriginalFilename is halmacpi.dll"
    assert foreseen(machine_of("windows10")).evidence == ()


def test_a_choice_leaves_out_what_is_usual(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows2003"), Choices(settings={"memory": "1000"}))
    standard, *_, several = next(row for row in options(found).rows if row.key == "hal").options
    # To want one vCPU answers W523.
    choices = outlook.changed(found, standard.settings, standard.hal)
    assert choices.hal == "hal"
    assert choices.settings == {"memory": "1000", "acpi": "0", "apic": "0", "vcpus": "1"}
    choices = outlook.changed(found, several.settings, several.hal)
    assert choices.settings == {"memory": "1000", "vcpus": "2"}
    back = outlook.changed(outlook.of(found.plan, choices), {"memory": "384"})
    assert "memory" not in back.settings


def test_a_model_for_every_card_takes_the_place_of_one_for_each(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows10"), Choices(settings={"nic0.model": "e1000"}))
    choices = outlook.changed(found, {"nic.model": "rtl8139"})
    assert choices.settings == {"nic.model": "rtl8139"}


def test_a_kernel_that_does_not_go_with_its_hal(tmp_path: Path) -> None:
    """The recommendation puts the kernels right; its cell says what comes of that."""
    guests.build(tmp_path / "raw", "windows2003", hal="halacpi")
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    plan = planned(built)
    windows = plan.guests[0].windows[0]
    wrong = tuple(replace(each, multiprocessor=True) for each in windows.kernels)
    seen = replace(plan.guests[0], windows=(replace(windows, kernels=wrong),))
    found = outlook.of(replace(plan, guests={0: seen}), Choices())
    assert found.verdict.kind == "fails"
    assert found.recommended.hal == "halacpi"
    best = next(each for row in options(found).rows for each in row.options if each.is_recommended)
    assert (best.hal, best.verdict.kind) == ("halacpi", "fits")
