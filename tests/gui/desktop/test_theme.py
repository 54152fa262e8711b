"""Light and dark: everything stays readable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QStyle, QStyleOptionButton
from pytestqt.qtbot import QtBot

from gui.desktop import theme
from gui.queue.primary_button import PrimaryButton

Role = QPalette.ColorRole
READ_ON = [
    (Role.WindowText, Role.Window),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.ButtonText, Role.Button),
    (Role.ToolTipText, Role.ToolTipBase),
    (Role.PlaceholderText, Role.Base),
    (Role.PlaceholderText, Role.Window),
    (Role.HighlightedText, Role.Highlight),
    (Role.Link, Role.Base),
]


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, Qt.ColorScheme.Light)


def luminance(colour: QColor) -> float:
    """As WCAG 2 defines it."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_text_has_the_contrast_that_wcag_asks_for(dark: bool, text: Role, ground: Role) -> None:
    palette = theme.palette(dark)
    assert contrast(palette.color(text), palette.color(ground)) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_selected_rows_too(dark: bool) -> None:
    ground, text = theme.SELECTED[dark]
    assert contrast(QColor(text), QColor(ground)) >= 4.5


def test_an_empty_check_box_can_be_seen_in_the_dark(qapp: QApplication, qtbot: QtBot) -> None:
    """By 3:1, as WCAG asks for what is no text; so can the mark in it."""
    theme.apply(qapp, Qt.ColorScheme.Dark)
    box = QCheckBox("acpi")
    qtbot.addWidget(box)
    box.adjustSize()
    option = QStyleOptionButton()
    option.initFrom(box)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    inside = box.grab().toImage().pixelColor(place.center())
    dark = theme.palette(dark=True)
    assert contrast(inside, dark.color(Role.Window)) >= 3
    assert contrast(inside, dark.color(Role.Text)) >= 3


def test_the_frame_of_a_field_can_be_seen_in_the_dark(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, Qt.ColorScheme.Dark)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(200, 30)
    image = field.grab().toImage()
    ground = theme.palette(dark=True).color(Role.Base)
    frame = [image.pixelColor(100, row) for row in range(4)]
    assert max(contrast(each, ground) for each in frame) >= 1.5


def test_the_scheme_of_the_system_decides(qapp: QApplication) -> None:
    grounds = {}
    for scheme in Qt.ColorScheme:
        theme.apply(qapp, scheme)
        grounds[scheme] = luminance(qapp.palette().color(Role.Window))
    assert grounds[Qt.ColorScheme.Dark] < 0.1 < 0.8 < grounds[Qt.ColorScheme.Light]
    assert grounds[Qt.ColorScheme.Unknown] == grounds[Qt.ColorScheme.Light]


def test_a_change_of_the_system_is_followed_while_it_runs(qapp: QApplication) -> None:
    for scheme, wanted in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        qapp.styleHints().colorSchemeChanged.emit(scheme)
        assert qapp.palette() == theme.palette(dark=wanted)


def test_fractions_of_a_scale_are_not_rounded(qapp: QApplication) -> None:
    """At 150 % all is drawn at 150 %, and not at 100 or 200 %."""
    policy = qapp.highDpiScaleFactorRoundingPolicy()
    assert policy is Qt.HighDpiScaleFactorRoundingPolicy.PassThrough


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_primary_button_follows(
    qapp: QApplication, qtbot: QtBot, scheme: Qt.ColorScheme
) -> None:
    button = PrimaryButton("Convert")
    qtbot.addWidget(button)
    button.show()
    theme.apply(qapp, scheme)
    qapp.processEvents()
    wears = button.palette().color
    assert contrast(wears(Role.ButtonText), wears(Role.Button)) >= 4.5
    button.setEnabled(False)
    assert wears(Role.Button) != button.palette().color(Role.Button)
