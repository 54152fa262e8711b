"""The findings of a machine: blocking ones first, each with its remedy and what we can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Finding
from gui import engine_texts
from gui.machines.remedies import Remedy, remedies
from gui.widgets import labels, tab_order
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip

SHOWN = 100  #: findings; the others are counted, and copied


class FindingsList(QWidget):
    """Shows findings as text that can be selected and copied, and offers remedies."""

    acted = Signal(Remedy, Finding)  #: what is to be done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._page = QWidget()
        self._area = QScrollArea()
        self._area.setAccessibleName(_tr("Findings"))
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setBackgroundRole(QPalette.ColorRole.Base)
        self.copy = QPushButton(_tr("Copy all"))
        self.copy.clicked.connect(self._copy)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 8)
        buttons.addStretch()
        buttons.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area)
        layout.addLayout(buttons)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._show()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these, in place of those before."""
        ordered = tuple(sorted(findings, key=lambda each: not each.blocks))
        if ordered != self._findings:
            self._findings = ordered
            self._show()

    def plain_text(self) -> str:
        return "\n".join(map(engine_texts.lines, self._findings))

    def rows(self) -> list[FindingRow]:
        """What is shown, in its order."""
        return self._page.findChildren(FindingRow)

    def _show(self) -> None:
        self.copy.setEnabled(bool(self._findings))
        self.copy.setToolTip(
            _tr("Copy all findings as text") if self._findings else _tr("There is nothing to copy")
        )
        self._page = QWidget()
        self._page.setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(10, 10, 10, 4)
        column.setSpacing(10)
        for finding in self._findings[:SHOWN]:
            row = FindingRow(finding)
            row.acted.connect(self.acted)
            column.addWidget(row)
        more = len(self._findings) - SHOWN
        if more > 0:
            column.addWidget(labels.line(_tr("… and {count} more.").format(count=more)))
        if not self._findings:
            column.addWidget(labels.line(_tr("Nothing found that needs your attention.")))
        column.addStretch()
        self._area.setWidget(self._page)
        tab_order.follow(self._area, (button for row in self.rows() for button in row.buttons))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.plain_text())


class FindingRow(QWidget):
    """One finding: a picture, what is wrong, what helps, and a button where we can do it."""

    acted = Signal(Remedy, Finding)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        picture = labels.line()
        picture.setPixmap(icon("error" if finding.blocks else "warning").pixmap(16, 16))
        self.message = labels.sentences(engine_texts.message(finding))
        font = self.message.font()
        font.setBold(True)
        self.message.setFont(font)
        self.remedy = labels.sentences(engine_texts.remedy(finding))
        self.code = labels.sentences(finding.code)
        self.code.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.message)
        words.addWidget(self.remedy)
        self.buttons = [self._button(remedy) for remedy in remedies(finding)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in self.buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton(remedy.label)
        button.setToolTip(tip(self.remedy.text()))
        button.clicked.connect(lambda: self.acted.emit(remedy, self._finding))
        return button


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings_list", text)
