"""Fields to log in to a host: address, password, and agreement to its certificate."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.widgets import labels


class LogIn(QWidget):
    """What is typed; whoever shows it asks the host, and says what came of it."""

    asked = Signal(str, str, bool)  #: address, password, whether that is to be kept
    trusted = Signal()  #: the certificate that is told of is agreed to

    def __init__(self, example: str) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setPlaceholderText(example)
        self.address.setAccessibleName(_tr("Address of the host"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_tr("Password"))
        self.password.returnPressed.connect(self._log_in)
        self.keep = QCheckBox(_tr("&Keep it in the keyring"))
        self.button = QPushButton(_tr("&Log in"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._log_in)
        self.message = labels.sentences()
        self.trust = QPushButton(_tr("&Trust this host"))
        self.trust.setAutoDefault(False)
        self.trust.clicked.connect(self.trusted)
        self._arrange()
        self.tell("")

    def tell(self, text: str, *, trustable: bool = False) -> None:
        """Say something below the fields; ``trustable``: it is about a certificate."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.trust.setVisible(trustable)

    def set_busy(self, busy: bool) -> None:
        """While the host is asked nothing can be changed."""
        for each in (self.address, self.password, self.keep, self.button, self.trust):
            each.setEnabled(not busy)
        if busy:
            self.tell(_tr("Asking the host…"))

    def _arrange(self) -> None:
        last = QHBoxLayout()
        last.addWidget(self.keep, 1)
        last.addWidget(self.button)
        fields = QFormLayout()
        fields.addRow(_tr("&Address:"), self.address)
        fields.addRow(_tr("&Password:"), self.password)
        fields.addRow("", last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(fields)
        column.addWidget(self.message)
        column.addWidget(self.trust, alignment=Qt.AlignmentFlag.AlignLeft)

    def _log_in(self) -> None:
        address = self.address.text().strip()
        if address and not self.button.isHidden():
            self.asked.emit(address, self.password.text(), self.keep.isChecked())


def _tr(text: str) -> str:
    return QCoreApplication.translate("log_in", text)
