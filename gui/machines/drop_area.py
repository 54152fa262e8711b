"""Where machines are dropped: anywhere on the window; and what invites to do so."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QCoreApplication, QMimeData, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.source import unpacking
from gui.machines.recent import RecentList, listed
from gui.widgets import labels
from gui.widgets.icons import icon

#: What is compressed is taken too: the window says how to unpack it.
SUFFIXES = (".vmx", ".vmtx", ".vmdk", ".ova", ".ovf", ".redo", *unpacking.SUFFIXES)
REFUSED = QColor("#c9413a")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a drop brings: what will be opened, and why the rest will not."""

    accepted: tuple[Path, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()  #: name, reason

    @property
    def promise(self) -> str:
        """What will happen, to be read while the mouse is still held."""
        if not self.accepted:
            return _tr("This cannot be opened")
        return _tr("Drop to open {names}").format(
            names=listed([path.name for path in self.accepted])
        )

    @property
    def complaint(self) -> str:
        """Which were refused, and why; empty if none was."""
        by_reason: dict[str, list[str]] = {}
        for name, reason in self.refused:
            by_reason.setdefault(reason, []).append(name)
        return "; ".join(f"{listed(names)}: {reason}" for reason, names in by_reason.items())


def sort_out(mime: QMimeData) -> Dropped:
    """What of ``mime`` may be a virtual machine. Names and kinds only, nothing is read."""
    accepted: list[Path] = []
    refused: list[tuple[str, str]] = []
    urls = mime.urls() if mime.hasUrls() else []
    for url in urls:
        reason = _refusal(_path(url)) if url.isLocalFile() else _tr("not on this computer")
        if reason:
            refused.append((url.fileName() or url.toDisplayString()[:80], reason))
        else:
            accepted.append(_path(url))
    if not urls:
        refused.append((_tr("What was dropped"), _tr("it is no file")))
    return Dropped(tuple(dict.fromkeys(accepted)), tuple(dict.fromkeys(refused)))


def _path(url: QUrl) -> Path:
    """The path of a local file, also of one named in no UTF-8, which a text of Qt cannot hold."""
    plain = url.toLocalFile()
    if "\N{REPLACEMENT CHARACTER}" not in plain:
        return Path(plain)
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return Path(os.fsdecode(unquote_to_bytes(encoded)))


def _refusal(path: Path) -> str:
    try:
        if path.is_dir():
            return ""
        if not path.exists():
            return _tr("does not exist")
    except OSError:
        return _tr("cannot be read")
    if path.suffix.lower() not in SUFFIXES:
        return _tr("not a virtual machine (.vmx, .vmdk, .ova, .ovf or a folder)")
    return ""


class DropArea(QWidget):
    """Takes drops anywhere on its ``content``."""

    dropped = Signal(object)  #: Dropped

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        self.veil = Veil(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Every drag may come in: a refused one is told why instead of being ignored."""
        self.veil.tell(sort_out(event.mimeData()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(sort_out(event.mimeData()))


class Invitation(QWidget):
    """What is seen as long as there is no machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = labels.line()
        picture.setPixmap(icon("vmx2xen").pixmap(96, 96))
        title = _large(labels.line(self.tr("Drop a virtual machine here")))
        hint = labels.line(
            self.tr(
                "a .vmx file, a folder with machines, a .vmdk disk, an .ova or .ovf appliance,\n"
                "or the folder of a finished conversion"
            )
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.open = QPushButton(self.tr("&Open…"))
        self.open.setToolTip(self.tr("Choose the files of a virtual machine"))
        self.reading = labels.line()
        self.recent = RecentList()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for widget in (picture, title, hint, self.open, self.reading, self.recent):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def tell_reading(self, text: str) -> None:
        """Say what is being opened; empty at the end."""
        self.reading.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        quiet.setAlpha(140)
        painter.setPen(QPen(quiet, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 12, 12)


class Veil(QWidget):
    """What lies over the window during a drag: a frame, and what a drop will do."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._refused = False
        self._promise, self._complaint = _large(labels.line()), labels.line()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.addStretch()
        for label in (self._promise, self._complaint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch()

    @property
    def text(self) -> str:
        return f"{self._promise.text()}\n{self._complaint.text()}".strip()

    def tell(self, dropped: Dropped) -> None:
        """Cover the widget below and say what would happen."""
        self._refused = not dropped.accepted
        self._promise.setText(dropped.promise)
        self._complaint.setText(dropped.complaint)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Window)
        ground.setAlpha(245)
        painter.fillRect(self.rect(), ground)
        frame = REFUSED if self._refused else self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(frame, 3))
        tint = QColor(frame)
        tint.setAlpha(30)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(14, 14, -14, -14), 12, 12)


def _large(label: QLabel) -> QLabel:
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.7)
    label.setFont(font)
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("drop_area", text)
