"""The machines at the left: looked for, chosen, converted together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.machines.machine_delegate import MachineDelegate
from gui.machines.machine_rows import Kind, MachineRows, SeenRows
from gui.machines.machine_state import is_done, is_ready, needs_somebody
from gui.machines.migration import Migration
from gui.widgets import labels, type_scale
from gui.widgets.chip import Chip
from gui.widgets.link_button import LinkButton

WIDTH = 310
LEAST_WIDTH = 230


class MachinePane(QWidget):
    """Shows rows; which of them is looked at is here."""

    looked_at = Signal(int)  #: place of the machine, or -1
    open_asked = Signal()
    close_asked = Signal(list)  #: places of machines
    convert_asked = Signal(list)  #: Migrations that are ready
    menu_made = Signal(object, list)  #: QMenu, and the Migrations that it is about
    stop_asked = Signal()  #: no more machines are to be opened

    def __init__(self, rows: MachineRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.seen = SeenRows(rows)
        self._make_list()
        self._make_filters()
        self._make_footer()
        self._arrange()
        self._counting = QTimer(self)  # once for all that changes together
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count)
        for changed in (rows.rowsInserted, rows.rowsRemoved, rows.dataChanged):
            changed.connect(lambda: self._counting.start(0))
        self.list.selectionModel().selectionChanged.connect(lambda: self._counting.start(0))
        self._count()

    @property
    def place(self) -> int:
        """Place of the machine that is looked at; -1 for none."""
        return self._rows.place(self.seen.mapToSource(self.list.currentIndex()))

    @property
    def jobs(self) -> list[Migration]:
        """The machines that are selected, and not finished ones among them."""
        chosen = [self._rows.machines[place] for place in self.places]
        return [each for each in chosen if isinstance(each, Migration)]

    @property
    def places(self) -> list[int]:
        """Places of the machines that are selected."""
        found = map(self.seen.mapToSource, self.list.selectedIndexes())
        return sorted(place for index in found if (place := self._rows.place(index)) >= 0)

    def select(self, place: int) -> None:
        """Look at a machine; what hides it in the list is taken away."""
        index = self.seen.mapFromSource(self._rows.index_of(place))
        if not index.isValid():
            self.text.clear()
            self.kinds[Kind.ALL].click()
            index = self.seen.mapFromSource(self._rows.index_of(place))
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _keep_selected(self) -> None:
        """What is looked at after a machine was closed is selected, too."""
        current = self.list.currentIndex()
        if current.isValid() and not self.list.selectionModel().hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            self.list.selectionModel().select(current, flags.ClearAndSelect)

    def tell_reading(self, text: str) -> None:
        """Say what is being opened; empty at the end."""
        self.reading.setText(text)
        self.reading.setVisible(bool(text))
        self.stop.setVisible(bool(text))

    # -- parts

    def _make_list(self) -> None:
        self.list = _List()
        self.list.setModel(self.seen)
        self.list.setItemDelegate(MachineDelegate(self.list))
        self.list.setAccessibleName(_tr("Machines"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_menu)
        self.list.delete_pressed.connect(lambda: self.close_asked.emit(self.places))
        self.list.selectionModel().currentChanged.connect(lambda: self.looked_at.emit(self.place))
        self.seen.rowsRemoved.connect(self._keep_selected)

    def _make_filters(self) -> None:
        self.open = LinkButton(_tr("Open…"), is_last=True)
        self.open.setToolTip(_tr("Choose the files of a virtual machine"))
        self.open.clicked.connect(self.open_asked)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_tr("Filter"))
        self.text.setAccessibleName(_tr("Only machines with"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._filter)
        self._kind = Kind.ALL
        self.kinds = {each: Chip() for each in Kind}
        for kind, button in self.kinds.items():
            button.clicked.connect(partial(self._choose_kind, kind))
        self.kinds[Kind.ALL].setChecked(True)

    def _make_footer(self) -> None:
        self.reading = type_scale.quiet(labels.line())
        self.stop = LinkButton(_tr("Stop"))
        self.stop.setToolTip(_tr("Open no more machines"))
        self.stop.clicked.connect(self.stop_asked)
        self.count = type_scale.quiet(labels.line())
        self.convert = QPushButton()
        self.convert.clicked.connect(self._convert)
        self.tell_reading("")

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(type_scale.strong(labels.line(_tr("Machines"))))
        top.addStretch()
        top.addWidget(self.open)
        chips = QHBoxLayout()
        chips.setSpacing(4)
        for button in self.kinds.values():
            chips.addWidget(button)
        chips.addStretch()
        reading = QHBoxLayout()
        reading.addWidget(self.reading, 1)
        reading.addWidget(self.stop)
        footer = QHBoxLayout()
        footer.addWidget(self.count, 1)
        footer.addWidget(self.convert)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 8, 10)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.text)
        column.addLayout(chips)
        column.addWidget(self.list, 1)
        column.addLayout(reading)
        column.addLayout(footer)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    # -- showing

    def _count(self) -> None:
        """Say how many there are of each kind, and how many Convert is for."""
        machines = self._rows.machines
        numbers = {
            Kind.ALL: (_tr("All {n}"), len(machines)),
            Kind.NEEDS: (_tr("Needs you {n}"), sum(map(needs_somebody, machines))),
            Kind.DONE: (_tr("Done {n}"), sum(map(is_done, machines))),
        }
        for kind, (text, number) in numbers.items():
            self.kinds[kind].setText(text.format(n=number))
        ready = sum(map(is_ready, machines))
        text = _tr("{all} machines, {ready} ready").format(all=len(machines), ready=ready)
        self.count.setText(text)
        wanted = len(self._wanted())
        self.convert.setEnabled(wanted > 0)
        self.convert.setText(_tr("Convert {n}").format(n=wanted))
        for each in (self.count, self.convert):
            each.setVisible(len(machines) > 1)

    def _wanted(self) -> list[Migration]:
        """What Convert is for: the selected ones if there are several, else all that are ready."""
        places, machines = self.places, self._rows.machines
        chosen = [machines[place] for place in places] if len(places) > 1 else machines
        return [each for each in chosen if isinstance(each, Migration) and is_ready(each)]

    def _choose_kind(self, kind: Kind, *_: object) -> None:
        self._kind = kind
        for each, button in self.kinds.items():
            button.setChecked(each is kind)
        self._filter()

    def _filter(self) -> None:
        self.seen.show_only(self.text.text(), self._kind)

    # -- acting

    def _convert(self) -> None:
        self.convert_asked.emit(self._wanted())

    def _ask_menu(self, at: QPoint) -> None:
        if self.list.indexAt(at).isValid() and self.places:
            self.menu().popup(self.list.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the machines that are selected."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = [self._rows.machines[place] for place in self.places]
        ready = [each for each in chosen if isinstance(each, Migration) and is_ready(each)]
        convert = menu.addAction(_tr("Convert"))
        convert.setEnabled(bool(ready))
        convert.triggered.connect(lambda: self.convert_asked.emit(ready))
        jobs = [each for each in chosen if isinstance(each, Migration)]
        if jobs:
            self.menu_made.emit(menu, jobs)
        close = menu.addAction(_tr("Close"))
        places = self.places
        close.triggered.connect(lambda: self.close_asked.emit(places))
        return menu


class _List(QListView):
    """A list that hears the Delete key."""

    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


def _tr(text: str) -> str:
    return QCoreApplication.translate("machine_pane", text)
