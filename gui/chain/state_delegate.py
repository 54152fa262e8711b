"""What is converted, in the tree: one state, as with radio buttons; disks, as with ticks."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui.chain.chain_model import ChainModel
from gui.widgets.icons import pair

SIGN = 16  #: pixels
GAP = 4
_CHECK = Qt.ItemDataRole.CheckStateRole


class StateDelegate(QStyledItemDelegate):
    """Shows a check mark as a radio button before the row's own sign."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if index.data(_CHECK) is None or not isinstance(model, ChainModel):
            return
        node = model.node(index)
        if node.state is None:  # a disk has a tick of the style
            return
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        option.icon = pair("radio-on" if node.chosen else "radio-off", node.icon)
        option.decorationSize = QSize(2 * SIGN + GAP, SIGN)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The button, and the space bar, choose a state."""
        if index.data(_CHECK) is None or not isinstance(model, ChainModel):
            return False
        if model.node(index).state is None:
            return super().editorEvent(event, model, option, index)
        if isinstance(event, QMouseEvent):
            within = 0 <= event.position().x() - option.rect.left() <= SIGN + GAP
            if event.type() is QEvent.Type.MouseButtonRelease and within:
                return model.setData(index, Qt.CheckState.Checked, _CHECK)
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            return model.setData(index, Qt.CheckState.Checked, _CHECK)
        return False
