"""Our pictures. Their colours are mid-tones that stand out on light and dark alike."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtGui import QIcon


@cache
def icon(name: str) -> QIcon:
    """The picture ``resources/<name>.svg``; an empty icon for an empty name."""
    picture = QIcon()
    if name:
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # selecting must not tint it
            picture.addFile(str(files("resources") / f"{name}.svg"), mode=mode)
    return picture
