"""Settings that were changed hold at once: for the machines that are open, and for the window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from gui.context import Context
from gui.desktop import theme
from gui.desktop.after_work import AfterWork
from gui.machines.decisions import Decisions
from gui.machines.migrations import Migrations
from gui.result.server_commands import ServerCommands
from gui.settings_dialog import SettingsDialog
from gui.widgets import dialogs


class SettingsChange(QObject):
    """Shows the dialog on ``parent``, and passes on what was chosen in it."""

    def __init__(
        self,
        parent: QWidget,
        around: Context,
        jobs: Migrations,
        decisions: Decisions,
        after: AfterWork,
        commands: ServerCommands,
    ) -> None:
        super().__init__(parent)
        self._parent, self._around, self._jobs = parent, around, jobs
        self._decisions, self._after, self._commands = decisions, after, commands

    def ask(self) -> None:
        """Show the dialog."""
        dialog = SettingsDialog(self._around, self._parent)
        dialog.changed.connect(self._take)
        self._around.tasks.spawn(dialogs.finished(dialog))

    def _take(self) -> None:
        settings, app = self._around.settings, QApplication.instance()
        if isinstance(app, QApplication):
            theme.choose(app, settings.theme)
        self._after.choose_usual()
        for job in self._jobs:
            job.look_for_folder()
        self._decisions.take_table(settings.networks)
        self._commands.take_settings()
