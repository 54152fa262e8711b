"""What comes of the choices: how the guest does, and what there is to be said."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from engine.findings import Finding
from engine.job.convert.outlook import Outlook
from engine.report.options import overall
from gui.engine_texts import lines, phrase, sentences
from gui.machines.doubt import is_red
from gui.widgets import labels
from gui.widgets.plain_text import tip
from gui.xen import verdicts


class Consequence(QWidget):
    """A verdict, and below it the findings that the choices have brought."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._sign = labels.line()
        self.verdict = labels.line()
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_tr("What comes of it"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.verdict, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        layout.setAlignment(top, Qt.AlignmentFlag.AlignTop)

    def show_outlook(self, outlook: Outlook, others: Iterable[Finding]) -> None:
        """Show what comes of the choices, and of ``others`` what stands against the conversion."""
        found = overall(outlook)
        self._sign.setPixmap(verdicts.sign(found.kind).pixmap(16, 16))
        self._sign.setToolTip(tip(verdicts.meaning(found.kind)))
        word = f"<b>{escape(verdicts.word(found.kind))}</b>"
        flags = escape(f"{phrase(outlook.guest.called)}, {outlook.flags}")
        self.verdict.setText(f"{word}: {escape(phrase(found.reason))}<br>{flags}")
        blocking = (each for each in others if each.blocks)
        findings = (*blocking, *outlook.consequences)
        self._findings = tuple(sorted(dict.fromkeys(findings), key=lambda each: not is_red(each)))
        self._show()

    def plain_text(self) -> str:
        return "\n".join(map(lines, self._findings))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._show()

    def _show(self) -> None:
        self.text.setVisible(bool(self._findings))
        self.text.setHtml("".join(map(_html, self._findings)))


def _html(finding: Finding) -> str:
    picture = files("resources") / f"{'error' if is_red(finding) else 'warning'}.svg"
    return (
        f"<p style='margin: 0 0 6px 0'><img src='{escape(str(picture))}' width='13' height='13'> "
        f"{escape(sentences(finding))}</p>"
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("effects", text)
