"""What was found, gravest first, each with its remedy and what the program can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.findings import Finding
from gui import engine_texts
from gui.machines.doubt import is_red
from gui.machines.remedies import Remedy, remedies
from gui.widgets import labels, tab_order, type_scale
from gui.widgets.icons import icon
from gui.widgets.link_button import LinkButton
from gui.widgets.plain_text import tip

AT_FIRST = 3  #: findings that are shown before one asks for the others
SHOWN = 100  #: at most; the others are counted, and copied


class FindingRows(QWidget):
    """Findings as text that can be selected; hidden as long as there is none."""

    acted = Signal(Remedy, Finding)  #: what is to be done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self.at_first = AT_FIRST  #: so many are shown, and all that block
        self._rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 5, 0, 0)
        self._column.setSpacing(8)
        self.rest = labels.line()
        self.more = LinkButton()
        self.more.clicked.connect(self.show_all)
        last = QHBoxLayout()
        last.addWidget(self.rest)
        last.addWidget(self.more)
        last.addStretch()
        self._column.addLayout(last)
        self._show(self.at_first)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these, in place of those before."""
        ordered = tuple(sorted(findings, key=lambda each: not is_red(each)))
        if ordered != self._findings:
            self._findings = ordered
            self._show(self.at_first)

    def plain_text(self) -> str:
        return "\n".join(map(engine_texts.lines, self._findings))

    def rows(self) -> list[FindingRow]:
        """What is shown, in its order."""
        return list(self._rows)

    def show_all(self) -> None:
        """Show all of them, but at most SHOWN."""
        self._show(SHOWN)

    def _show(self, most: int) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        blocking = sum(map(is_red, self._findings))
        shown = self._findings[: min(max(most, blocking), SHOWN)]
        self._rows = [FindingRow(each, self) for each in shown]
        for place, row in enumerate(self._rows):
            row.acted.connect(self.acted)
            self._column.insertWidget(place, row)
        rest = len(self._findings) - len(shown)
        self.rest.setVisible(rest > 0 and len(shown) == SHOWN)
        self.rest.setText(_tr("… and {count} more.").format(count=rest))
        self.more.setVisible(rest > 0 and len(shown) < SHOWN)
        more = _tr("Show {count} more") if shown else _tr("Show {count} hints")
        self.more.setText(more.format(count=rest))
        self.setVisible(bool(self._findings))
        buttons = [button for row in self._rows for button in row.buttons]
        tab_order.follow(self, [*buttons, self.more])


class FindingRow(QWidget):
    """One finding: a picture, what is wrong, what helps, and a button where we can do it."""

    acted = Signal(Remedy, Finding)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        picture = labels.line()
        picture.setPixmap(icon("error" if is_red(finding) else "warning").pixmap(16, 16))
        self.message = labels.sentences(engine_texts.message(finding))
        if is_red(finding):
            type_scale.strong(self.message)
        self.remedy = type_scale.quiet(labels.sentences(engine_texts.remedy(finding)))
        self.code = type_scale.quiet(labels.sentences(finding.code))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.message)
        words.addWidget(self.remedy)
        self.buttons = [self._button(remedy) for remedy in remedies(finding)]
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 3, 0, 0)
        for button in self.buttons:
            acts.addWidget(button)
        acts.addStretch()
        if self.buttons:
            words.addLayout(acts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton(remedy.label)
        button.setToolTip(tip(self.remedy.text()))
        button.clicked.connect(lambda: self.acted.emit(remedy, self._finding))
        return button


def _tr(text: str) -> str:
    return QCoreApplication.translate("finding_rows", text)
