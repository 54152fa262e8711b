"""A card of the road: one sentence, what was found, and a part that unfolds in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.findings import Finding
from gui.machines.finding_rows import FindingRows
from gui.widgets import labels, type_scale
from gui.widgets.icons import icon
from gui.widgets.link_button import LinkButton

_SIGN = 14  #: pixels
_ROUND = 7
_MARGIN = 14


class Card(QWidget):
    """``body`` unfolds below the sentences by a button called ``more``."""

    toggled = Signal(bool)  #: by the user: whether it is unfolded
    folded = Signal()  #: it was unfolded, or folded up, by whomever
    grows = True  #: the body can use more height than it needs

    def __init__(self, caption: str, body: QWidget | None = None, more: str = "") -> None:
        super().__init__()
        self.body = body
        self._more, self._is_unfolded = more, False
        self._caption = type_scale.quiet(type_scale.caption(labels.line(caption)))
        self._sign = labels.line()
        self.sentence = type_scale.strong(labels.sentences())
        self.detail = type_scale.quiet(labels.sentences())
        self.findings = FindingRows()
        self.change = LinkButton(is_last=True)
        self.change.setVisible(body is not None)
        self.change.clicked.connect(self._toggle)
        self._name = caption
        self._arrange()
        widths = []
        for unfolded in (True, False):
            self.set_unfolded(unfolded)
            widths.append(self.change.sizeHint().width())
        self.change.setFixedWidth(max(widths))  # it stays where it was clicked

    def _arrange(self) -> None:
        self.top = QHBoxLayout()
        self.top.setSpacing(6)
        self.top.addWidget(self._caption)
        self.top.addWidget(self._sign)
        self.top.addStretch()
        self.top.addWidget(self.change)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_MARGIN, 6, _MARGIN, 12)
        self.column.setSpacing(3)
        self.column.addLayout(self.top)
        for part in (self.sentence, self.detail, self.findings):
            self.column.addWidget(part)
        if self.body is not None:
            self.column.addSpacing(3)
            self.column.addWidget(self.body, 1)

    @property
    def is_unfolded(self) -> bool:
        """Whether the body is to be seen."""
        return self._is_unfolded

    def set_unfolded(self, unfolded: bool) -> None:
        """Show the body, or fold it away."""
        self._is_unfolded = unfolded
        self.change.setText(_tr("Fold up") if unfolded else self._more)
        self.change.setAccessibleName(f"{self._name}: {self.change.text()}")
        if self.body is not None:
            self.body.setVisible(unfolded)
        self.folded.emit()

    def tell(self, sentence: str, detail: str = "", sign: str = "") -> None:
        """Say how it stands, with the picture ``sign``."""
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self._sign.setPixmap(icon(sign).pixmap(_SIGN, _SIGN))
        self._sign.setVisible(bool(sign))

    def set_findings(self, findings: Sequence[Finding], *, old: bool = False) -> None:
        """Show what was found here; greyed as long as it is of a look before."""
        self.findings.set_findings(findings)
        self.findings.setEnabled(not old)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Midlight), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _ROUND, _ROUND)

    def _toggle(self) -> None:
        self.set_unfolded(not self._is_unfolded)
        self.toggled.emit(self._is_unfolded)


def side_by_side(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other, with what room there is in the place of None."""
    row = QHBoxLayout()
    row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("card", text)
