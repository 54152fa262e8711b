"""The configuration as the conversion will write it, and where it differs."""

from __future__ import annotations

import difflib

from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Refusal
from engine.job.convert.outlook import Outlook
from engine.job.convert.plan import config_path
from engine.xen.config import written
from engine.xen.domain import Domain
from gui.engine_texts import failure
from gui.widgets import labels
from gui.widgets.link_button import LinkButton
from gui.widgets.plain_text import tip
from gui.xen import verdicts
from gui.xen.config_highlighter import ConfigHighlighter
from gui.xen.target_choice import TargetChoice

_BAR = 3  #: width of the mark beside a line
_MARGIN = 8


def differences(text: str, recommended: str) -> dict[int, str]:
    """The lines of ``text``, from 0, that differ, each with what is recommended in its place.

    Where something is left out it is the line after.
    """
    lines, other = text.splitlines(), recommended.splitlines()
    found: dict[int, str] = {}
    matcher = difflib.SequenceMatcher(None, other, lines, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            instead = "\n".join(other[start:end])
            found |= dict.fromkeys(range(first, max(last, first + 1)), instead)
    return {line: instead for line, instead in found.items() if line < len(lines)}


class ConfigText(QPlainTextEdit):
    """The text, with a ground and a bar for the lines that differ."""

    def __init__(self) -> None:
        super().__init__()
        self.differing: dict[int, str] = {}
        self.setAccessibleName(_tr("Xen configuration"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.document().setDocumentMargin(_MARGIN)
        self._highlighter = ConfigHighlighter(self.document())
        self._dress()

    def show_text(self, text: str, differing: dict[int, str]) -> None:
        """Show a text; where one looks at it stays."""
        self.differing = differing
        if text != self.toPlainText():
            down, right = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
            self.setPlainText(text)
            self.verticalScrollBar().setValue(down)
            self.horizontalScrollBar().setValue(right)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_marks()
        super().paintEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            line = self.cursorForPosition(event.pos()).blockNumber()
            QToolTip.showText(event.globalPos(), tip(self.hint(line)), self)
            return True
        return super().viewportEvent(event)

    def hint(self, line: int) -> str:
        """What is recommended instead of a line; empty where it is recommended."""
        if line not in self.differing:
            return ""
        instead = self.differing[line]
        return _tr("Recommended: {line}").format(line=instead) if instead else _tr("Added")

    def _dress(self) -> None:
        if hasattr(self, "_highlighter"):
            self._highlighter.set_dark(verdicts.is_dark(self.palette()))

    def _paint_marks(self) -> None:
        accent = self.palette().color(QPalette.ColorRole.Accent)
        painter = QPainter(self.viewport())
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > self.viewport().height():
                break
            if block.blockNumber() in self.differing:
                row = QRect(0, round(place.top()), self.viewport().width(), round(place.height()))
                painter.fillRect(row, verdicts.tint(QColor(accent), self.palette()))
                painter.fillRect(row.adjusted(0, 0, _BAR - row.width(), 0), accent)
            block = block.next()


class ConfigPreview(QWidget):
    """The text with its name and the Xen it is for, how much of it differs, and a button to copy
    it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._domain: Domain | None = None
        self.name, self.state = labels.line(), labels.line()
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.state.setWordWrap(True)
        self.state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.text, self.target = ConfigText(), TargetChoice()
        self.copy = QPushButton(_tr("Copy te&xt"))
        self.copy.setToolTip(_tr("Copy the whole configuration"))
        self.copy.clicked.connect(self._copy)
        self.libvirt = LinkButton(_tr("Copy for libvirt"))
        self.libvirt.setToolTip(_tr("Copy the same domain as XML that libvirt reads"))
        self.libvirt.clicked.connect(self._copy_libvirt)
        bottom = QHBoxLayout()
        bottom.addWidget(self.state, 1)
        bottom.addWidget(self.libvirt)
        bottom.addWidget(self.copy)
        top = QHBoxLayout()
        label = labels.line(_tr("for"))
        label.setBuddy(self.target)
        top.addWidget(self.name, 1)
        top.addWidget(label)
        top.addWidget(self.target)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        layout.addLayout(bottom)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what the conversion would write; the last text stays while it would write none."""
        plan, config = outlook.plan, outlook.config()
        self.target.show_target(outlook.choices.target)
        self.name.setText(config_path(plan.folder, plan.machine).name)
        self.text.setEnabled(bool(config))
        self._domain = outlook.domain
        for button in (self.copy, self.libvirt):
            button.setEnabled(bool(config))
        if not config:
            self.state.setText(_tr("It would not be written: something is not possible."))
            return
        differing = differences(config, outlook.recommended_config())
        self.text.show_text(config, differing)
        self.state.setText(
            _tr("Lines other than recommended: {count}").format(count=len(differing))
            if differing
            else _tr("As recommended")
        )

    def _copy_libvirt(self) -> None:
        if self._domain is None:
            return
        try:
            QGuiApplication.clipboard().setText(written(self._domain, "libvirt"))
        except Refusal as refusal:  # libvirt cannot say all that xl can
            self.state.setText(failure(refusal))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def _tr(text: str) -> str:
    return QCoreApplication.translate("config_preview", text)
