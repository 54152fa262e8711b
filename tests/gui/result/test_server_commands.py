"""Commands that bring a result to the server: for files, volumes and an XVA; and what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from engine.choices import IMAGES
from engine.job.result.conversion import Conversion
from gui.context import Context
from gui.result.server_commands import ARCHIVE, FILES, VOLUMES, ServerCommands


@pytest.fixture
def commands(qtbot: QtBot, around: Context, converted: Path) -> Iterator[ServerCommands]:
    around.settings.server = "root@xen"
    made = ServerCommands(around)
    qtbot.addWidget(made)
    made.show()
    made.show_results(Conversion.open(converted))
    yield made
    made.show_results(None)


def choose(commands: ServerCommands, way: str) -> None:
    commands.way.setCurrentIndex(commands.way.findData(way))


def write(field: QLineEdit, text: str) -> None:
    """Type a text, and leave the field."""
    field.setText(text)
    field.textEdited.emit(text)
    field.editingFinished.emit()


def test_files_go_into_a_folder(commands: ServerCommands) -> None:
    assert (commands.folder.isVisible(), commands.group.isVisible()) == (True, False)
    assert commands.folder.text() == IMAGES
    assert commands.wish is not None
    assert (commands.wish.target, commands.wish.configs) == (f"root@xen:{IMAGES}", IMAGES)
    assert f"root@xen:{IMAGES}" in commands.lines.text
    assert "win2003.cfg" in commands.lines.text


def test_volumes_are_of_a_group(commands: ServerCommands) -> None:
    choose(commands, VOLUMES)
    assert (commands.folder.isVisible(), commands.group.isVisible()) == (False, True)
    write(commands.group, "fast")
    assert commands.wish is not None
    assert (commands.wish.target, commands.wish.configs) == ("root@xen:/dev/fast", "/etc/xen")
    assert "lvcreate" in commands.lines.text
    write(commands.group, " ")
    assert commands.wish is None


def test_an_archive_is_offered_once_it_is_there(commands: ServerCommands, tmp_path: Path) -> None:
    results = commands._results
    assert commands.way.findData(ARCHIVE) < 0
    commands.show_results(results, tmp_path / "a.xva")
    assert commands.way.currentData() == ARCHIVE  # it is what one waited for
    assert "xe vm-import" in commands.lines.text
    assert commands.wish is None
    choose(commands, FILES)
    commands.show_results(results, tmp_path / "a.xva")
    assert commands.way.currentData() == FILES  # it is not new any more
    commands.show_results(results)
    assert commands.way.findData(ARCHIVE) < 0


def test_what_is_typed_is_remembered(commands: ServerCommands, around: Context) -> None:
    write(commands.server, " admin@other ")
    write(commands.folder, "/srv/here")
    write(commands.group, "fast")
    settings = around.settings
    assert (settings.server, settings.server_folder, settings.group) == (
        "admin@other", "/srv/here", "fast",
    )  # fmt: skip
    again = ServerCommands(around)
    again.take_settings()
    assert (again.server.text(), again.folder.text()) == ("admin@other", "/srv/here")
    again.deleteLater()


def test_a_server_with_its_folder_is_taken_apart(commands: ServerCommands, around: Context) -> None:
    write(commands.server, "root@xen:/srv/there")
    assert (commands.server.text(), commands.folder.text()) == ("root@xen", "/srv/there")
    assert around.settings.server_folder == "/srv/there"
    write(commands.server, "root@xen:22")  # no folder
    assert commands.server.text() == "root@xen:22"


@pytest.mark.parametrize(
    ("text", "is_named"), [("root@server", False), ("", False), (" ", False), ("xen", True)]
)
def test_whether_somebody_has_named_a_server(
    commands: ServerCommands, text: str, is_named: bool
) -> None:
    write(commands.server, text)
    assert commands.is_named is is_named
    assert (commands.wish is None) is (not text.strip())
    assert commands.test.button.isEnabled() is bool(text.strip())


def test_what_was_seen_of_a_server_is_not_of_another(commands: ServerCommands) -> None:
    commands.test.show()
    write(commands.server, "root@other")
    assert not commands.test.isVisible()


def test_all_commands_are_copied_together(commands: ServerCommands) -> None:
    commands.copy.click()
    assert QGuiApplication.clipboard().text() == commands.lines.text != ""
    commands.show_results(None)
    assert (commands.copy.isEnabled(), commands.lines.text, commands.wish) == (False, "", None)


def test_it_is_told_that_something_was_chosen(commands: ServerCommands) -> None:
    told: list[bool] = []
    commands.chosen.connect(lambda: told.append(True))
    choose(commands, VOLUMES)
    write(commands.group, "x")
    assert len(told) >= 2
    assert not commands.resume.isVisible()


def test_a_pool_may_be_named_in_the_servers_place(
    commands: ServerCommands, around: Context
) -> None:
    write(commands.server, "xapi://root@pool.lan:443")
    assert commands.pool == commands.server.text() == "xapi://root@pool.lan:443"
    assert commands.wish is None
    parts = (commands.way, commands.folder, commands.group, commands.test.button, commands.lines)
    assert not any(part.isVisible() for part in parts)
    assert commands.send.text() == "Send to the pool…"
    assert around.settings.server == "root@xen"  # of servers with xl
    write(commands.server, "root@xen:/srv/xen")
    assert commands.pool == ""
    assert commands.wish is not None
    assert commands.wish.target == "root@xen:/srv/xen"
    assert commands.send.text() == "Send to the server"
