"""A name for boxes that have no label beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from gui.widgets import labels


def name(box: QComboBox, text: str) -> None:
    """Tell screen readers what ``box``, which is in its place already, is for.

    On Linux Qt says what is chosen in the place of a box's accessible name; there only a label
    beside it tells the rest.
    """
    box.setAccessibleName(text)
    label = labels.line(text)
    label.setParent(box.parentWidget())
    label.setBuddy(box)
    label.hide()
