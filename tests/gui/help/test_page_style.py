"""A page of the guide follows the theme."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from gui.help import guide_view
from gui.help.guide_view import GuideView


def test_links_have_the_colour_of_the_palette(qtbot: QtBot) -> None:
    """Also after that has changed: from light to dark, while the guide is open."""
    pages = guide_view.folder()
    assert pages is not None
    view = GuideView(pages)
    qtbot.addWidget(view)
    view.show()
    dark = view.palette()
    dark.setColor(QPalette.ColorRole.Link, QColor("#78b0f2"))
    view.setPalette(dark)
    links = set()
    block = view.text.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            letters = parts.fragment().charFormat()
            if letters.isAnchor():
                links.add(letters.foreground().color().name())
            parts += 1
        block = block.next()
    assert links == {"#78b0f2"}
