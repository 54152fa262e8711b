"""Where the Tab key goes on: what is made later comes last of all otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow(widget: QWidget, others: Iterable[QWidget]) -> None:
    """From ``widget``, or the place of one that takes no focus, to ``others``, one after another.

    All are in the same window.
    """
    here: QWidget | None = widget
    while here is not None and here.focusPolicy() == Qt.FocusPolicy.NoFocus:
        here = here.previousInFocusChain()
    for each in others:
        if here is not None:
            QWidget.setTabOrder(here, each)
        here = each
