"""The flags of a domain follow the guest on the disk and the HAL that is chosen for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, linux, machine, partitioned, windows2003
from fixtures.hals import HALS
from fixtures.machine import Machine

from engine.choices import Choices
from engine.cli import exit_codes, main
from engine.job.convert.plan import Plan, make
from engine.vmware import machine as vmware
from engine.xen.domain import Domain
from engine.xen.xl_config import xl

Build = Callable[[str, str], Machine]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A machine with a guest of a kind and with a HAL, each built once."""
    built: dict[tuple[str, str], Machine] = {}

    def once(kind: str, hal: str = "halmacpi") -> Machine:
        if (kind, hal) not in built:
            folder = tmp_path_factory.mktemp(f"{kind}-{hal}")
            guests.build(folder / "raw", kind, hal=hal)
            built[kind, hal] = machine.build(folder / "vm", image=folder / "raw", snapshots=0)
        return built[kind, hal]

    return once


def planned(built: Machine, *, vcpus: int = 2, choices: Choices | None = None) -> Plan:
    found = replace(vmware.read(built.vmx), vcpus=vcpus)
    return make(found, built.vmx.parent / "out", choices or Choices())


def about_flags(plan: Plan) -> dict[str, str]:
    """The findings on flags by their codes: what they say, and what helps."""
    return {
        each.code: f"{each.message} {each.remedy}"
        for each in plan.findings
        if each.code.startswith("W52") or each.code in ("W530", "W531", "W532")
    }


def flags(domain: Domain) -> tuple[bool, bool, int]:
    return domain.acpi, domain.apic, domain.vcpus


@pytest.mark.parametrize(
    ("kind", "hal", "expected"),
    [
        ("windows2003", "halmacpi", (True, True, 2)),
        ("windows2003", "halaacpi", (True, True, 1)),
        ("windows2000", "halacpi", (True, False, 1)),
        ("windows2000", "halmps", (True, True, 2)),
        ("windowsxp", "halapic", (True, True, 1)),
        ("windowsxp", "hal", (True, True, 1)),
        ("windows7", "halmacpi", (True, True, 2)),
    ],
)
def test_they_are_what_the_installed_hal_was_made_for(
    build: Build, kind: str, hal: str, expected: tuple[bool, bool, int]
) -> None:
    plan = planned(build(kind, hal))
    assert flags(plan.domain) == expected
    assert set(about_flags(plan)) == ({"W523"} if expected[2] == 1 else set())
    assert any("acpi=" in line and "vcpus=" in line for line in plan.domain.comments)


def test_viridian_and_cards_are_those_of_the_windows_inside(build: Build) -> None:
    """VMware was told that each of these is a Server 2003."""
    domains = {kind: planned(build(kind, "halmacpi")).domain for kind in ("windowsxp", "windows7")}
    assert {kind: each.viridian for kind, each in domains.items()} == {
        "windowsxp": False,
        "windows7": True,
    }
    assert [each.vga for each in domains.values()] == ["cirrus", "stdvga"]
    assert [each.vifs[0].model for each in domains.values()] == ["e1000-82545em"] * 2


@pytest.mark.parametrize(
    ("hal", "expected"),
    [
        ("hal", (True, True, 1)),
        ("HALACPI", (True, False, 1)),
        ("halmps", (True, True, 2)),
        ("recommended", (True, True, 2)),
    ],
)
def test_they_follow_the_hal_that_is_chosen(
    build: Build, hal: str, expected: tuple[bool, bool, int]
) -> None:
    plan = planned(build("windows2003", "halmacpi"), choices=Choices(hal=hal))
    assert plan.blocking == ()
    assert flags(plan.domain) == expected
    [line] = [line for line in plan.domain.comments if "acpi=" in line]
    name = "halmacpi" if hal == "recommended" else hal.lower()
    assert f"Windows Server 2003 with {name}.dll" in line
    assert f"# {line}\n" in xl(plan.domain)


def test_a_setting_always_wins_and_what_comes_of_it_is_said(build: Build) -> None:
    xp = build("windowsxp", "halmacpi")
    off = planned(xp, vcpus=1, choices=Choices(settings={"acpi": "0", "apic": "0"}))
    assert flags(off.domain) == (False, False, 1)
    assert off.blocking == ()
    assert list(about_flags(off)) == ["W520", "W532"]
    said = about_flags(off)["W520"]
    assert "With acpi=0 apic=0 Windows XP with halmacpi.dll does not start" in said
    assert said.endswith("--set acpi=1 --set apic=1")
    assert any("does not start" in line for line in off.domain.comments)


