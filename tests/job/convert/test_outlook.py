"""What is foreseen of other choices is what a plan made with them says; and what may be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import guests, linux, machine, partitioned
from fixtures.machine import Machine

from engine.choices import Choices
from engine.job.convert import outlook
from engine.job.convert.outlook import Outlook
from engine.job.convert.plan import Plan, make
from engine.report.options import Option, Options, options, overall
from engine.vmware import machine as vmware
from engine.xen.xl_config import xl

Build = Callable[[str], Machine]

CHOICES = [
    Choices(),
    Choices(settings={"acpi": "0"}),
    Choices(hal="hal"),
    Choices(hal="recommended", settings={"vcpus": "4", "memory": "1000"}),
    Choices(storage="ahci"),
    Choices(settings={"nic.model": "rtl8139", "bridge": "br7", "redo": "commit"}),
    Choices(settings={"mac": "nonsense"}),
]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A machine with a guest of a kind, each built once."""
    built: dict[str, Machine] = {}

    def once(kind: str) -> Machine:
        if kind not in built:
            folder = tmp_path_factory.mktemp(kind)
            if kind.startswith("linux"):
                modules = ("xen-blkfront", "ata_piix") if kind == "linux-ready" else ("ahci",)
                tree = linux.tree(folder / "root", modules=modules, pv_drivers=kind != "linux-old")
                volume = linux.ext4(folder / "volume", tree)
                partitioned.build(folder / "raw", [partitioned.Part(64 << 20, "83", volume)])
            elif kind != "empty":
                guests.build(folder / "raw", kind)
            image = None if kind == "empty" else folder / "raw"
            built[kind] = machine.build(folder / "vm", size=8 << 20, image=image, snapshots=0)
        return built[kind]

    return once


def planned(built: Machine, choices: Choices | None = None, *, vcpus: int = 2) -> Plan:
    found = replace(vmware.read(built.vmx), vcpus=vcpus)
    return make(found, built.vmx.parent / "out", choices or Choices())


def foreseen(built: Machine, choices: Choices | None = None, *, vcpus: int = 2) -> Outlook:
    """What a plan without any choices makes of them."""
    return outlook.of(planned(built, vcpus=vcpus), choices or Choices())


def cells(table: Options) -> dict[str, list[Option]]:
    return {row.key: list(row.options) for row in table.rows}


def kinds(table: Options) -> dict[str, list[str]]:
    return {key: [each.verdict.kind for each in row] for key, row in cells(table).items()}


@pytest.mark.parametrize("choices", CHOICES)
def test_it_is_what_a_plan_says(build: Build, choices: Choices) -> None:
    built = build("windows2003")
    plan, found = planned(built, choices), foreseen(built, choices)
    assert found.domain == plan.domain
    assert set(found.findings) <= set(plan.findings)
    is_written = not any(each.blocks for each in found.findings)
    assert found.config() == (xl(plan.domain) if is_written else "")


def test_what_is_recommended_brings_no_consequences(build: Build) -> None:
    found = foreseen(build("windows2003"))
    assert found.is_recommended
    assert found.consequences == ()
    assert found.config() == found.recommended_config()


def test_what_a_choice_brings_about(build: Build) -> None:
    found = foreseen(build("windows2003"), Choices(settings={"acpi": "0", "bridge": "br7"}))
    assert [each.code for each in found.consequences] == ["W520", "W532"]
    assert found.verdict.kind == "fails"
    assert not found.is_recommended
    assert found.recommended.settings == {"bridge": "br7"}  # it is the server's


def test_the_evidence_is_the_strongest_first(build: Build) -> None:
    found = foreseen(build("windows2003"))
    assert found.installed.hal == "halmacpi"
    assert found.evidence[0] == "version resource: OriginalFilename is halmacpi.dll"
    assert foreseen(build("windows10")).evidence == ()


def test_every_hal_on_every_machine(build: Build) -> None:
    table = options(foreseen(build("windows2003")))
    assert len(table.machines) == 6
    assert [row.key for row in table.rows if row.is_installed] == ["halmacpi"]
    assert list(kinds(table)) == ["hal", "halacpi", "halaacpi", "halapic", "halmps", "halmacpi"]
    assert kinds(table)["halmacpi"] == ["fails", "fails", "fails", "fits", "fails", "fits"]
    chosen = [each for row in cells(table).values() for each in row if each.is_chosen]
    recommended = [each for row in cells(table).values() for each in row if each.is_recommended]
    assert chosen == recommended
    assert [(each.hal, dict(each.settings)) for each in chosen] == [
        ("keep", {"acpi": "1", "apic": "1", "vcpus": "2"})
    ]
    changes = {row.key: row.change for row in table.rows}
    assert changes["halmacpi"] == ""
    assert "Device Manager offers" in changes["hal"]
    assert "i386" in changes["hal"]


