"""Scroll areas that stand on a card: they have no ground of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea


def see_through(area: QScrollArea) -> None:
    """Show the ground that ``area`` stands on, also behind what it scrolls."""
    area.viewport().setAutoFillBackground(False)
    if (inside := area.widget()) is not None:
        inside.setAutoFillBackground(False)
