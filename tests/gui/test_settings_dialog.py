"""The dialog of the settings, and what it changes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLabel

from gui.context import Context
from gui.desktop import theme
from gui.desktop.after_work import QUIT
from gui.language import LANGUAGES, locale
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.settings import NO_SERVER, Settings
from gui.settings_dialog import SettingsDialog

Run = Callable[..., Any]
Until = Callable[..., Any]
OK = QDialogButtonBox.StandardButton.Ok


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    yield
    theme.choose(qapp, "")


def pick(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


async def shown(until: Until, window: MainWindow) -> SettingsDialog:
    """The dialog, opened by its key."""
    entry = next(each for each in window.findChildren(QAction) if each.text() == "Se&ttings…")
    assert not entry.shortcut().isEmpty()
    QTest.keySequence(window, QKeySequence(entry.shortcut()))
    await until(lambda: any(each.isVisible() for each in window.findChildren(SettingsDialog)))
    (dialog,) = window.findChildren(SettingsDialog)
    return dialog


def test_what_is_set_holds_at_once_and_at_the_next_start(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    built: machine.Machine,
    tmp_path: Path,
    qapp: QApplication,
) -> None:
    table = tmp_path / "site.toml"
    table.write_text('"VM Network" = "xenbr7"\n')

    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        job = window.current
        assert job is not None
        dialog = await shown(until, window)
        dialog.folder.setText(str(tmp_path / "results"))
        dialog.server.setText("root@xen")
        dialog.server_folder.setText("/srv/xen")
        dialog.table.setText(str(table))
        pick(dialog.theme, "dark")
        pick(dialog.language, "de")
        pick(dialog.after, QUIT)
        dialog.buttons.button(OK).click()
        await until(lambda: not window.findChildren(SettingsDialog))
        await until(lambda: job.table == str(table) and job.state is State.READY)
        assert job.folder == tmp_path / "results" / "server-xen"
        await until(window.bar.then.isVisible)
        assert window.bar.then.text() == "Then &start it on root@xen"
        assert window.queue.after.currentData() == QUIT
        assert qapp.palette().color(QPalette.ColorRole.Base).lightness() < 128

    run(scenario())
    found = Settings.load(around.settings.file)
    assert (found.language, found.theme, found.after) == ("de", "dark", QUIT)
    assert locale(found.language).language() is QLocale.Language.German


def test_nothing_is_changed_where_it_is_cancelled(
    run: Run, until: Until, around: Context, window: MainWindow
) -> None:
    async def scenario() -> None:
        dialog = await shown(until, window)
        dialog.server.setText("root@elsewhere")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: not window.findChildren(SettingsDialog))

    run(scenario())
    assert around.settings.server == NO_SERVER


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("folder", "results", "whole path"),
        ("server", "ro ot@xen", "is no place to deliver to"),
        ("server_folder", "srv", "is no place to deliver to"),
        ("table", "/nonexistent.toml", "nonexistent"),
    ],
)
def test_what_makes_no_sense_cannot_be_accepted(
    around: Context, qtbot: Any, field: str, text: str, why: str
) -> None:
    dialog = SettingsDialog(around)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.server.setText("root@xen")
    accept = dialog.buttons.button(OK)
    assert accept.isEnabled()
    getattr(dialog, field).setText(text)
    assert not accept.isEnabled()
    assert why in dialog.why.text()


def test_each_letter_leads_to_its_field(around: Context, qtbot: Any) -> None:
    dialog = SettingsDialog(around)
    qtbot.addWidget(dialog)
    marked = [each for each in dialog.findChildren(QLabel) if "&" in each.text()]
    assert len(marked) == 7
    assert all(each.buddy() for each in marked)


def test_a_scheme_that_was_chosen_stays_when_the_system_changes(qapp: QApplication) -> None:
    theme.choose(qapp, "dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert qapp.palette().color(QPalette.ColorRole.Base).lightness() < 128


def test_each_language_has_its_own_name() -> None:
    assert LANGUAGES["de"] == "Deutsch"
    for language in LANGUAGES:
        assert locale(language).name().startswith(language)
    assert locale("") == locale("xx") == QLocale.system()


def test_every_key_that_is_underlined_leads_somewhere(around: Context, qapp: QApplication) -> None:
    """Of a label without a field the sign for the key would be shown instead."""
    dialog = SettingsDialog(around)
    marked = [each for each in dialog.findChildren(QLabel) if "&" in each.text()]
    assert len(marked) >= 7
    assert [each.text() for each in marked if each.buddy() is None] == []
    dialog.deleteLater()
