"""What Xen is told of a result, changed without converting again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.findings import Refusal
from engine.xen import overrides
from engine.xen.domain import Domain
from gui.engine_texts import failure
from gui.queue.primary_button import PrimaryButton
from gui.widgets import labels
from gui.xen.domain_editor import DomainEditor, values


class DomainAgain(QWidget):
    """A form with what is written; what was changed in it is kept until it is written too."""

    write_asked = Signal(object)  #: settings, as --set takes them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._written: Domain | None = None
        self._settings: dict[str, str] = {}
        self.editor = DomainEditor(has_table=False)
        self.editor.changed.connect(self._change)
        self.editor.others_told.connect(self._take_others)
        self.said = labels.sentences()
        self.write = PrimaryButton(_tr("Write the configuration again"))
        self.write.setToolTip(_tr("Nothing is copied: the images stay as they are"))
        self.write.clicked.connect(lambda: self.write_asked.emit(dict(self._settings)))
        last = QHBoxLayout()
        last.addWidget(self.said, 1)
        last.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)
        column.addLayout(last)

    def show_domain(self, written: Domain | None) -> None:
        """Show the domain as it is written; what was changed in the form is forgotten."""
        self._written, self._settings = written, {}
        self.setVisible(written is not None)
        self._show()

    def _change(self, key: str, value: str) -> None:
        if self._written is None:
            return
        self._settings[key] = value
        if values(self._written).get(key) == value:
            del self._settings[key]
        self._show()

    def _take_others(self, others: dict[str, str]) -> None:
        old = self.editor.others_of(self._settings)
        kept = {key: value for key, value in self._settings.items() if key not in old}
        self._settings = kept | others
        self._show()

    def _show(self) -> None:
        """Show what is chosen beside what is written, or why it is not possible."""
        if self._written is None:
            return
        now, why = self._written, ""
        try:
            now = overrides.apply(self._written, self._settings)
        except Refusal as refusal:
            why = failure(refusal)
        as_written = values(self._written)
        self.editor.show_values(values(now) | self._settings, as_written, _tr("Written: {value}"))
        self.editor.others.show_settings(self.editor.others_of(self._settings))
        self.write.setEnabled(bool(self._settings) and not why)
        changed = ", ".join(f"{key}={value}" for key, value in self._settings.items())
        self.said.setText(why or (_tr("Changed: {what}").format(what=changed) if changed else ""))


def _tr(text: str) -> str:
    return QCoreApplication.translate("domain_again", text)
