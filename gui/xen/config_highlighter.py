"""The colours of a configuration for xl: comments, keys, strings, numbers."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

# By dark; each has a contrast of at least 4.5 to 1 on the ground.
_COMMENT = {False: "#5d6875", True: "#9aa5b1"}
_KEY = {False: "#1a5aa3", True: "#78b0f2"}
_STRING = {False: "#1c6b45", True: "#7fcf9f"}
_NUMBER = {False: "#9a4b00", True: "#e6ad5c"}
_TOKENS = QRegularExpression(
    r'(?<comment>^\s*#.*$)|(?<key>^[a-z_]+(?= =))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>\b\d+\b)'
)
_COLOURS = {"comment": _COMMENT, "key": _KEY, "string": _STRING, "number": _NUMBER}


class ConfigHighlighter(QSyntaxHighlighter):
    """Colours line by line; a value never goes on in the next one."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._dark = False

    def set_dark(self, dark: bool) -> None:
        """Take the colours for a dark ground, or a light one."""
        if dark != self._dark:
            self._dark = dark
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        found = _TOKENS.globalMatch(text)
        while found.hasNext():
            match = found.next()
            for name, colours in _COLOURS.items():
                if match.capturedLength(name) > 0:
                    style = QTextCharFormat()
                    style.setForeground(QColor(colours[self._dark]))
                    style.setFontItalic(name == "comment")
                    self.setFormat(match.capturedStart(name), match.capturedLength(name), style)
