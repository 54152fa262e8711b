"""The HALs to choose from, of a Windows that was looked into: by mouse and keys, and heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.kinds import Kinds
from job.convert.outlooks import foreseen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from engine.choices import Choices
from engine.job.convert.outlook import Outlook
from engine.report.hal_picks import Pick
from engine.report.options import Option
from gui.guest.hal_list import HalList

Foreseen = Callable[..., Outlook]


@pytest.fixture(scope="module")
def seen(machine_of: Kinds) -> Foreseen:
    """What is foreseen of choices for a Windows 2003 whose HAL is halmacpi."""
    known: dict[str, Outlook] = {}

    def one(hal: str = "keep") -> Outlook:
        if hal not in known:
            known[hal] = foreseen(machine_of("windows2003"), Choices(hal=hal))
        return known[hal]

    return one


@pytest.fixture
def hals(qtbot: QtBot, seen: Foreseen) -> HalList:
    made = HalList()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.show_outlook(seen())
    return made


def items(hals: HalList) -> dict[str, QTreeWidgetItem]:
    """The items with a HAL, by its name."""
    found = {}
    for heading in map(hals.list.topLevelItem, range(hals.list.topLevelItemCount())):
        assert heading is not None
        for item in map(heading.child, range(heading.childCount())):
            assert item is not None
            found[pick(item).hal] = item
    return found


def pick(item: QTreeWidgetItem) -> Pick:
    found = item.data(0, Qt.ItemDataRole.UserRole)
    assert isinstance(found, Pick)
    return found


@pytest.fixture
def chosen(hals: HalList) -> list[Option]:
    found: list[Option] = []
    hals.chosen.connect(found.append)
    return found


def test_what_is_chosen_is_marked_and_read_about(hals: HalList) -> None:
    assert hals.current == "halmacpi"
    own = items(hals)["halmacpi"]
    assert own.text(0).startswith("halmacpi.dll · ")
    assert own.text(0).endswith(" ✓")
    assert hals.reason.text() == own.text(1)
    heard = own.data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert "Recommended, chosen, " in heard


def test_another_is_chosen_once(hals: HalList, chosen: list[Option]) -> None:
    able = [item for item in items(hals).values() if pick(item).group != "barred"]
    other = next(item for item in able if not pick(item).is_chosen)
    hals.list.setCurrentItem(other)
    QTest.keyClick(hals.list, Qt.Key.Key_Return)
    assert [each.hal for each in chosen] == [pick(other).hal]
    own = items(hals)["halmacpi"]
    QTest.mouseClick(hals.list.viewport(), Qt.MouseButton.LeftButton,
                     pos=hals.list.visualItemRect(own).center())  # fmt: skip
    assert len(chosen) == 1  # it is chosen already


def test_what_cannot_be_had_is_read_about_and_not_chosen(
    hals: HalList, chosen: list[Option]
) -> None:
    barred = [item for item in items(hals).values() if pick(item).group == "barred"]
    assert barred
    for item in barred:
        hals.list.setCurrentItem(item)
        assert hals.reason.text() == item.text(1) != ""
        QTest.keyClick(hals.list, Qt.Key.Key_Return)
        assert item.foreground(0) == hals.palette().placeholderText()
    assert chosen == []


def test_headings_are_not_chosen(hals: HalList, chosen: list[Option]) -> None:
    heading = hals.list.topLevelItem(0)
    assert heading is not None
    hals.list.itemActivated.emit(heading, 0)
    assert chosen == []
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable


def test_what_is_read_stays_when_another_is_chosen(hals: HalList, seen: Foreseen) -> None:
    hals.list.setCurrentItem(items(hals)["hal"])
    hals.show_outlook(seen("halacpi"))
    assert hals.current == "hal"
    assert items(hals)["halacpi"].text(0).endswith(" ✓")
    assert not items(hals)["halmacpi"].text(0).endswith(" ✓")


def test_all_of_it_is_seen_without_scrolling(hals: HalList) -> None:
    last = list(items(hals).values())[-1]
    assert hals.list.visualItemRect(last).bottom() <= hals.list.viewport().height()


def test_where_there_is_nothing_to_choose_it_is_hidden(hals: HalList) -> None:
    hals.show_outlook(None)
    assert not hals.isVisible()
