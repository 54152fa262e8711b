"""The guide in the window: Help opens it, links lead from page to page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.help import guide_view
from gui.help.guide_view import GuideView
from gui.main_window import MainWindow


def pages() -> Path:
    found = guide_view.folder()
    assert found is not None
    return found


def test_the_first_page_has_links_that_lead_on(qtbot: QtBot) -> None:
    view = GuideView(pages())
    qtbot.addWidget(view)
    assert "From VMware to Xen" in view.text.toPlainText()
    assert not view.back.isEnabled()
    view.text.setSource(view.text.source().resolved(QUrl("snapshots.md")))
    assert "What a snapshot changed" in view.text.toPlainText()
    view.back.click()
    assert "From VMware to Xen" in view.text.toPlainText()


def test_any_page_can_be_the_first(qtbot: QtBot) -> None:
    view = GuideView(pages(), "hal.md")
    qtbot.addWidget(view)
    assert "halacpi" in view.text.toPlainText()
    view.contents.click()
    assert "From drop to domain" in view.text.toPlainText()


def test_every_page_can_be_shown(qtbot: QtBot) -> None:
    """Comments and code of the pages are not taken for text."""
    view = GuideView(pages())
    qtbot.addWidget(view)
    for page in pages().glob("*.md"):
        view.show_page(page.name)
        shown = view.text.toPlainText()
        assert len(shown) > 200
        assert "<!--" not in shown
        assert "```" not in shown


def test_the_findings_are_reached_from_it(qtbot: QtBot) -> None:
    view = GuideView(pages(), "refusals.md")
    qtbot.addWidget(view)
    view.text.setSource(view.text.source().resolved(QUrl("../findings.md#e402")))
    assert "exists already" in view.text.toPlainText()


def test_the_key_of_help_opens_it(window: MainWindow) -> None:
    (guide,) = [each for each in window.findChildren(QAction) if each.shortcut().toString() == "F1"]
    guide.trigger()
    (view,) = window.findChildren(GuideView)
    assert view.isVisible()
    view.close()
