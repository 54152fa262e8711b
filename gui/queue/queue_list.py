"""The list of the queue, whose waiting rows are put into another order by dragging and by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class QueueList(QTreeWidget):
    """Says what was asked for, and changes nothing by itself."""

    dragged = Signal(int, int)  #: from a row to the place of another one
    moved = Signal(int)  #: the current row, by so many: Alt with the keys up and down
    remove_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)

    def dropEvent(self, event: QDropEvent) -> None:
        source = self.currentIndex().row()
        at = self.indexAt(event.position().toPoint())
        place = self._place(at, event)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the queue itself has the order
        event.accept()
        if source >= 0:
            self.dragged.emit(source, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _place(self, at: QModelIndex, event: QDropEvent) -> int:
        """The row before which something is dropped."""
        if not at.isValid():
            return self.topLevelItemCount()
        middle = self.visualRect(at).center().y()
        return at.row() + (event.position().y() > middle)
