"""The sizes of text in the window: title, body, small; and what is strong among them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QWidget

TITLE, SMALL = 1.4, 0.86  #: of the body, which is what the desktop has

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", bound=QLabel)


def scaled(font: QFont, factor: float, *, strong: bool = False) -> QFont:
    """``font`` larger or smaller by ``factor``, perhaps in bold."""
    found = QFont(font)
    if font.pointSizeF() > 0:
        found.setPointSizeF(font.pointSizeF() * factor)
    else:
        found.setPixelSize(round(font.pixelSize() * factor))
    found.setBold(strong)
    return found


def title(widget: W) -> W:
    """The name of what is looked at."""
    widget.setFont(scaled(widget.font(), TITLE, strong=True))
    return widget


def strong(widget: W) -> W:
    """The sentence that is read first."""
    widget.setFont(scaled(widget.font(), 1, strong=True))
    return widget


def caption(widget: W) -> W:
    """What a part is called, in capitals."""
    font = scaled(widget.font(), SMALL, strong=True)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
    widget.setFont(font)
    return widget


def quiet(label: L) -> L:
    """What is read second."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
