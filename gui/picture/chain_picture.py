"""The picture of a chain with what is done with it: zoom, and save as a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.report.block_files import AtPlace
from gui.picture import picture_hover
from gui.picture.owners_source import OwnersSource, Spot
from gui.picture.picture_canvas import KEY_STEP, PictureCanvas
from gui.picture.picture_export import Sheet, png, svg
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject
from gui.widgets import labels, type_scale
from gui.widgets.plain_text import tip

FILTERS = "SVG (*.svg);;PNG (*.png)"

#: suggested name, filters -> the file, or None if the user changed their mind
AskFile = Callable[[str, str], Awaitable[Path | None]]


class ChainPicture(QWidget):
    """Shows one disk, or says why there is nothing to be shown."""

    save_asked = Signal()

    def __init__(
        self, source: PictureSource, owners: OwnersSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.source, self.owners = source, owners
        self.canvas = PictureCanvas(source)
        self._make_parts()
        self._make_actions()
        self._arrange()
        self.canvas.pointed.connect(self._point)
        self.canvas.rested.connect(self._rest)
        owners.looking.connect(self._tell_looking)
        owners.found.connect(self._tell_owners)
        owners.failed.connect(self._tell_files)
        self.canvas.view_changed.connect(self._enable)
        source.failed.connect(self._fail)
        self.show_subject(None, "")

    def _make_parts(self) -> None:
        self.where, self.files = labels.line(), labels.line()
        for each in (self.where, self.files):
            type_scale.quiet(each)
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.why = labels.line()
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why.setMargin(24)
        self.why.setBackgroundRole(QPalette.ColorRole.Base)
        self.why.setAutoFillBackground(True)
        self.room = QScrollArea()
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(self.canvas)

    def _make_actions(self) -> None:
        self.zoom_in = self._action(
            "+", self.tr("Zoom in"), "+", lambda: self.canvas.zoom(1 / KEY_STEP)
        )
        self.zoom_out = self._action(
            "−", self.tr("Zoom out"), "-", lambda: self.canvas.zoom(KEY_STEP)
        )
        self.all = self._action(
            self.tr("Whole disk"), self.tr("Show the whole disk"), "Home", self.canvas.see_all
        )
        self.save = self._action(
            self.tr("Save picture…"), self.tr("Save as SVG or PNG"), "", self.save_asked.emit
        )

    def _action(self, sign: str, hint: str, keys: str, act: Callable[[], object]) -> QAction:
        action = QAction(hint, self)
        action.setIconText(sign)
        action.setToolTip(tip(f"{hint} ({keys})" if keys else hint))
        action.setShortcut(QKeySequence(keys))  # shown in the menu; the canvas takes the keys
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: act())
        return action

    def _arrange(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(10, 2, 6, 2)
        tools.setSpacing(2)
        tools.addWidget(self.where, 1)
        for action in (self.zoom_out, self.zoom_in, self.all, self.save):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text())
            tools.addWidget(button)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.room, 1)
        self.files.setContentsMargins(10, 0, 6, 0)
        column.addWidget(self.files)
        column.addLayout(tools)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.why)
        self.pages.addWidget(drawn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    # -- what is shown

    def show_subject(self, drawn: Subject | None, why: str = "") -> None:
        """Draw a disk; without one say why not."""
        self.why.setText(why)
        self.pages.setCurrentIndex(0 if drawn is None else 1)
        if drawn is not None:
            self.canvas.show_subject(drawn)
        else:
            self.stop()
        self._enable()

    @property
    def sheet(self) -> Sheet | None:
        """What is seen, to be saved; None before it is known."""
        drawn, found = self.canvas.drawn, self.canvas.coverage
        return Sheet(drawn, found) if drawn is not None and found is not None else None

    async def save_to_file(self, ask: AskFile) -> str:
        """Save what is seen in a file that ``ask`` tells; returns what went wrong."""
        sheet = self.sheet
        if sheet is None:
            return ""
        path = await ask("chain.svg", FILTERS)
        return write(path, sheet) if path is not None else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.pages.currentIndex():
            menu = QMenu(self)
            menu.addActions([self.zoom_in, self.zoom_out, self.all, self.save])
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def _enable(self) -> None:
        drawn, view = self.canvas.drawn, self.canvas.view
        self.zoom_out.setEnabled(drawn is not None and view.span < drawn.size)
        self.all.setEnabled(self.zoom_out.isEnabled())

    def stop(self) -> None:
        """Nothing is to be looked for any more."""
        self.source.stop()
        self.owners.stop()

    def _rest(self, spot: Spot | None) -> None:
        """Whose blocks they are is told once the pointer rests."""
        self._tell_files("")
        if spot is None or self.canvas.drawn is None:
            self.owners.leave()
        else:
            self.owners.ask(self.canvas.drawn.chain, spot)

    def _tell_looking(self) -> None:
        self.files.setText(self.tr("Looking whose blocks…"))

    def _tell_owners(self, found: AtPlace) -> None:
        self._tell_files(picture_hover.owners(found))

    def _tell_files(self, text: str) -> None:
        self.files.setText(text)
        self.files.setToolTip(tip(text))

    def _point(self, text: str) -> None:
        self.where.setText(text)
        self.where.setToolTip(tip(text))

    def _fail(self, chain: object, why: str) -> None:
        if self.canvas.drawn is not None and chain is self.canvas.drawn.chain:
            self.show_subject(None, why)


def write(path: Path, sheet: Sheet) -> str:
    """Write a picture, PNG if the name says so, else SVG; returns what went wrong."""
    content = png([sheet]) if path.suffix.lower() == ".png" else svg([sheet])
    out = QSaveFile(str(path))
    written = out.open(QIODevice.OpenModeFlag.WriteOnly) and out.write(content) == len(content)
    return "" if written and out.commit() else out.errorString()
