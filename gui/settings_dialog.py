"""The dialog of the settings: what holds for all machines, and how the window looks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.choices import IMAGES
from engine.findings import Refusal
from engine.job.push.destination import Destination
from engine.translate import networks
from gui.context import Context
from gui.desktop.after_work import NOTHING, QUIT, SUSPEND
from gui.engine_texts import failure
from gui.language import LANGUAGES
from gui.settings import NO_SERVER
from gui.widgets import dialogs, labels, type_scale
from gui.widgets.icons import icon

_WIDTH = 560


class SettingsDialog(QDialog):
    """Fields; once they are accepted the settings have what was chosen, and ``changed`` says so."""

    changed = Signal()

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around, self._settings = around, around.settings
        self.setWindowTitle(_tr("Settings"))
        self._make_fields()
        self._arrange()
        self.resize(_WIDTH, self.sizeHint().height())
        self._judge()

    def _make_fields(self) -> None:
        settings = self._settings
        self.folder = QLineEdit(settings.target_folder)
        self.folder.setPlaceholderText(_tr("beside each machine"))
        self.server = QLineEdit("" if settings.server == NO_SERVER else settings.server)
        self.server.setPlaceholderText("root@xen")
        self.server_folder = QLineEdit(settings.server_folder)
        self.server_folder.setPlaceholderText(IMAGES)
        self.table = QLineEdit(settings.networks)
        self.table.setPlaceholderText(_tr("no table"))
        for field in (self.folder, self.server, self.server_folder, self.table):
            field.setClearButtonEnabled(True)
            field.textChanged.connect(self._judge)
        system = {"": _tr("as the system")}
        self.language = _box(system | LANGUAGES, settings.language)
        self.theme = _box({**system, "light": _tr("light"), "dark": _tr("dark")}, settings.theme)
        ends = {NOTHING: _tr("nothing"), QUIT: _tr("quit"), SUSPEND: _tr("suspend the computer")}
        self.after = _box(ends, settings.after)
        self.choose_folder = QPushButton(_tr("Choose…"))
        self.choose_folder.setAccessibleName(_tr("Choose the folder for results"))
        self.choose_folder.clicked.connect(lambda: self._around.tasks.spawn(self._ask_folder()))
        self.choose_table = QPushButton(_tr("Choose…"))
        self.choose_table.setAccessibleName(_tr("Choose a table of networks"))
        self.choose_table.clicked.connect(lambda: self._around.tasks.spawn(self._ask_table()))
        self._sign = labels.line()
        self._sign.setPixmap(icon("error").pixmap(16, 16))
        self.why = labels.sentences()

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        results = _label(_tr("&Results go"), self.folder)
        form.addRow(results, _beside(self.folder, self.choose_folder))
        form.addRow(_tr("&Server"), self.server)
        form.addRow(_tr("&Folder on the server"), self.server_folder)
        table = _label(_tr("Table of &networks"), self.table)
        form.addRow(table, _beside(self.table, self.choose_table))
        form.addRow(_tr("&When the queue is done"), self.after)
        form.addRow(_tr("&Colours"), self.theme)
        form.addRow(_tr("&Language"), self.language)
        later = type_scale.quiet(
            labels.line(_tr("Another language is spoken from the next start."))
        )
        form.addRow("", later)
        for label, field in (
            (_tr("Results go"), self.folder),
            (_tr("Table of networks"), self.table),
        ):
            field.setAccessibleName(label)
        why = QHBoxLayout()
        why.addWidget(self._sign)
        why.addWidget(self.why, 1)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(14)
        column.addLayout(form)
        column.addLayout(why)
        column.addStretch(1)
        column.addWidget(self.buttons)

    # -- what is typed

    def _judge(self) -> None:
        """Say what is wrong with what is typed, as long as something is."""
        why = self._fault()
        self.why.setText(why)
        for part in (self._sign, self.why):
            part.setVisible(bool(why))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)

    def _fault(self) -> str:
        folder, server = _text(self.folder), _text(self.server)
        if folder and not Path(folder).expanduser().is_absolute():
            return _tr("The folder for results has to be a whole path, such as {example}.").format(
                example=Path.home() / "xen"
            )
        try:
            if server:
                Destination.of(f"{server}:{_text(self.server_folder) or IMAGES}")
            if table := _text(self.table):
                networks.read(Path(table))
        except Refusal as refusal:
            return failure(refusal)
        return ""

    def _take(self) -> None:
        settings, folder = self._settings, _text(self.folder)
        settings.target_folder = str(Path(folder).expanduser()) if folder else ""
        settings.server = _text(self.server) or NO_SERVER
        settings.server_folder = _text(self.server_folder)
        settings.networks = _text(self.table)
        settings.language = self.language.currentData()
        settings.theme = self.theme.currentData()
        settings.after = self.after.currentData()
        settings.save()
        self.changed.emit()
        self.accept()

    async def _ask_folder(self) -> None:
        start = _text(self.folder) or str(Path.home())
        found = await dialogs.choose_folder(self, _tr("Where results go"), start)
        if found is not None:
            self.folder.setText(str(found))

    async def _ask_table(self) -> None:
        start = str(Path(_text(self.table) or Path.home()).parent)
        filters = _tr("Tables of networks ({patterns})").format(patterns="*.toml")
        found = await dialogs.choose_file(self, _tr("Choose a table of networks"), start, filters)
        if found is not None:
            self.table.setText(str(found))


def _text(field: QLineEdit) -> str:
    return field.text().strip()


def _box(choices: Mapping[str, str], chosen: str) -> QComboBox:
    """A list of texts by what they stand for; one that is not known is the first."""
    box = QComboBox()
    for value, text in choices.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box


def _label(text: str, field: QLineEdit) -> QLabel:
    """A label whose letter leads to a field that is not alone in its row."""
    label = labels.line(text)
    label.setBuddy(field)
    return label


def _beside(field: QLineEdit, button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(button)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings_dialog", text)
