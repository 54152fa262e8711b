"""Verdicts as people see them: a word, a sign of its own shape, and a colour.

The colours stay apart for the colour-blind (bluish green, amber, grey, vermilion), and none of
them says anything that the sign does not.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QIcon, QPalette

from engine.xen.compat_table import Kind
from gui.widgets.icons import icon

_SIGNS: dict[Kind, str] = {
    "fits": "fits",
    "runs": "warning",
    "unknown": "unknown",
    "fails": "fails",
}
_COLOURS: dict[Kind, str] = {
    "fits": "#0a8a66",
    "runs": "#d99a1c",
    "unknown": "#7a8594",
    "fails": "#c8421f",
}
_STRENGTH = {False: 0.13, True: 0.26}  #: of the colour in a ground, by dark


def word(kind: Kind) -> str:
    """``fits``, ``runs``, ``unknown``, ``fails``, in the user's language."""
    return {
        "fits": _tr("fits"),
        "runs": _tr("runs"),
        "unknown": _tr("unknown"),
        "fails": _tr("fails"),
    }[kind]


def meaning(kind: Kind) -> str:
    """What the word stands for, a sentence."""
    return {
        "fits": _tr("It is the machine the guest was made for."),
        "runs": _tr("It works, but not at its best."),
        "unknown": _tr("Nobody has measured it."),
        "fails": _tr("It does not start."),
    }[kind]


def sign(kind: Kind) -> QIcon:
    """The picture of a verdict."""
    return icon(_SIGNS[kind])


def ground(kind: Kind, palette: QPalette) -> QColor:
    """The colour behind a verdict: a tint of the base, on which its text can be read."""
    return tint(QColor(_COLOURS[kind]), palette)


def tint(colour: QColor, palette: QPalette) -> QColor:
    """``colour`` thinned with the base of ``palette``."""
    base = palette.color(QPalette.ColorRole.Base)
    share = _STRENGTH[is_dark(palette)]

    def mixed(own: int, under: int) -> int:
        return round(share * own + (1 - share) * under)

    return QColor(
        mixed(colour.red(), base.red()),
        mixed(colour.green(), base.green()),
        mixed(colour.blue(), base.blue()),
    )


def is_dark(palette: QPalette) -> bool:
    """Whether texts are lighter than what is behind them."""
    ground, text = QPalette.ColorRole.Base, QPalette.ColorRole.Text
    return palette.color(ground).lightness() < palette.color(text).lightness()


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdicts", text)
