"""Fields for settings of a domain: each shows a value as --set takes it, and tells a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from gui.widgets.plain_text import tip

_LETTERS = 7  #: of a choice or a field that are seen at least; the list of a choice shows all
_MARGIN = 24  #: beside them

Tell = Callable[[str, str], None]  #: the key and the new value


class Field:
    """One setting and the widget for it."""

    def __init__(self, key: str, widget: QWidget, name: str, show: Callable[[str], None]) -> None:
        self.key = key
        self.widget = widget
        self._show = show
        widget.setAccessibleName(name)

    def show(self, value: str, usual: str, hint: str = "") -> None:
        """Show a value; one that is not the usual one stands out, and the tool tip says what is.

        ``hint`` has a place for the usual ``value``; by default that is what is recommended.
        """
        with QSignalBlocker(self.widget):
            self._show(value)
        differs = value != usual
        font = self.widget.font()
        font.setBold(differs)
        self.widget.setFont(font)
        text = (hint or _tr("Recommended: {key}={value}")).format(key=self.key, value=usual)
        self.widget.setToolTip(tip(text if differs else self.key))


def switch(key: str, name: str, tell: Tell) -> Field:
    """On or off."""
    box = QCheckBox(name)
    box.toggled.connect(lambda on: tell(key, str(int(on))))
    return Field(key, box, name, lambda value: box.setChecked(value == "1"))


def number(key: str, name: str, numbers: range, suffix: str, step: int, tell: Tell) -> Field:
    """A whole number; what is typed is told when it is complete."""
    box = QSpinBox()
    box.setRange(numbers.start, numbers.stop - 1)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setKeyboardTracking(False)
    box.valueChanged.connect(lambda value: tell(key, str(value)))

    def show(value: str) -> None:
        if box.value() != int(value):  # else it would undo what is being typed
            box.setValue(int(value))

    return Field(key, box, name, show)


def choice(key: str, name: str, values: Iterable[tuple[str, str]], tell: Tell) -> Field:
    """One of several values, each with its text."""
    box = QComboBox()
    for text, value in values:
        box.addItem(text, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + _MARGIN)
    box.activated.connect(lambda: tell(key, box.currentData()))
    return Field(key, box, name, lambda value: box.setCurrentIndex(box.findData(value)))


def text(key: str, name: str, hint: str, tell: Tell) -> Field:
    """Free text, told when Return is pressed or the field is left."""
    line = QLineEdit()
    line.setPlaceholderText(hint)
    line.setMinimumWidth(line.fontMetrics().averageCharWidth() * _LETTERS + _MARGIN)

    def edited() -> None:
        if line.isModified():
            line.setModified(False)
            tell(key, line.text().strip())

    line.editingFinished.connect(edited)

    def show(value: str) -> None:
        if not line.isModified() and value != line.text():
            line.setText(value)

    return Field(key, line, name, show)


def _tr(text: str) -> str:
    return QCoreApplication.translate("domain_fields", text)