def test_what_else_is_set_counts_in_every_cell(build: Build) -> None:
    table = options(foreseen(build("windows2003"), Choices(settings={"firmware": "uefi"})))
    assert {kind for row in kinds(table).values() for kind in row} == {"fails"}


def test_a_choice_leaves_out_what_is_usual(build: Build) -> None:
    found = foreseen(build("windows2003"), Choices(settings={"memory": "1000"}))
    standard, *_, several = cells(options(found))["hal"]
    # To want one vCPU answers W523.
    choices = outlook.changed(found, standard.settings, standard.hal)
    assert choices.hal == "hal"
    assert choices.settings == {"memory": "1000", "acpi": "0", "apic": "0", "vcpus": "1"}
    choices = outlook.changed(found, several.settings, several.hal)
    assert choices.settings == {"memory": "1000", "vcpus": "2"}
    back = outlook.changed(outlook.of(found.plan, choices), {"memory": "384"})
    assert "memory" not in back.settings


def test_a_model_for_every_card_takes_the_place_of_one_for_each(build: Build) -> None:
    found = foreseen(build("windows10"), Choices(settings={"nic0.model": "e1000"}))
    choices = outlook.changed(found, {"nic.model": "rtl8139"})
    assert choices.settings == {"nic.model": "rtl8139"}


def test_a_later_windows_has_rows_that_matter(build: Build) -> None:
    found = foreseen(build("windows10"))
    table = options(found)
    assert table.machines == ()
    assert kinds(table) == {
        "hdtype": ["fits", "fits"],
        "xen_platform_pci": ["fits", "runs"],
        "firmware": ["fits", "fails"],
        "acpi": ["fits", "fails"],
        "apic": ["fits", "fits"],  # with two vCPUs there are APICs in any case
        "vcpus": ["fits", "fits"],
        "pae": ["fits", "fails"],
        "viridian": ["fits", "runs"],
        "nic.model": ["fits", "fits"],
    }
    for row in table.rows:
        assert [each.is_chosen for each in row.options] == [
            each.is_recommended for each in row.options
        ]
        assert sum(each.is_chosen for each in row.options) == 1
    assert "The conversion makes it start" in cells(table)["hdtype"][0].verdict.reason


def test_a_guest_that_is_left_alone_may_not_start(build: Build) -> None:
    found = foreseen(build("windows10"), Choices(storage="keep"))
    assert kinds(options(found))["hdtype"] == ["fails", "fails"]
    assert found.verdict.kind == "fits"
    assert overall(found).kind == "fails"


def test_one_vcpu_and_no_apic_hang_together(build: Build) -> None:
    found = foreseen(build("windows10"), Choices(settings={"vcpus": "1"}))
    assert kinds(options(found))["apic"] == ["fits", "fails"]
    found = foreseen(build("windows10"), Choices(settings={"vcpus": "1", "apic": "0"}))
    assert kinds(options(found))["vcpus"] == ["fails", "fits"]


@pytest.mark.parametrize(
    ("kind", "disks", "device"),
    [
        ("linux-ready", ["fits", "fits"], ["fits", "runs"]),
        ("linux", ["fails", "fails"], ["fails", "fails"]),  # its kernel takes them away
        ("linux-old", ["fails", "fits"], ["fails", "fails"]),
    ],
)
def test_linux_is_judged_by_its_start_up_image(
    build: Build, kind: str, disks: list[str], device: list[str]
) -> None:
    found = foreseen(build(kind))
    assert kinds(options(found))["hdtype"] == disks
    assert kinds(options(found))["xen_platform_pci"] == device
    assert overall(found).kind == disks[0]


def test_without_the_platform_device_linux_keeps_its_emulated_disks(build: Build) -> None:
    """Its kernel does not take them away, so that their drivers are what counts."""
    found = foreseen(build("linux"), Choices(settings={"xen_platform_pci": "0", "hdtype": "ahci"}))
    assert kinds(options(found))["hdtype"] == ["fails", "runs"]
    assert overall(found).kind == "runs"
    assert [each.code for each in found.findings if "xen_platform_pci" in each.message] == ["W521"]


def test_where_the_hal_is_not_known_none_is_marked(build: Build) -> None:
    """VMware calls it a Windows Server 2003; nothing was found on its disk."""
    found = foreseen(build("empty"))
    table = options(found)
    assert len(table.rows) == 6
    every = [each for row in table.rows for each in row.options]
    assert not any(each.is_chosen or each.is_recommended for each in every)
    assert not any(row.is_installed for row in table.rows)
    assert overall(found) == found.verdict


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
