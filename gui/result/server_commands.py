"""The commands that bring a result to the server, ready to be copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.choices import IMAGES
from engine.job.push.destination import is_pool
from engine.job.push.push_journal import Wish
from engine.job.result import copy_commands
from engine.job.result.conversion import Conversion
from engine.ssh.named_hosts import named_hosts
from gui.context import Context
from gui.result.command_lines import CommandLines
from gui.result.server_test import ServerTest
from gui.settings import NO_SERVER
from gui.widgets import hidden_label, labels
from gui.widgets.flow_layout import FlowLayout

FILES, VOLUMES, ARCHIVE = "files", "volumes", "archive"


class ServerCommands(QWidget):
    """Which server, how images are kept there, what to type, and buttons that test and do it."""

    chosen = Signal()  #: what can be sent, and where to

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = around.settings
        self.test = ServerTest(around)
        self.test.asked.connect(self._ask_test)
        self._results: Conversion | None = None
        self._archive: Path | None = None
        self._make_choices()
        self._make_text()
        self._arrange()
        self._show()

    def show_results(self, found: Conversion | None, archive: Path | None = None) -> None:
        """Show the commands for these results, and for the XVA of them if there is one."""
        is_new = archive is not None and archive != self._archive and self._results is not None
        if found is not None and (self._results is None or found.folder != self._results.folder):
            self.folder.setText(self._usual_folder(found))
        self._results, self._archive = found, archive
        with QSignalBlocker(self.way):
            self._offer_archive(is_new)
        self._show()

    def take_settings(self) -> None:
        """Have the server and the folder that the settings name."""
        self.server.setText(self._settings.server)
        if self._settings.server_folder:
            self.folder.setText(self._settings.server_folder)
        self._show()

    def _offer_archive(self, is_new: bool) -> None:
        """The way of the XVA is there as long as there is one; a new one is what one waits for."""
        place = self.way.findData(ARCHIVE)
        if self._archive is None and place >= 0:
            self.way.removeItem(place)
        elif self._archive is not None and place < 0:
            self.way.addItem(_tr("As an XVA (XCP-ng)"), ARCHIVE)
        if is_new:
            self.way.setCurrentIndex(self.way.findData(ARCHIVE))

    def _make_choices(self) -> None:
        self.way = QComboBox()
        self.way.addItem(_tr("As image files"), FILES)
        self.way.addItem(_tr("As logical volumes (LVM)"), VOLUMES)
        self.way.currentIndexChanged.connect(self._show)
        self.server = QLineEdit(self._settings.server)
        self.server.setAccessibleName(_tr("Server"))
        self.server.setToolTip(_tr("As ssh is told: user@host; or a pool: xapi://user@host"))
        self.server.setCompleter(self._completer())
        self.server.editingFinished.connect(self._part_folder)
        self.folder = QLineEdit()
        self.folder.setAccessibleName(_tr("Folder on the server"))
        self.folder.setToolTip(_tr("Images and configuration are put there; it is made if needed"))
        self.group = QLineEdit(self._settings.group)
        self.group.setAccessibleName(_tr("Volume group"))
        self.group.setToolTip(_tr("The volume group on the server"))
        for edit in (self.server, self.folder, self.group):
            edit.textEdited.connect(self._show)
            edit.editingFinished.connect(self._remember)
        self.folder.editingFinished.connect(self._remember_folder)

    def _make_text(self) -> None:
        self.lines = CommandLines()
        self.send = QPushButton(_tr("Send to the server"))
        self.resume = QPushButton(_tr("Go on sending"))
        self.copy = QPushButton(_tr("Copy all"))
        self.copy.setToolTip(_tr("Copy all commands, to be typed in a terminal"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.lines.text))

    def _arrange(self) -> None:
        label = labels.line(_tr("On the ser&ver"))
        label.setBuddy(self.server)
        self._in_folder = labels.line(_tr("in the fo&lder"))
        self._in_folder.setBuddy(self.folder)
        self._in_group = labels.line(_tr("in the volume group"))
        self._in_group.setBuddy(self.group)
        where = QGridLayout()
        where.setColumnStretch(1, 1)
        where.addWidget(label, 0, 0)
        where.addWidget(self.server, 0, 1)
        where.addWidget(self.test.button, 0, 2)
        for row, (words, field) in enumerate(
            ((self._in_folder, self.folder), (self._in_group, self.group)), start=1
        ):
            where.addWidget(words, row, 0)
            where.addWidget(field, row, 1, 1, 2)
        acts = QWidget()
        flow = FlowLayout(acts, 6)
        for widget in (self.way, self.send, self.resume, self.copy):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(where)
        layout.addWidget(self.test)
        layout.addWidget(acts)
        layout.addWidget(self.lines)
        hidden_label.name(self.way, _tr("How the images are kept on the server"))

    @property
    def is_named(self) -> bool:
        """Whether somebody has said which server it is."""
        return self.server.text().strip() not in ("", NO_SERVER)

    @property
    def pool(self) -> str:
        """Address of the pool that is named in the server's place; empty where none is."""
        server = self.server.text().strip()
        return server if is_pool(server) else ""

    @property
    def wish(self) -> Wish | None:
        """What is to be sent where; None as long as that is not said, for an XVA and a pool."""
        found, target = self._results, self._target
        if found is None or not found.images or not target:
            return None
        is_files = self.way.currentData() == FILES
        configs = self.folder.text().strip() if is_files else copy_commands.CONFIGS
        return Wish(target, configs=configs)

    @property
    def _target(self) -> str:
        """The place that is named, as a delivery is told; empty where something is missing."""
        server, folder = self.server.text().strip(), self.folder.text().strip()
        group = self.group.text().strip()
        path = {FILES: folder, VOLUMES: f"/dev/{group}" if group else ""}
        there = path.get(self.way.currentData(), "")
        return f"{server}:{there}" if server and there and not self.pool else ""

    def _ask_test(self) -> None:
        self.test.look(self._target)

    def _show(self) -> None:
        text = self._commands(self._results) if self._results else ""
        way = self.way.currentData()
        to_server = not self.pool  # which asks for its storage and networks itself
        for part in (self._in_group, self.group):
            part.setVisible(to_server and way == VOLUMES)
        for part in (self._in_folder, self.folder):
            part.setVisible(to_server and way == FILES)
        for widget in (self.way, self.test.button, self.copy, self.lines):
            widget.setVisible(to_server)
        self.send.setText(_tr("Send to the server") if to_server else _tr("Send to the pool…"))
        self.resume.setVisible(self._results is not None and self._results.unsent)
        self.copy.setEnabled(bool(text))
        self.test.forget()
        self.test.button.setEnabled(bool(self._target))
        self.lines.show_commands(text.splitlines())
        self.chosen.emit()

    def _commands(self, found: Conversion) -> str:
        server, group = self.server.text().strip(), self.group.text().strip()
        if self.pool:
            return ""
        if self.way.currentData() == ARCHIVE and self._archive:
            return copy_commands.as_xva(self._archive, server)
        if self.way.currentData() == FILES:
            folder = self.folder.text().strip()
            return copy_commands.as_files(found, server, folder or copy_commands.CONFIGS, folder)
        return copy_commands.as_volumes(found, server, group)

    def _usual_folder(self, found: Conversion) -> str:
        """The folder that the conversion was told; else the one used last, or the usual one."""
        told = found.choices.settings.get("images", "") if found.choices else ""
        return told or self._settings.server_folder or IMAGES

    def _completer(self) -> QCompleter:
        """Offers the hosts that ssh knows, with the user that is usual there."""
        names = named_hosts()
        offered = [*(f"root@{name}" for name in names), *names]
        completer = QCompleter(offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        return completer

    def _part_folder(self) -> None:
        """``root@xen:/srv/xen`` was typed: its parts go where they belong."""
        server, colon, folder = self.server.text().strip().partition(":/")
        if colon and not self.pool:
            self.server.setText(server)
            self.folder.setText(f"/{folder}")
            self._remember_folder()
            self._remember()
            self._show()

    def _remember_folder(self) -> None:
        self._settings.server_folder = self.folder.text().strip()

    def _remember(self) -> None:
        if not self.pool:
            self._settings.server = self.server.text().strip()
        self._settings.group = self.group.text().strip()


def _tr(text: str) -> str:
    return QCoreApplication.translate("server_commands", text)
