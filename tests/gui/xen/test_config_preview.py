"""The configuration as it will be written: where it differs, and copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QGuiApplication, QPalette
from pytestqt.qtbot import QtBot

from gui.machines.migration import Migration
from gui.queue.state import State
from gui.xen.config_preview import ConfigText, differences
from gui.xen.xen_page import XenPage

Run = Callable[..., Any]
Until = Callable[..., Any]


def test_what_differs_is_marked_and_can_be_copied(
    run: Run, until: Until, page: XenPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        page.editor.changed.emit("memory", "4321")
        lines = page.preview.text.toPlainText().splitlines()
        marked = {lines[number]: instead for number, instead in page.preview.text.differing.items()}
        assert marked == {"memory = 4321": "memory = 384"}
        assert page.preview.state.text() == "Lines other than recommended: 1"
        number = lines.index("memory = 4321")
        assert page.preview.text.hint(number) == "Recommended: memory = 384"
        assert page.preview.text.hint(number + 1) == ""
        page.preview.copy.click()
        assert QGuiApplication.clipboard().text() == page.preview.text.toPlainText()
        page.preview.libvirt.click()
        assert '<memory unit="MiB">4321</memory>' in QGuiApplication.clipboard().text()
        await until(lambda: job.state is State.READY)

    run(scenario())


def test_lines_that_differ_have_what_is_recommended() -> None:
    best = "a = 1\nb = 2\nc = 3\n"
    assert differences(best, best) == {}
    assert differences("a = 1\nb = 9\nc = 3\n", best) == {1: "b = 2"}
    assert differences("a = 1\nb = 2\nx = 0\nc = 3\n", best) == {2: ""}  # added
    assert differences("a = 1\nc = 3\n", best) == {1: "b = 2"}  # left out: the line after
    assert differences("a = 1\nb = 2\n", best) == {}  # at the end there is none
    assert differences("", best) == {}
    assert differences("x\ny\nb = 2\nc = 3\n", best) == {0: "a = 1", 1: "a = 1"}


def test_a_hint_stands_at_its_line(qtbot: QtBot) -> None:
    shown = ConfigText()
    qtbot.addWidget(shown)
    shown.show_text("a\nb\nc", {0: "x = <b>", 1: ""})
    assert [shown.hint(line) for line in range(3)] == ["Recommended: x = <b>", "Added", ""]
    assert shown.isReadOnly()


def test_where_one_looks_it_stays(qtbot: QtBot) -> None:
    shown = ConfigText()
    qtbot.addWidget(shown)
    shown.resize(200, 100)
    shown.show()
    shown.show_text("\n".join(map(str, range(200))), {})
    shown.verticalScrollBar().setValue(50)
    shown.show_text("\n".join(map(str, range(1, 201))), {})
    assert (shown.verticalScrollBar().value(), shown.toPlainText()[:2]) == (50, "1\n")


def test_a_line_that_differs_has_a_bar(qtbot: QtBot) -> None:
    shown = ConfigText()
    qtbot.addWidget(shown)
    shown.resize(200, 100)
    shown.show_text("a\nb\nc", {1: "x"})
    image = shown.viewport().grab().toImage()
    height, top = shown.fontMetrics().height(), round(shown.document().documentMargin())
    colours = [image.pixelColor(1, top + line * height + height // 2).name() for line in range(3)]
    assert colours[1] == shown.palette().color(QPalette.ColorRole.Accent).name()
    assert colours[0] == colours[2] != colours[1]
