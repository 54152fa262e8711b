"""The guide in the window: Help opens it, links lead from page to page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from fixtures import linux, machine, partitioned
from fixtures.machine import Machine
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.help import guide_pages, guide_view
from gui.help.guide_pages import page_about
from gui.help.guide_view import GuideView
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Until = Callable[[Callable[[], object]], Awaitable[None]]
ABOUT = {"from": "snapshots.md", "guest": "windows.md", "xen": "xen.md", "to": "server.md"}


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


def test_a_german_window_has_the_german_guide(qtbot: QtBot, german: None) -> None:
    view = GuideView(pages(), "refusals.md")
    qtbot.addWidget(view)
    assert view.text.toPlainText().startswith("Wenn es Nein sagt")
    view.contents.click()
    assert "Vom Ablegen zur Domain" in view.text.toPlainText()
    for page in pages().glob("*.md"):
        view.show_page(page.name)
        assert len(view.text.toPlainText()) > 200


def test_code_stands_apart(qtbot: QtBot) -> None:
    """Code has a ground and room around it, headings have room above."""
    view = GuideView(pages(), "disks.md")
    qtbot.addWidget(view)
    document = view.text.document()
    code = document.find("vmx2xen convert server.vmx -o out --format qcow2").blockFormat()
    text = document.find("Raw is what every Xen starts").blockFormat()
    assert code.background().color() != text.background().color()
    assert code.topMargin() > 0
    assert document.find("Other formats").blockFormat().topMargin() > text.topMargin()


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


def test_the_key_of_help_opens_the_page_of_what_has_the_focus(
    run: Run, until: Until, window: MainWindow, built: Machine
) -> None:
    window.resize(1180, 1000)
    (guide,) = [each for each in window.findChildren(QAction) if each.shortcut().toString() == "F1"]

    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        for name, page in ABOUT.items():
            window.road.unfold(name)
            window.road.cards[name].change.setFocus()
            guide.trigger()
            (view,) = window.findChildren(GuideView)  # one, however often it is asked for
            assert view.text.source().fileName() == page
        view.close()

    run(scenario())


def test_of_a_linux_it_is_the_page_about_linux(
    run: Run, until: Until, window: MainWindow, tmp_path: Path
) -> None:
    volume = linux.ext4(tmp_path / "volume", linux.tree(tmp_path / "root"))
    partitioned.build(tmp_path / "raw", [partitioned.Part(64 << 20, "83", volume)])
    vm = machine.build(tmp_path / "vm", image=tmp_path / "raw")

    async def scenario() -> None:
        window.open([vm.vmx])
        await until(lambda: window.current and window.current.state is State.READY)

    run(scenario())
    choice = window.road.guest.view
    assert page_about(choice, window.road.cards, window.current) == "linux.md"
    assert page_about(window.pane, window.road.cards, window.current) == "README.md"


def test_pages_that_the_window_names_are_there() -> None:
    assert {*guide_pages._PAGES.values()} <= {page.name for page in pages().glob("*.md")}
