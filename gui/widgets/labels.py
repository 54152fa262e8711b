"""Labels that several places have."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def line(text: str = "") -> QLabel:
    """A label of one line, or with a picture; nothing is markup in it."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def sentences(text: str = "") -> QLabel:
    """For sentences that may be copied; names from untrusted files are no markup in it."""
    label = line(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
