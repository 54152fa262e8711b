"""Light and dark, following the system: the Fusion style with palettes of ours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

Role = QPalette.ColorRole

LIGHT = {
    Role.Window: "#f3f5f8",
    Role.WindowText: "#1b2430",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#f7f9fb",
    Role.Text: "#1b2430",
    Role.Button: "#fbfcfd",
    Role.ButtonText: "#1b2430",
    Role.BrightText: "#ffffff",
    Role.ToolTipBase: "#ffffff",
    Role.ToolTipText: "#1b2430",
    Role.PlaceholderText: "#5d6875",
    Role.Highlight: "#1f66b5",
    Role.HighlightedText: "#ffffff",
    Role.Accent: "#1f66b5",
    Role.Link: "#1a5aa3",
    Role.LinkVisited: "#6a4bb0",
    Role.Light: "#ffffff",
    Role.Midlight: "#e6eaef",
    Role.Mid: "#c3cad3",
    Role.Dark: "#9aa4b0",
    Role.Shadow: "#6d7783",
}
DARK = {
    Role.Window: "#22272e",
    Role.WindowText: "#e4e8ed",
    Role.Base: "#1a1e24",
    Role.AlternateBase: "#1f242a",
    Role.Text: "#e4e8ed",
    Role.Button: "#2d333c",
    Role.ButtonText: "#e4e8ed",
    Role.BrightText: "#ffffff",
    Role.ToolTipBase: "#2d333c",
    Role.ToolTipText: "#e4e8ed",
    Role.PlaceholderText: "#9aa5b1",
    Role.Highlight: "#2a6fc0",
    Role.HighlightedText: "#ffffff",
    Role.Accent: "#2a6fc0",
    Role.Link: "#78b0f2",
    Role.LinkVisited: "#b39ddb",
    Role.Light: "#3d4550",
    Role.Midlight: "#343b45",
    Role.Mid: "#454e5a",
    Role.Dark: "#14181d",
    Role.Shadow: "#0c0f13",
}
SELECTED = {False: ("#d3e4f7", "#1b2430"), True: ("#2b4563", "#f0f3f7")}  #: rows of lists, by dark
DISABLED = {False: "#98a2ad", True: "#6b7682"}  #: text, by dark
BOX = {False: "#ffffff", True: "#6b7684"}  #: of a check box, by dark; Fusion's rim is too dark then
FRAMED = "#7d8896"  #: ground of fields in the dark; the style darkens it for their frames
FIELDS = ("QLineEdit", "QAbstractSpinBox", "QPlainTextEdit")
GREYED = (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText)


def palette(dark: bool) -> QPalette:
    """Our palette."""
    result = QPalette()
    for role, colour in (DARK if dark else LIGHT).items():
        result.setColor(role, QColor(colour))
    for role in GREYED:
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(DISABLED[dark]))
    unused = QColor((DARK if dark else LIGHT)[Role.Mid])
    result.setColor(QPalette.ColorGroup.Disabled, Role.Highlight, unused)
    return result


def _list_palette(dark: bool) -> QPalette:
    """For lists and trees: selected rows are tinted, so that pictures and signs stay readable."""
    result = palette(dark)
    ground, text = SELECTED[dark]
    result.setColor(Role.Highlight, QColor(ground))
    result.setColor(Role.HighlightedText, QColor(text))
    return result


def _field_palette(dark: bool) -> QPalette:
    """For fields: their frames can be seen, which the style makes of the ground."""
    result = palette(dark)
    if dark:
        result.setColor(Role.Window, QColor(FRAMED))
    return result


def _box_palette(dark: bool) -> QPalette:
    """For check boxes: one that is empty can be seen."""
    result = palette(dark)
    result.setColor(Role.Base, QColor(BOX[dark]))
    disabled = QPalette.ColorGroup.Disabled
    result.setColor(disabled, Role.Base, palette(dark).color(Role.Midlight))
    return result


def apply(app: QApplication, scheme: Qt.ColorScheme) -> None:
    """Wear a scheme; where the system knows none it is the light one."""
    dark = scheme is Qt.ColorScheme.Dark
    app.setPalette(palette(dark))
    # The stub asks for bytes, the binding takes text only.
    app.setPalette(_list_palette(dark), "QAbstractItemView")  # type: ignore[arg-type]
    app.setPalette(_box_palette(dark), "QCheckBox")  # type: ignore[arg-type]
    for field in FIELDS:
        app.setPalette(_field_palette(dark), field)  # type: ignore[arg-type]


def follow(app: QApplication, choice: str = "") -> None:
    """Wear what was chosen (``light`` or ``dark``), else what the system wears, also later on."""
    app.setStyle("Fusion")
    app.styleHints().colorSchemeChanged.connect(lambda scheme: _wear(app, scheme))
    choose(app, choice)


def choose(app: QApplication, choice: str) -> None:
    """Wear ``light`` or ``dark`` from now on; empty for what the system wears."""
    app.setProperty(_CHOICE, choice)
    _wear(app, app.styleHints().colorScheme())


def _wear(app: QApplication, of_system: Qt.ColorScheme) -> None:
    apply(app, _SCHEMES.get(app.property(_CHOICE), of_system))


_CHOICE = "vmx2xen_theme"  #: a property of the application
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
