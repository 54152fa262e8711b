"""The history of a machine: searched, pointed at, chosen from, and compared within."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from engine.vmware.model import Snapshots
from gui.history.history_delegate import HistoryDelegate
from gui.history.history_model import Column, HistoryModel

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class HistoryView(QWidget):
    """A click or a key chooses what is converted; the pointer only shows."""

    chosen = Signal(str)  #: a state, to be converted
    pointed = Signal(str)  #: the state that is looked at, under the pointer or by keys
    compare_asked = Signal(str, str)  #: two states, the older first; "" and one: what it changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HistoryModel()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search for snapshots"))
        self.search.setAccessibleName(self.tr("Search for snapshots"))
        self.search.setClearButtonEnabled(True)
        self.list = _List(self.model)
        self.list.setAccessibleName(self.tr("Snapshots, the newest first"))
        self.compare = QPushButton()
        self.compare.setToolTip(
            self.tr("The files that changed in the guest; choose two states with Ctrl to compare")
        )
        self._arrange()
        self._connect()
        self._name_button()

    def show_snapshots(self, snapshots: Snapshots) -> None:
        """Show the states of another machine."""
        self.search.clear()
        self.model.show(snapshots)

    def choose(self, state: str) -> None:
        """Mark what is converted; it is also what is looked at, unless something else is."""
        is_other = state != self.model.chosen
        self.model.choose(state)
        if is_other or not self.list.currentIndex().isValid():
            self._look_at(state)

    def judge(self, whole: Mapping[str, bool]) -> None:
        """Say which states are whole."""
        self.model.judge(whole)

    @property
    def looked_at(self) -> str:
        """The state that is selected."""
        row = self.model.row(self.list.currentIndex())
        return self.model.chosen if row is None else row.state

    # -- building

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        tools = QHBoxLayout()
        tools.addWidget(self.search, 1)
        tools.addWidget(self.compare)
        column.addLayout(tools)
        column.addWidget(self.list, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.list.acted.connect(self._act)
        self.list.entered.connect(self._point)
        self.list.left.connect(lambda: self.pointed.emit(self.looked_at))
        self.list.menu_asked.connect(self._show_menu)
        self.compare.clicked.connect(self._compare)
        selection = self.list.selectionModel()
        selection.currentChanged.connect(lambda index, _: self._point(index))
        selection.selectionChanged.connect(lambda *_: self._name_button())

    # -- acting

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with a state."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.model.row(index)
        if row is not None:
            convert = menu.addAction(self.tr("Convert this state"))
            convert.setEnabled(row.state != self.model.chosen)
            convert.triggered.connect(lambda: self.chosen.emit(row.state))
            changed = menu.addAction(self.tr("What it changed…"))
            changed.triggered.connect(lambda: self.compare_asked.emit("", row.state))
            if row.state != self.model.chosen:
                compared = menu.addAction(self.tr("Compare with what is chosen…"))
                states = self._in_order([row.state, self.model.chosen])
                compared.triggered.connect(lambda: self.compare_asked.emit(*states))
        return menu

    def _show_menu(self, index: QModelIndex) -> None:
        menu = self.menu(index)
        if not menu.isEmpty():
            menu.popup(self.cursor().pos())

    def _act(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self.chosen.emit(row.state)

    def _point(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self.pointed.emit(row.state)

    def _compare(self) -> None:
        states = self._selected()
        pair = states if len(states) == 2 else ["", self.looked_at]
        self.compare_asked.emit(*pair)

    def _selected(self) -> list[str]:
        """The states that are selected, the older first."""
        rows = [self.model.row(each) for each in self.list.selectionModel().selectedRows()]
        return self._in_order([each.state for each in rows if each is not None])

    def _in_order(self, states: list[str]) -> list[str]:
        """States as the list has them, from the bottom up."""
        return sorted(states, key=lambda each: -self.model.index_of(each).row())

    def _name_button(self) -> None:
        two = len(self._selected()) == 2
        text = self.tr("Compare these two…") if two else self.tr("What it changed…")
        self.compare.setText(text)

    def _search(self, text: str) -> None:
        looked_at = self.looked_at
        self.model.search(text)
        self._look_at(looked_at)

    def _look_at(self, state: str) -> None:
        index = self.model.index_of(state)
        flags = QItemSelectionModel.SelectionFlag
        how = flags.ClearAndSelect | flags.Rows
        self.list.selectionModel().setCurrentIndex(index, how)
        self.list.scrollTo(index)


class _List(QTreeView):
    """The rows; they have no level, so that none is indented."""

    acted = Signal(QModelIndex)  #: clicked, or a key pressed
    left = Signal()
    menu_asked = Signal(QModelIndex)

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegateForColumn(Column.STATE, HistoryDelegate(self))
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.STATE, QHeaderView.ResizeMode.Stretch)
        for column in (Column.DATE, Column.WHOLE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_plain = not event.modifiers() & _MODIFIERS
        if event.button() is Qt.MouseButton.LeftButton and is_plain:
            self.acted.emit(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.acted.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.indexAt(event.pos()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()
