"""The picture of a chain in the window: zoomed by wheel and keys, dragged, pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.report.disk_picture import Coverage
from gui.picture.owners_source import Spot
from gui.picture.picture_colours import of_palette
from gui.picture.picture_hover import told
from gui.picture.picture_layout import Layout, View, least_height
from gui.picture.picture_painting import paint
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, described
from gui.widgets.plain_text import tip

STEP = 1.25  #: of one notch of the wheel
KEY_STEP = 2.0
PAN = 0.2  #: of what is seen, by one press of an arrow


class PictureCanvas(QWidget):
    """Draws one disk. What its layers hold is asked of ``source``, which answers later."""

    pointed = Signal(str)  #: what is under the mouse
    rested = Signal(object)  #: the Spot under the mouse; None for none
    view_changed = Signal()

    def __init__(self, source: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._drawn: Subject | None = None
        self._view = View(0, 1)
        self._whole: Coverage | None = None
        self._near: Coverage | None = None
        self._dragged: QPointF | None = None
        self.setAccessibleName(self.tr("Picture of the disk"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        source.found.connect(self._take)

    # -- what is shown

    @property
    def drawn(self) -> Subject | None:
        return self._drawn

    @property
    def view(self) -> View:
        return self._view

    @property
    def coverage(self) -> Coverage | None:
        """What is known of the part that is seen; of the whole disk until that is there."""
        near = self._near
        inside = near and near.start <= self._view.start and self._view.stop <= near.stop
        return near if inside else self._whole

    @property
    def layout_now(self) -> Layout:
        count = len(self._drawn.layers) if self._drawn else 0
        return Layout(self.width(), self.height(), count, self._view)

    def show_subject(self, drawn: Subject) -> None:
        """Draw another disk; the same one keeps its place."""
        same = self._drawn is not None and self._drawn.chain is drawn.chain
        self._drawn = drawn
        self.setMinimumHeight(int(least_height(len(drawn.layers))))
        if not same:
            self._whole = self._near = None
            self.setAccessibleDescription(drawn.title)
            self.look_at(View(0, drawn.size))
        self.update()

    def look_at(self, view: View) -> None:
        """Show another part of the disk."""
        self._view = view
        self.update()
        self._ask()
        self.view_changed.emit()

    def zoom(self, factor: float, about: int | None = None) -> None:
        """Show ``factor`` times as much, around an address or the middle."""
        if self._drawn is not None:
            middle = self._view.start + self._view.span // 2
            centre = middle if about is None else about
            self.look_at(self._view.zoomed(factor, centre, self._drawn.size))

    def pan(self, share: float) -> None:
        """Move on by a share of what is seen."""
        if self._drawn is not None:
            self.look_at(self._view.moved(int(self._view.span * share), self._drawn.size))

    def see_all(self) -> None:
        if self._drawn is not None:
            self.look_at(View(0, self._drawn.size))

    def text_at(self, point: QPointF) -> str:
        """Offset, layer and file at a point."""
        if self._drawn is None:
            return ""
        return told(point, self.layout_now, self._drawn, self.coverage)

    def spot_at(self, point: QPointF) -> Spot | None:
        """The blocks under a point: what a layer holds there, or what the disk reads there."""
        layout = self.layout_now
        if self._drawn is None or not layout.left <= point.x() < layout.right:
            return None
        row = layout.row_at(point.y())
        if row is None and not layout.areas.contains(point):
            return None
        start, stop = layout.address(point.x()), layout.address(point.x() + 1) + 1
        is_layer = row is not None and row < layout.count
        return Spot(start, max(stop, start + 1), row if is_layer else None)

    def _ask(self) -> None:
        columns = self.layout_now.columns
        if self._drawn is not None and columns > 0 and self.isVisible():
            self._source.ask(self._drawn.chain, self._view, columns)

    def _take(self, chain: object, coverage: Coverage) -> None:
        if self._drawn is None or chain is not self._drawn.chain:
            return
        self._near = coverage
        if coverage.stop - coverage.start == self._drawn.size:
            self._whole = coverage
            self.setAccessibleDescription(described(self._drawn, coverage))
        self.update()

    # -- events

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn is None:
            return
        painter = QPainter(self)
        colours = of_palette(self.palette())
        paint(painter, self.layout_now, self._drawn, self.coverage, colours)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QEvent) -> None:
        self._ask()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        if abs(delta.x()) > abs(delta.y()):
            self.pan(-delta.x() / 120 * PAN / 2)
        elif delta.y():
            about = self.layout_now.address(event.position().x())
            self.zoom(STEP ** (-delta.y() / 120), about)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None and self._drawn is not None:
            moved = self._dragged.x() - event.position().x()
            layout = self.layout_now
            self._dragged = event.position()
            self.pan(moved / (layout.right - layout.left))
        text = self.text_at(event.position())
        self.setToolTip(tip(text))
        self.pointed.emit(text)
        self.rested.emit(self.spot_at(event.position()) if text else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self.unsetCursor()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit("")
        self.rested.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1 / KEY_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(KEY_STEP)
            case Qt.Key.Key_Left:
                self.pan(-PAN)
            case Qt.Key.Key_Right:
                self.pan(PAN)
            case Qt.Key.Key_Home:
                self.see_all()
            case _:
                super().keyPressEvent(event)
