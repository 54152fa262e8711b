"""Our pictures. Their colours are mid-tones that stand out on light and dark alike."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

SHARP = 3  #: dots per pixel of what is composed


@cache
def icon(name: str) -> QIcon:
    """The picture ``resources/<name>.svg``; an empty icon for an empty name."""
    picture = QIcon()
    if name:
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # selecting must not tint it
            picture.addFile(str(files("resources") / f"{name}.svg"), mode=mode)
    return picture


@cache
def pair(first: str, second: str, size: int = 16, gap: int = 4) -> QIcon:
    """Two pictures beside each other, sharp on any screen."""
    both = QPixmap(QSize(2 * size + gap, size) * SHARP)
    both.setDevicePixelRatio(SHARP)
    both.fill(Qt.GlobalColor.transparent)
    painter = QPainter(both)
    for left, name in ((0, first), (size + gap, second)):
        icon(name).paint(painter, QRect(left, 0, size, size))
    painter.end()
    found = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        found.addPixmap(both, mode)
    return found
