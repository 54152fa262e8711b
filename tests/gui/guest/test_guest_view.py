"""What is in the guest and what will be changed, as the window shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, linux, machine, partitioned
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.job.convert import plan as planning
from engine.job.convert.plan import Plan
from engine.vmware.machine import read
from gui.guest.guest_view import GuestView
from gui.main_window import MainWindow

Run = Callable[..., Any]


@pytest.fixture
def view(qtbot: QtBot) -> GuestView:
    made = GuestView()
    qtbot.addWidget(made)
    return made


def plan_of(raw: Path, folder: Path, choices: Choices) -> Plan:
    built = machine.build(folder / "vm", image=raw, snapshots=0)
    return planning.make(read(built.vmx), folder / "out", choices)


def children(item: QTreeWidgetItem) -> list[tuple[str, str, str]]:
    """The rows of a group: what, now, after."""
    found = [item.child(place) for place in range(item.childCount())]
    return [(each.text(0), each.text(1), each.text(2)) for each in found if each is not None]


def descendants(item: QTreeWidgetItem) -> list[tuple[str, str, str]]:
    """The rows of a group of groups."""
    found = [item.child(place) for place in range(item.childCount())]
    inner = [row for each in found if each is not None for row in children(each)]
    return inner or children(item)


def groups(view: GuestView) -> dict[str, list[tuple[str, str, str]]]:
    found = [view.topLevelItem(place) for place in range(view.topLevelItemCount())]
    return {item.text(0): descendants(item) for item in found if item is not None}


def rows(view: GuestView) -> dict[str, dict[str, tuple[str, str]]]:
    """Each group with its rows by what they tell of."""
    return {
        name: {what: (now, after) for what, now, after in found}
        for name, found in groups(view).items()
    }


def test_windows_and_its_changes(view: GuestView, tmp_path: Path) -> None:
    guests.build(tmp_path / "raw", "windowsxp")
    plan = plan_of(tmp_path / "raw", tmp_path, Choices(hal="halacpi"))
    view.show_plan(plan)
    found = rows(view)
    assert list(found) == ["Windows XP", f"To be changed ({len(plan.changes)})"]
    windows, changed = found.values()
    assert windows["HAL"][0].startswith("halmacpi.dll")
    assert "not in CriticalDeviceDatabase" in windows["From IDE"][0]
    assert windows["From IDE"][1] == "starts"
    assert windows["From AHCI"][1] == ""
    assert len(groups(view)[list(found)[1]]) == len(plan.changes)
    top = view.topLevelItem(1)
    assert top is not None
    names = [name for name, _, _ in children(top)]
    assert [name.partition(" (")[0] for name in names] == [
        "Files",
        "SYSTEM, ControlSet001",
        "SYSTEM, ControlSet003",
        "Boot sector",
    ]
    now, after = changed[r"\WINDOWS\system32\hal.dll"]
    assert now.endswith("bytes")
    assert "halacpi.dll" in after
    assert changed[r"Services\atapi: Start"] == ("4", "0")
    assert changed["Partition 1: heads"] == ("255", "64")


def test_linux_shows_what_to_run(view: GuestView, tmp_path: Path) -> None:
    volume = linux.ext4(tmp_path / "volume", linux.tree(tmp_path / "root"))
    partitioned.build(tmp_path / "raw", [partitioned.Part(64 << 20, "83", volume)])
    view.show_plan(plan_of(tmp_path / "raw", tmp_path, Choices(linux="commands")))
    ((name, found),) = groups(view).items()
    assert "Debian" in name
    commands = [now for what, now, _ in found if what == "To run in the guest"]
    assert any("update-initramfs" in each for each in commands)


def test_an_unknown_guest_is_said_to_be_one(view: GuestView, tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", size=8 << 20)
    view.show_plan(planning.make(read(built.vmx), tmp_path / "out", Choices()))
    assert rows(view) == {"No operating system that is known": {}}
    view.show_plan(None)
    assert rows(view) == {}


def test_the_window_shows_it_for_the_machine_that_is_chosen(
    run: Run, until: Callable[..., Any], window: MainWindow, tmp_path: Path
) -> None:
    guests.build(tmp_path / "raw", "windows7")
    built = machine.build(tmp_path / "server", image=tmp_path / "raw", snapshots=0)

    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.road.guest.view.topLevelItemCount())

    run(scenario())
    assert "Windows 7" in rows(window.road.guest.view)
