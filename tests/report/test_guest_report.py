"""A guest in words, rows and data: what was seen of a Windows and a Linux, and what is changed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fixtures.kinds import Kinds
from fixtures.raw_disk import RawDisk

from engine.guest.inspect import Guest, look
from engine.guest.windows.changes import (
    Change,
    EntryChange,
    FileChange,
    RegistryChange,
    SectorChange,
    SignatureChange,
)
from engine.guest.windows.windows_system import Windows
from engine.report import guest_report
from engine.report.guest_report import ChangeCounts, Row

CHANGES: tuple[Change, ...] = (
    FileChange("\\WINDOWS\\new.sys", None, 12),
    FileChange("\\boot.ini", 100, 120, "two lines"),
    EntryChange("/etc/link", "", "target"),
    RegistryChange("SYSTEM", "ControlSet001\\Services\\atapi", "Start", "4", "0"),
    RegistryChange("SYSTEM", "ControlSet001\\Services\\new", None, "", "new"),
    RegistryChange("SYSTEM", "ControlSet002\\Enum", "", "", "x"),
    SectorChange(1, "heads", 255, 16),
    SignatureChange("00000000", "12345678"),
)


@pytest.fixture(scope="module")
def guest(machine_of: Kinds) -> Guest:
    """A Windows 2003 whose HAL is halmacpi."""
    return look(RawDisk(machine_of("windows2003").truths["current"]))


@pytest.fixture(scope="module")
def windows(guest: Guest) -> Windows:
    return guest.windows[0]


def test_lines_of_a_windows(guest: Guest, windows: Windows) -> None:
    lines = list(guest_report.as_text(guest))
    assert lines[0] == f"Partitions ({guest.table.scheme})"
    assert lines[1].startswith("  1  ")
    assert "ntfs" in lines[1]
    own = list(guest_report.windows_text(windows))
    assert lines[-len(own) :] == own
    assert own[0].endswith(f"in {windows.root}")
    [hal] = [line for line in own if line.startswith("  HAL: ")]
    assert hal.startswith("  HAL: halmacpi  ")
    assert any(line.startswith("  Kernel ") and "for several processors" in line for line in own)
    starts = [line for line in own if line.startswith("  From ")]
    assert len(starts) == len(windows.storage)


def test_an_active_partition_is_told(guest: Guest) -> None:
    parts = tuple(replace(each, active=flag) for each in guest.table.partitions
                  for flag in (True, False))  # fmt: skip
    odd = replace(guest, table=replace(guest.table, partitions=parts), windows=(), linux=())
    active, other = list(guest_report.as_text(odd))[1:]
    assert active == f"{other}, active"


def test_a_hal_that_is_not_known_is_told(windows: Windows) -> None:
    assert windows.hal is not None
    unknown = replace(windows, hal=replace(windows.hal, hal=""))
    assert any(line.startswith("  HAL: unknown  ") for line in guest_report.windows_text(unknown))
    rows = {row.what: row.now for row in guest_report.windows_rows(unknown)}
    assert rows["HAL"] == "unknown"
    for none in (unknown, replace(windows, hal=None)):
        assert guest_report.hal_choices(none) == []
    assert guest_report.windows_json(replace(windows, hal=None))["hal"] == ""


def test_rows_say_what_it_starts_from_before_and_after(windows: Windows) -> None:
    not_ready = [each for each in windows.storage if not each.is_ready]
    assert not_ready
    usual = [row for row in guest_report.windows_rows(windows) if row.what.startswith("From ")]
    assert [row.after for row in usual] == [""] * len(windows.storage)
    assert sum(row.now == "starts" for row in usual) == len(windows.storage) - len(not_ready)
    mended = {each.bus for each in windows.storage}
    after = [row.after for row in guest_report.windows_rows(windows, mended)
             if row.what.startswith("From ")]  # fmt: skip
    assert after.count("starts") == len(not_ready)


def test_every_hal_that_could_be_had(guest: Guest, windows: Windows) -> None:
    rows = {row["hal"]: row for row in guest_report.hal_choices(windows)}
    assert rows["halmacpi"]["verdict"] == "same"
    assert rows["halacpi"]["verdict"] == "offered"
    assert not rows["halmacpi"]["swaps_kernels"]
    assert guest_report.hal_rows(guest) == list(rows.values())
    assert guest_report.hal_rows(replace(guest, windows=())) == []
    told = json.loads(json.dumps(guest_report.windows_json(windows), default=str))
    assert told["hal"] == "halmacpi"
    assert [each["hal"] for each in told["choices"]] == list(rows)
    lines = list(guest_report.choices_text(windows))
    assert lines[0] == "  HALs it could have"
    assert len(lines) == 2 + 2 * len(rows)
    assert lines[-1].startswith("  Recommended: ")


def test_changes_are_grouped_by_where_they_are() -> None:
    groups = guest_report.change_groups(CHANGES)
    assert {name: len(rows) for name, rows in groups.items()} == {
        "Files": 3, "SYSTEM, ControlSet001": 2, "SYSTEM, ControlSet002": 1, "Boot sector": 2,
    }  # fmt: skip
    assert groups["Files"][0] == Row("\\WINDOWS\\new.sys", "", "12 bytes")
    assert groups["Files"][1].after == "120 bytes, two lines"
    first, second = groups["SYSTEM, ControlSet001"]
    assert first == Row("Services\\atapi: Start", "4", "0")
    assert second.what == "Services\\new"
    assert groups["SYSTEM, ControlSet002"][0].what == "Enum: (default)"
    assert groups["Boot sector"] == [
        Row("Partition 1: heads", "255", "16"), Row("Signature", "00000000", "12345678"),
    ]  # fmt: skip


def test_changes_are_counted_by_kind() -> None:
    assert guest_report.change_counts(CHANGES) == ChangeCounts(3, 3, 2)
    assert guest_report.change_counts(()) == ChangeCounts(0, 0, 0)
    assert len(guest_report.changes_json(CHANGES)) == len(CHANGES)


def test_a_linux_says_what_serves_it(machine_of: Kinds) -> None:
    found = look(RawDisk(machine_of("linux").truths["current"]))
    [linux] = found.linux
    lines = list(guest_report.as_text(found))
    assert any(line.endswith(f"on {linux.device} ({linux.file_system})") for line in lines)
    newest = next(each for each in linux.kernels if each.is_newest)
    assert any(line.startswith(f"  Kernel {newest.version}  ") for line in lines)
    rows = list(guest_report.linux_rows(linux))
    assert rows[0].what == linux.device
    assert [row.now for row in rows if row.what == "To run in the guest"] == list(linux.commands)
    old = replace(linux, kernels=tuple(replace(each, is_newest=False) for each in linux.kernels))
    assert not any(row.what.startswith("Kernel ") for row in guest_report.linux_rows(old))
