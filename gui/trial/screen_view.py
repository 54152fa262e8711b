"""The screen of a guest, as large as it fits; keys and pointer go into the guest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.trial import guest_input

_SMALL = QSize(320, 200)
_USUAL = QSize(720, 400)


class ScreenView(QWidget):
    """Shows the newest picture; what is typed and pointed at comes out as ``typed``."""

    typed = Signal(list)  #: events for the guest
    taken = Signal()  #: a picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_live = False  #: a guest runs, and has the keys
        self._image = QImage()
        self._at: QPointF | None = None
        self._held: set[int] = set()
        self.setMinimumSize(_SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Screen of the guest"))
        self.setAccessibleDescription(
            self.tr("Keys and pointer go into the guest; Ctrl+Alt+G gives the keyboard back.")
        )

    def show_picture(self, image: QImage) -> None:
        """Take the next picture."""
        self._image = image
        self.update()
        self.taken.emit()

    @property
    def image(self) -> QImage:
        """The newest picture; null before there is one."""
        return self._image

    def sizeHint(self) -> QSize:
        return _USUAL

    def screen_area(self) -> QRectF:
        """Where the picture is in the widget."""
        size = (_USUAL if self._image.isNull() else self._image.size()).scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.screen_area(), self._image)
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tab and shortcuts are the guest's while it has the keyboard."""
        if not self.is_live:
            return super().event(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            press = event.type() == QEvent.Type.KeyPress
            (self.keyPressEvent if press else self.keyReleaseEvent)(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_live:
            super().keyPressEvent(event)
            return
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_G and event.modifiers() == both:
            self.focusNextChild()
            return
        self._held.add(event.nativeScanCode())
        self.typed.emit(guest_input.key(event.nativeScanCode(), down=True))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        self._held.discard(event.nativeScanCode())
        self.typed.emit(guest_input.key(event.nativeScanCode(), down=False))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Release what is held, or it would stay pressed in the guest."""
        for code in self._held:
            self.typed.emit(guest_input.key(code, down=False))
        self._held.clear()
        self.update()
        super().focusOutEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self.typed.emit(guest_input.moved(at, self._at, self.screen_area()))
        self._at = at

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.typed.emit(guest_input.button(event.button(), down=True))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.typed.emit(guest_input.button(event.button(), down=False))
