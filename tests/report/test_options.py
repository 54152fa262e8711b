"""What can be chosen for a guest, each with its verdict: HALs on machines, or settings."""

from __future__ import annotations

import pytest
from fixtures.kinds import Kinds
from job.convert.outlooks import foreseen

from engine.choices import Choices
from engine.report.options import Option, Options, options, overall


def cells(table: Options) -> dict[str, list[Option]]:
    return {row.key: list(row.options) for row in table.rows}


def kinds(table: Options) -> dict[str, list[str]]:
    return {key: [each.verdict.kind for each in row] for key, row in cells(table).items()}


def test_every_hal_on_every_machine(machine_of: Kinds) -> None:
    table = options(foreseen(machine_of("windows2003")))
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


def test_what_else_is_set_counts_in_every_cell(machine_of: Kinds) -> None:
    table = options(foreseen(machine_of("windows2003"), Choices(settings={"firmware": "uefi"})))
    assert {kind for row in kinds(table).values() for kind in row} == {"fails"}


def test_a_later_windows_has_rows_that_matter(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows10"))
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


def test_a_guest_that_is_left_alone_may_not_start(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows10"), Choices(storage="keep"))
    assert kinds(options(found))["hdtype"] == ["fails", "fails"]
    assert found.verdict.kind == "fits"
    assert overall(found).kind == "fails"


def test_one_vcpu_and_no_apic_hang_together(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows10"), Choices(settings={"vcpus": "1"}))
    assert kinds(options(found))["apic"] == ["fits", "fails"]
    found = foreseen(machine_of("windows10"), Choices(settings={"vcpus": "1", "apic": "0"}))
    assert kinds(options(found))["vcpus"] == ["fails", "fits"]


@pytest.mark.parametrize(
    ("kind", "disks", "device"),
    [
        ("linux-ready", ["fits", "unknown"], ["fits", "runs"]),
        ("linux", ["fails", "fails"], ["fails", "fails"]),  # its kernel takes them away
        ("linux-old", ["fails", "unknown"], ["fails", "fails"]),
    ],
)
def test_linux_is_judged_by_its_start_up_image(
    machine_of: Kinds, kind: str, disks: list[str], device: list[str]
) -> None:
    found = foreseen(machine_of(kind))
    assert kinds(options(found))["hdtype"] == disks
    assert kinds(options(found))["xen_platform_pci"] == device
    assert overall(found).kind == disks[0]


def test_without_the_platform_device_linux_keeps_its_emulated_disks(machine_of: Kinds) -> None:
    """Its kernel does not take them away, so that their drivers are what counts."""
    found = foreseen(
        machine_of("linux"), Choices(settings={"xen_platform_pci": "0", "hdtype": "ahci"})
    )
    assert kinds(options(found))["hdtype"] == ["fails", "runs"]
    assert overall(found).kind == "runs"
    assert [each.code for each in found.findings if "xen_platform_pci" in each.message] == ["W521"]


def test_what_fails_only_until_commands_are_run_says_so(machine_of: Kinds) -> None:
    found = foreseen(machine_of("linux"), Choices(linux="commands"))
    row = next(each for each in options(found).rows if each.key == "xen_platform_pci")
    on = row.options[0]
    assert (on.verdict.kind, on.is_recommended) == ("fails", True)
    assert str(on.verdict.reason).endswith("until the commands for that are run in the guest.")


def test_where_the_hal_is_not_known_none_is_marked(machine_of: Kinds) -> None:
    """VMware calls it a Windows Server 2003; nothing was found on its disk."""
    found = foreseen(machine_of("empty"))
    table = options(found)
    assert len(table.rows) == 6
    every = [each for row in table.rows for each in row.options]
    assert not any(each.is_chosen or each.is_recommended for each in every)
    assert not any(row.is_installed for row in table.rows)
    assert overall(found) == found.verdict


def test_a_card_is_judged_by_what_the_guest_brings(machine_of: Kinds) -> None:
    """Its own card of before fits; of others it is told whether a driver is known."""
    found = foreseen(machine_of("windows10"), Choices(settings={"nic.model": "rtl8139"}))
    row = cells(options(found))["nic.model"]
    assert [each.settings["nic.model"] for each in row] == ["e1000-82545em", "rtl8139"]
    kept, other = row
    assert "It is the card that" in kept.verdict.reason
    assert (kept.is_recommended, kept.is_chosen) == (True, False)
    assert (other.is_recommended, other.is_chosen) == (False, True)


def test_a_row_of_settings_chooses_its_setting_alone(machine_of: Kinds) -> None:
    found = foreseen(machine_of("windows10"))
    for row in options(found).rows:
        assert all(list(each.settings) == [row.key] for each in row.options)
        assert {each.hal for each in row.options} == {"keep"}
    one, several = cells(options(foreseen(machine_of("windows10"), vcpus=1)))["vcpus"]
    assert (one.settings["vcpus"], several.settings["vcpus"]) == ("1", "2")
    assert (one.is_chosen, several.is_chosen) == (True, False)
