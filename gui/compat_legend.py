"""What the signs of the compatibility table mean."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.xen.compat_table import KINDS
from gui import verdicts
from gui.icons import icon

_SIGN = 12


class Legend(QWidget):
    """A line of signs with their words."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for kind in KINDS:
            self._add(verdicts.sign(kind), verdicts.word(kind), verdicts.meaning(kind))
        self._add(icon("recommended"), _tr("recommended"), _tr("What is recommended"))
        self._add(icon("chosen"), _tr("chosen"), _tr("What the conversion will do"))
        self._installed = self._add(
            icon("current"), _tr("installed"), _tr("The HAL that is in the guest")
        )
        self._layout.addStretch()

    def set_has_hals(self, has_hals: bool) -> None:
        """Whether the table has HALs, of which one is installed."""
        for each in self._installed:
            each.setVisible(has_hals)

    def _add(self, sign: QIcon, word: str, meaning: str) -> tuple[QLabel, QLabel]:
        picture, text = QLabel(), QLabel(word)
        picture.setPixmap(sign.pixmap(_SIGN, _SIGN))
        text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for each in (picture, text):
            each.setToolTip(meaning)
            self._layout.addWidget(each)
        self._layout.addSpacing(8)
        return picture, text


def _tr(text: str) -> str:
    return QCoreApplication.translate("compat_legend", text)
