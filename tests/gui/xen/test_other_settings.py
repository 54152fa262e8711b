"""Settings that no field stands for, as text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.xen.other_settings import OtherSettings, read


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("", {}),
        ("serial=pty name=mail", {"serial": "pty", "name": "mail"}),
        ("cdrom='/srv/a b.iso'", {"cdrom": "/srv/a b.iso"}),
        ("bridge.VM=a=b", {"bridge.VM": "a=b"}),
    ],
)
def test_they_are_read_as_a_shell_would(text: str, settings: dict[str, str]) -> None:
    assert read(text) == (settings, "")


@pytest.mark.parametrize("text", ["serial", "=pty", "cdrom='/srv"])
def test_what_is_no_setting_says_why(text: str) -> None:
    settings, why = read(text)
    assert settings == {}
    assert why


def test_they_are_told_once_they_are_typed(qtbot: QtBot) -> None:
    field = OtherSettings()
    qtbot.addWidget(field)
    field.show()
    told: list[dict[str, str]] = []
    field.told.connect(told.append)
    field.show_settings({"cdrom": "/srv/a b.iso"})
    assert field.text() == "'cdrom=/srv/a b.iso'"
    QTest.keyClicks(field, " serial")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == []
    assert "KEY=VALUE" in field.toolTip()
    assert "serial" in field.toolTip()
    QTest.keyClicks(field, "=pty")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == [{"cdrom": "/srv/a b.iso", "serial": "pty"}]