def test_more_vcpus_than_the_hal_uses(build: Build) -> None:
    xp = build("windowsxp", "halacpi")
    plan = planned(xp, choices=Choices(settings={"vcpus": "2"}))
    assert flags(plan.domain) == (True, False, 2)
    assert list(about_flags(plan)) == ["W521", "W524"]
    assert about_flags(plan)["W521"].endswith("--set vcpus=1")


def test_what_nobody_has_measured(build: Build) -> None:
    standard = build("windowsxp", "hal")
    plan = planned(standard, vcpus=1, choices=Choices(settings={"apic": "0"}))
    assert list(about_flags(plan)) == ["W522"]
    assert about_flags(plan)["W522"].endswith("--set apic=1")


def test_to_want_no_acpi_is_said_to_fail_with_the_way_round_it(build: Build) -> None:
    standard = build("windowsxp", "hal")
    plan = planned(standard, vcpus=1, choices=Choices(settings={"acpi": "0"}))
    assert list(about_flags(plan)) == ["W532"]
    assert "--set device_model_override=/usr/local/bin/qemu-noacpi" in about_flags(plan)["W532"]
    older = planned(standard, vcpus=1, choices=Choices(settings={"acpi": "0"}, target="xen-4.17"))
    assert about_flags(older) == {}
    wrapped = {"acpi": "0", "device_model_override": "/usr/local/bin/qemu-noacpi"}
    assert about_flags(planned(standard, vcpus=1, choices=Choices(settings=wrapped))) == {}


def test_the_target_of_the_article_keeps_its_flags(build: Build) -> None:
    standard = planned(build("windowsxp", "hal"), choices=Choices(target="xen-3.0.3"))
    assert flags(standard.domain) == (False, False, 1)
    kept = planned(build("windowsxp", "halmacpi"), choices=Choices(target="xen-3.0.3"))
    assert about_flags(kept)["W522"].endswith("--hal hal")


def test_a_card_without_a_driver(build: Build) -> None:
    xp = build("windowsxp", "halmacpi")
    plan = planned(xp, choices=Choices(settings={"nic.model": "e1000"}))
    assert list(about_flags(plan)) == ["W525"]
    assert "nic.model=rtl8139" in about_flags(plan)["W525"]


def test_a_trial_that_the_flags_do_not_suit(build: Build) -> None:
    """The boot menu offers several HALs, and there is one configuration for all of them."""
    xp = build("windowsxp", "halmacpi")
    tried = Choices(settings={"guest.trial": "HALMPS,hal"})
    plan = planned(xp, choices=tried)
    assert flags(plan.domain) == (True, True, 2)
    assert list(about_flags(plan)) == ["W521"]
    without = build("windowsxp", "halacpi")
    plan = planned(without, choices=Choices(settings={"guest.trial": "halmacpi"}))
    assert flags(plan.domain) == (True, False, 1)
    assert "--set apic=1" in about_flags(plan)["W520"]


def test_a_hal_that_does_not_go_with_its_kernel_is_not_mended_by_flags(tmp_path: Path) -> None:
    mixed = replace(HALS["halmacpi"], multiprocessor=False)
    built = _windows_2003(tmp_path, mixed)
    plan = planned(built)
    assert about_flags(plan)["W520"].endswith("--hal halaacpi")
    mended = planned(built, choices=Choices(hal="recommended"))
    assert "W520" not in about_flags(mended)
    assert flags(mended.domain) == (True, True, 1)


@pytest.mark.parametrize("utc", [False, True])
def test_the_clock_is_the_one_that_windows_expects(tmp_path: Path, utc: bool) -> None:
    built = _windows_2003(tmp_path, HALS["halmacpi"], keeps_utc=utc)
    assert planned(built).domain.localtime is not utc


def _windows_2003(folder: Path, hal: Any, **edition: Any) -> Machine:
    release = windows2003.RELEASE_2003
    release = replace(release, edition=replace(release.edition, **edition))
    files = list(windows2003._files(hal, "ide", 0, int(partitioned.MBR_ID, 16), release))
    volume = partitioned.ntfs_volume(folder / "volume", files, 40 << 20)
    partitioned.build(folder / "raw", [partitioned.Part(40 << 20, volume=volume, active=True)])
    return machine.build(folder / "vm", image=folder / "raw", snapshots=0)


