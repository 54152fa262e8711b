"""The findings of a machine: blocking ones first, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from engine.findings import Finding


class FindingsList(QWidget):
    """Shows findings as text that can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._text = QTextBrowser()
        self._text.setAccessibleName(self.tr("Findings"))
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._text.setTabChangesFocus(True)
        self._text.document().setDocumentMargin(10)
        self.copy = QPushButton(self.tr("Copy all"))
        self.copy.clicked.connect(self._copy)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 8)
        buttons.addStretch()
        buttons.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._text)
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
        return "\n".join(map(str, self._findings))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _show(self) -> None:
        self.copy.setEnabled(bool(self._findings))
        self.copy.setToolTip(
            self.tr("Copy all findings as text")
            if self._findings
            else self.tr("There is nothing to copy")
        )
        if self._findings:
            self._text.setHtml("".join(map(self._html, self._findings)))
        else:
            self._text.setPlainText(self.tr("Nothing found that needs your attention."))

    def _html(self, finding: Finding) -> str:
        name = "error" if finding.blocks else "warning"
        picture = files("resources") / f"{name}.svg"
        quiet = self.palette().placeholderText().color().name()
        return (
            "<table cellspacing='0' cellpadding='0' style='margin-bottom: 10px'><tr>"
            f"<td style='padding-right: 10px'><img src='{escape(str(picture))}' "
            "width='16' height='16'></td>"
            f"<td><b>{escape(finding.message)}</b> "
            f"<span style='color: {quiet}'>{escape(finding.code)}</span><br>"
            f"{escape(finding.remedy)}</td></tr></table>"
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.plain_text())
