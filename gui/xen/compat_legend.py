"""What the signs of the compatibility table mean."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.xen.compat_table import KINDS
from gui.widgets import labels
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.xen import verdicts

_SIGN = 12


class Legend(QWidget):
    """Signs with their words."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self, 8)
        for kind in KINDS:
            self._add(verdicts.sign(kind), verdicts.word(kind), verdicts.meaning(kind))
        self._add(icon("recommended"), _tr("recommended"), _tr("What is recommended"))
        self._add(icon("chosen"), _tr("chosen"), _tr("What the conversion will do"))
        self._installed = self._add(
            icon("current"), _tr("installed"), _tr("The HAL that is in the guest")
        )
        missing = _tr("Windows does not change to it by itself, or its files are missing")
        self._barred = self._add(QIcon(), _tr("faint: cannot be had"), missing)

    def set_has_hals(self, has_hals: bool) -> None:
        """Whether the table has HALs, of which one is installed."""
        self._installed.setVisible(has_hals)
        self._barred.setVisible(has_hals)

    def _add(self, sign: QIcon, word: str, meaning: str) -> QWidget:
        picture, text = labels.line(), labels.line(word)
        picture.setPixmap(sign.pixmap(_SIGN, _SIGN))
        picture.setVisible(not sign.isNull())
        text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        both = QWidget()
        both.setToolTip(tip(meaning))
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(picture)
        line.addWidget(text)
        self._layout.addWidget(both)
        return both


def _tr(text: str) -> str:
    return QCoreApplication.translate("compat_legend", text)