def test_linux(tmp_path: Path) -> None:
    """It is on the disk whatever VMware was told."""
    tree = linux.tree(tmp_path / "tree")
    volume = linux.ext4(tmp_path / "volume", tree)
    partitioned.build(tmp_path / "raw", [partitioned.Part(64 << 20, volume=volume, active=True)])
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    plan = planned(built)
    assert flags(plan.domain) == (True, True, 2)
    assert (plan.domain.viridian, plan.domain.localtime) == (False, False)
    assert about_flags(plan) == {}
    told = planned(built, choices=Choices(settings={"viridian": "1", "acpi": "0"}))
    assert about_flags(told)["W522"].endswith("--set acpi=1 --set viridian=0")
    assert "W532" in about_flags(told)


# -- on the command line


def say(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main.main([str(each) for each in arguments]) == exit_codes.DONE
    return capsys.readouterr().out


def test_config_prints_what_convert_writes(
    build: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vmx = build("windowsxp", "halmacpi").vmx
    choices = ("--hal", "halacpi", "--set", "images=/srv", "--set", "nic.model=e1000")
    printed = say(capsys, "config", vmx, *choices)
    assert "apic = 0" in printed
    say(capsys, "convert", vmx, "-o", tmp_path / "out", *choices)
    assert (tmp_path / "out" / "win2003.cfg").read_text() == printed


def test_config_refuses_a_hal_that_there_is_not(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    vmx = build("windowsxp", "halmacpi").vmx
    assert main.main(["config", str(vmx), "--hal", "halxp"]) == exit_codes.REFUSED
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "E652" in printed.err


def test_inspect_recommends(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    vmx = build("windowsxp", "halacpi").vmx
    found = json.loads(say(capsys, "inspect", vmx, "--json"))["xen"]
    assert found["guest"] == "Windows XP with halacpi.dll"
    best, old_way = found["recommended"], found["downgrade"]
    assert (best["hal"], best["kind"]) == ("halacpi", "fits")
    assert (best["flags"]["acpi"], best["flags"]["apic"]) == (True, False)
    assert best["reason"]
    assert best["source"]
    assert (old_way["hal"], old_way["flags"]["acpi"]) == ("hal", True)
    text = say(capsys, "inspect", vmx)
    assert "Under Xen 4.17+: Keep halacpi.dll and set acpi=1 apic=0 vcpus=1." in text
    assert "Or as with Xen 3: Replace halacpi by hal.dll and set acpi=1 apic=1 vcpus=1." in text


def test_inspect_recommends_for_a_target(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    built = build("windowsxp", "hal")
    text = say(capsys, "inspect", built.vmx, "--target", "xen-3.0.3")
    assert "Under Xen 3.0.3: Keep hal.dll and set acpi=0 apic=0 vcpus=1." in text
    found = json.loads(say(capsys, "inspect", built.vmx, "--target", "xen-3.0.3", "--json"))["xen"]
    assert (found["target"], found["recommended"]["flags"]["acpi"]) == ("xen-3.0.3", False)


def test_inspect_has_no_other_way_where_there_are_no_hals(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    vmx = build("windows10", "halmacpi").vmx
    found = json.loads(say(capsys, "inspect", vmx, "--json"))["xen"]
    assert (found["recommended"]["hal"], found["downgrade"]) == ("", None)
    assert found["recommended"]["flags"]["viridian"]
    assert "Or as with Xen 3" not in say(capsys, "inspect", vmx)


def test_the_hal_of_an_image_is_shown_and_changed_with_its_flags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests.build(tmp_path / "raw", "windowsxp")
    shown = json.loads(say(capsys, "hal", tmp_path / "raw", "--json"))
    assert {row["hal"]: row["xen"] for row in shown["choices"]} == {
        "hal": "acpi=1 apic=1 vcpus=1",
        "halacpi": "acpi=1 apic=0 vcpus=1",
        "halaacpi": "acpi=1 apic=1 vcpus=1",
        "halapic": "acpi=1 apic=1 vcpus=1",
        "halmps": "acpi=1 apic=1",
        "halmacpi": "acpi=1 apic=1",
    }
    assert "under Xen with acpi=1 apic=1 vcpus=1" in say(capsys, "hal", tmp_path / "raw")
    changed = say(capsys, "hal", tmp_path / "raw", "--set", "hal")
    assert "its Xen configuration has to say acpi=1 apic=1 vcpus=1" in changed
