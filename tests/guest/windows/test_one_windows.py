"""One Windows fitted: what is looked for at all, what is refused, and that it is all or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests
from fixtures.raw_disk import Memory

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.helper.helper_process import Native
from engine.guest.inspect import Guest, look
from engine.guest.windows.changes import SectorChange, SignatureChange
from engine.guest.windows.drive_letters import DriveLetter
from engine.guest.windows.one_windows import OneWindows, wants_heads
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import Wishes

IDE = Wishes(bus="ide")
SIGNATURE = "4f3c2b1a"

Machine = tuple[Memory, Guest]


def machine(folder: Path, kind: str) -> Machine:
    guests.build(folder / kind, kind)
    disk = Memory((folder / kind).read_bytes())
    return disk, look(disk)


@pytest.fixture(scope="module")
def xp(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return machine(tmp_path_factory.mktemp("xp"), "windowsxp")


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return machine(tmp_path_factory.mktemp("ten"), "windows10")


def one(of: Machine, wishes: Wishes, is_chosen: bool = True, **changes: Any) -> OneWindows:
    disk, guest = of
    return OneWindows(disk, guest, replace(guest.windows[0], **changes), wishes, is_chosen)


def ready(windows: Windows, *buses: str) -> dict[str, Any]:
    found = (replace(each, missing=()) if each.bus in buses else each for each in windows.storage)
    return {"storage": tuple(found)}


@pytest.mark.parametrize(
    ("wishes", "buses", "is_needed"),
    [
        (Wishes(), (), False),
        (IDE, ("ide",), True),
        (replace(IDE, only_if_needed=True), ("ide",), False),
        (replace(IDE, only_if_needed=True), ("ahci",), True),
        (replace(IDE, only_if_needed=True, nvme=True), ("ide",), True),
        (replace(IDE, only_if_needed=True, nvme=True), ("ide", "nvme"), False),
        (Wishes(timeout=0), (), True),
        (Wishes(hal="halacpi"), (), True),
    ],
)
def test_what_it_is_needed_for(
    xp: Machine, wishes: Wishes, buses: tuple[str, ...], is_needed: bool
) -> None:
    changes = ready(xp[1].windows[0], *buses)
    found = one(xp, wishes, vmware_services=(), **changes)
    assert (found.is_needed, found.wanted) == (is_needed, is_needed)
    assert not found.wants_registry


@pytest.mark.parametrize("wishes", [Wishes(timeout=0), Wishes(hal="halacpi")])
def test_menu_and_hal_are_of_the_chosen_windows(xp: Machine, wishes: Wishes) -> None:
    assert not one(xp, wishes, is_chosen=False).wanted


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ({"tools": True}, {}),
        ({"several_disks": True}, {"vmware_services": (), "offlines_disks": True}),
    ],
)
def test_being_tidy_is_no_need(xp: Machine, part: dict[str, Any], changes: dict[str, Any]) -> None:
    changes = {**changes, **ready(xp[1].windows[0], "ide")}
    neither = replace(IDE, only_if_needed=True, tools=False)
    assert not one(xp, neither, **changes).wanted
    found = one(xp, replace(neither, **part), **changes)
    assert (found.wanted, found.wants_registry, found.is_needed) == (True, True, False)
    assert not one(xp, replace(neither, bus=None, **part), **changes).wanted


def test_a_menu_by_the_controller_is_changed_with_a_bus(xp: Machine) -> None:
    entry = xp[1].windows[0].boot_entry
    assert entry is not None
    changes = ready(xp[1].windows[0], "ide") | {
        "boot_entry": replace(entry, place="scsi(0)disk(0)rdisk(0)partition(1)"),
    }
    tidy = replace(IDE, only_if_needed=True, tools=False)
    assert one(xp, tidy, **changes).is_needed
    assert not one(xp, replace(tidy, bus=None), **changes).is_needed


def test_heads_are_for_windows_that_find_their_way_by_them(xp: Machine, ten: Machine) -> None:
    assert wants_heads(xp[1].windows[0], IDE)
    assert not wants_heads(xp[1].windows[0], replace(IDE, heads=False))
    assert not wants_heads(xp[1].windows[0], Wishes())
    assert not wants_heads(ten[1].windows[0], IDE)
    overlay = Overlay(xp[0])
    (change,) = one(xp, IDE).fit_disk(overlay)
    assert isinstance(change, SectorChange)
    assert change.after == 0x40
    assert one(xp, IDE).fit_disk(overlay) == []
    assert one(ten, IDE).fit_disk(Overlay(ten[0])) == []


def test_heads_are_those_of_the_partition_that_the_bios_starts(xp: Machine) -> None:
    disk, guest = xp
    (own,) = guest.table.partitions
    started = replace(own, number=2, active=True)
    table = replace(guest.table, partitions=(replace(own, active=False), started))
    (change,) = one((disk, replace(guest, table=table)), IDE).fit_disk(Overlay(disk))
    assert isinstance(change, SectorChange)
    assert change.partition == 2


@pytest.mark.parametrize(
    ("wishes", "is_signed"),
    [
        (IDE, True),
        (Wishes(), False),
        (replace(IDE, signature=False), False),
        (replace(IDE, other_disks=(SIGNATURE,)), False),
        (replace(IDE, other_disks=("00000001",)), True),
    ],
)
def test_a_signature_is_given_back_unless_another_disk_has_it(
    ten: Machine, wishes: Wishes, is_signed: bool
) -> None:
    lost = DriveLetter("C:", SIGNATURE, 0), DriveLetter("E:", "00000007", 0)
    found = one(ten, wishes, known_signature=SIGNATURE, lost_letters=lost)
    overlay = Overlay(ten[0])
    changes = found.fit_disk(overlay)
    assert [type(each) for each in changes] == [SignatureChange] * is_signed
    assert (overlay.pread(440, 4) == bytes.fromhex(SIGNATURE)[::-1]) == is_signed
    assert [each.code for each in found.mended] == ["W825"] * is_signed


def refused(native: Native, of: OneWindows, disk: Memory) -> str:
    overlay = Overlay(disk)
    with pytest.raises(Refusal) as caught:
        of.fit(native, overlay)
    assert overlay.edit().pages == {}
    return caught.value.findings[0].code


def test_a_bus_without_a_driver_is_refused_and_nvme_is_told(
    native: Native, xp: Machine, ten: Machine
) -> None:
    assert refused(native, one(xp, Wishes(bus="ahci")), xp[0]) == "E649"
    told = one(xp, replace(IDE, nvme=True))
    assert told.fit(native, Overlay(xp[0]))
    assert [each.code for each in told.notes] == ["W826"]
    quiet = one(ten, replace(IDE, nvme=True))
    assert quiet.fit(native, Overlay(ten[0]))
    assert quiet.notes == []


def test_what_fails_at_the_end_leaves_nothing_behind(native: Native, xp: Machine) -> None:
    entry = xp[1].windows[0].boot_entry
    assert entry is not None
    wishes = replace(IDE, hal="halacpi", agreed=True, trials=("hal",))
    elsewhere = replace(entry, root=r"\NOWHERE")
    assert refused(native, one(xp, wishes, boot_entry=elsewhere), xp[0]) == "E647"
    overlay = Overlay(xp[0])
    assert one(xp, wishes).fit(native, overlay)
    assert overlay.edit().pages


@pytest.mark.parametrize(
    ("seconds", "first", "is_told"), [(0, False, True), (0, True, False), (5, False, False)]
)
def test_a_trial_that_no_one_can_choose_is_told(
    native: Native, xp: Machine, seconds: int, first: bool, is_told: bool
) -> None:
    found = one(xp, Wishes(trials=("halacpi",), trial_first=first, timeout=seconds, agreed=True))
    found.fit(native, Overlay(xp[0]))
    assert ("W652" in [each.code for each in found.notes]) == is_told


@pytest.mark.parametrize(
    ("wishes", "value"),
    [
        (replace(IDE, stop_at_crash=False), "AutoReboot"),
        (replace(IDE, cpu_drivers=False), "ntelppm"),
    ],
)
def test_each_part_of_the_registry_can_be_left(
    native: Native, xp: Machine, wishes: Wishes, value: str
) -> None:
    whole = one(xp, IDE).fit(native, Overlay(xp[0]))
    without = one(xp, wishes).fit(native, Overlay(xp[0]))
    assert value in str(whole)
    assert value not in str(without)
