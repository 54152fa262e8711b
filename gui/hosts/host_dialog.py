"""The dialog "Open from a host": an address, a password, the machines that are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.host_paths import is_url
from gui.hosts.log_in import LogIn
from gui.widgets import labels, units

if TYPE_CHECKING:
    from engine.source.esxi_session import HostedMachine

_SIZE = 720, 520
_SEPARATOR = ", "


class HostDialog(QDialog):
    """What is typed and chosen; whoever shows it asks the host."""

    asked = Signal(str, str, bool)  #: address, password, whether that is to be kept
    trusted = Signal()  #: the certificate that is told of is agreed to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open from a host"))
        self.resize(*_SIZE)
        self._machines: Sequence[HostedMachine] = ()
        self.fields = LogIn("root@esxi.example.org")
        self.fields.asked.connect(self.asked)
        self.fields.trusted.connect(self.trusted)
        self.address, self.password = self.fields.address, self.fields.password
        self._make_table()
        self._arrange()
        self.address.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def chosen(self) -> list[HostedMachine]:
        """The machines that are selected, in the order of the list."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [self._machines[row] for row in sorted(rows)]

    @property
    def url(self) -> str:
        """The address of a file on a host, if that is what was typed; else empty."""
        text = self.address.text().strip()
        path = text.partition("://")[2].partition("/")[2] if is_url(text) else ""
        return text if path else ""

    def show_machines(self, machines: Sequence[HostedMachine]) -> None:
        """List what the host has."""
        self._machines = machines
        self.table.setRowCount(len(machines))
        for row, each in enumerate(machines):
            state = self.tr("running") if each.running else self.tr("off")
            texts = each.name, state, units.size(each.size), _SEPARATOR.join(each.snapshots)
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.tell("" if machines else self.tr("This host has no machines."))
        if machines:
            self.table.selectRow(0)
            self.table.setFocus()
        self._refresh()

    def tell(self, text: str, *, trustable: bool = False) -> None:
        """Say something below the fields; ``trustable``: it is about a certificate."""
        self.fields.tell(text, trustable=trustable)

    def set_busy(self, busy: bool) -> None:
        """While the host is asked nothing can be changed."""
        self.fields.set_busy(busy)
        self._refresh()

    def _make_table(self) -> None:
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels(
            [self.tr("Machine"), self.tr("State"), self.tr("Size"), self.tr("Snapshots")]
        )
        self.table.setAccessibleName(self.tr("Machines of the host"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (0, 3):  # names, of which snapshots may have many
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.itemSelectionChanged.connect(self._refresh)
        self.table.doubleClicked.connect(self.accept)

    def _arrange(self) -> None:
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(
            labels.sentences(
                self.tr(
                    "An ESXi host or a vCenter; or the address of a file on a host that SSH leads "
                    "to: ssh://user@host/folder/vm.vmx"
                )
            )
        )
        column.addWidget(self.fields)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)

    def _refresh(self) -> None:
        is_file = bool(self.url)
        self.fields.button.setVisible(not is_file)
        self.fields.keep.setEnabled(not is_file)  # it is kept once it was right
        can_open = is_file or bool(self.table.selectionModel().selectedRows())
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(can_open)
