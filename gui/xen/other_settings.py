"""Settings that no field of the window stands for, as text: ``serial=pty name=mail``."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.xen.overrides import KEYS
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip

_SHOWN = 12  #: keys that the tip names at most


class OtherSettings(QLineEdit):
    """Shows settings, and tells others once Return is pressed or the field is left."""

    told = Signal(object)  #: dict of settings, as --set takes them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, str] = {}
        self.setPlaceholderText("serial=pty")
        self.setAccessibleName(_tr("Other settings"))
        self._wrong = self.addAction(icon("error"), QLineEdit.ActionPosition.TrailingPosition)
        self._wrong.setVisible(False)
        self._hint()
        self.editingFinished.connect(self._edited)

    def show_settings(self, settings: Mapping[str, str]) -> None:
        """Show these, unless somebody is typing others."""
        if self.isModified() and self.hasFocus():
            return
        self._shown = dict(settings)
        self.setText(shlex.join(f"{key}={value}" for key, value in settings.items()))
        self._judge("")

    def _edited(self) -> None:
        if not self.isModified():
            return
        found, why = read(self.text())
        self._judge(why)
        if not why:
            self.setModified(False)
            if found != self._shown:
                self.told.emit(found)

    def _judge(self, why: str) -> None:
        """Say what is wrong with what was typed; empty for nothing."""
        self._wrong.setVisible(bool(why))
        self._wrong.setToolTip(tip(why))
        self._hint(why)

    def _hint(self, why: str = "") -> None:
        text = _tr("KEY=VALUE with blanks between, as xl.cfg has them: {keys} and others")
        keys = ", ".join(each for each in KEYS if "." not in each and "-" not in each)
        first = ", ".join(keys.split(", ")[:_SHOWN])
        self.setToolTip(tip(why or text.format(keys=first)))


def read(text: str) -> tuple[dict[str, str], str]:
    """What somebody has typed as settings; or why it is none, a sentence."""
    try:
        words = shlex.split(text)
    except ValueError:
        return {}, _tr("A quotation mark has no other one")
    found = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key:
            return {}, _tr("“{word}” is not of the form KEY=VALUE").format(word=word)
        found[key] = value
    return found, ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("other_settings", text)
