"""How the window is laid out: machines, road and drawer, from wide to narrow."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from gui.drawer import drawer as drawers
from gui.drawer.drawer import Drawer
from gui.machines import machine_pane
from gui.machines.machine_pane import MachinePane
from gui.road.bottom_bar import BottomBar
from gui.road.header import Header
from gui.road.road import Road

NARROW = 1000  #: below it the machines are a drop-down


class WindowLayout(QWidget):
    """Three panes that never move by themselves."""

    narrowed = Signal(bool)

    def __init__(
        self, pane: MachinePane, header: Header, road: Road, drawer: Drawer, bar: BottomBar
    ) -> None:
        super().__init__()
        self._pane, self._header, self._road = pane, header, road
        self._drawer = drawer
        self._is_narrow = self._was_open = False
        self._dropped = QFrame(self, Qt.WindowType.Popup)
        self._dropped.setFrameShape(QFrame.Shape.StyledPanel)
        inside = QVBoxLayout(self._dropped)
        inside.setContentsMargins(1, 1, 1, 1)
        self.inner = QSplitter(Qt.Orientation.Horizontal)
        self.inner.setChildrenCollapsible(False)
        self.inner.addWidget(road)
        self.inner.addWidget(drawer)
        self.inner.setStretchFactor(0, 1)
        self.inner.setSizes([machine_pane.WIDTH * 2, drawers.WIDTH])
        # The road is hidden where both have no room: it never keeps the window from being smaller.
        self.inner.setMinimumWidth(drawer.minimumSizeHint().width())
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.inner, 1)
        column.addWidget(bar)
        self.outer = QSplitter(Qt.Orientation.Horizontal)
        self.outer.setChildrenCollapsible(False)
        self.outer.setHandleWidth(1)
        self.outer.addWidget(pane)
        self.outer.addWidget(middle)
        self.outer.setStretchFactor(1, 1)
        self.outer.setSizes([machine_pane.WIDTH, 1000])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.outer)
        header.machines.clicked.connect(self.drop_down)
        pane.looked_at.connect(lambda _: self._dropped.hide())
        drawer.shown.connect(self._fit_drawer)
        road.widened.connect(self._fit_drawer)
        road.asked_for.connect(self._give_way)

    def drop_down(self) -> None:
        """Show the machines below their button, where they are no pane."""
        if not self._is_narrow:
            self._pane.list.setFocus()
            return
        under = self._header.machines.mapToGlobal(QPoint(0, self._header.machines.height()))
        height = min(self.height() - 60, 560)
        self._dropped.setGeometry(under.x(), under.y(), machine_pane.WIDTH + 30, height)
        self._dropped.show()
        self._pane.list.setFocus()

    def state_text(self) -> str:
        """How it is divided, to be remembered."""
        return self.outer.saveState().toHex().toStdString()

    def restore_text(self, text: str) -> None:
        self.outer.restoreState(QByteArray.fromHex(text.encode()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_narrow(event.size().width() < NARROW)
        self._fit_drawer()

    def _set_narrow(self, narrow: bool) -> None:
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        inside = self._dropped.layout()
        if narrow and inside is not None:
            inside.addWidget(self._pane)
            self._pane.show()
        else:
            self._dropped.hide()
            self.outer.insertWidget(0, self._pane)
            self.outer.setSizes([machine_pane.WIDTH, self.width() - machine_pane.WIDTH])
        self._header.machines.setVisible(narrow)
        self.narrowed.emit(narrow)

    def _fit_drawer(self) -> None:
        """Where both have no room, the drawer covers the road."""
        room = self._room
        self._road.setMinimumWidth(0 if self._drawer.isHidden() else self._road.least_width)
        self._road.setVisible(self._drawer.isHidden() or self._has_room_for_both)
        if not self._drawer.isHidden() and not self._was_open:
            self.inner.setSizes([room - drawers.WIDTH, drawers.WIDTH])
        self._was_open = not self._drawer.isHidden()

    def _give_way(self) -> None:
        """Close the drawer where somebody asks for a card that has no room beside it."""
        if not self._drawer.isHidden() and not self._has_room_for_both:
            self._drawer.show_page(None)

    @property
    def _room(self) -> int:
        """Width of road and drawer together."""
        return self.width() - (0 if self._is_narrow else self._pane.width())

    @property
    def _has_room_for_both(self) -> bool:
        handle = self.inner.handleWidth()
        return (
            self._room >= self._road.least_width + self._drawer.minimumSizeHint().width() + handle
        )
