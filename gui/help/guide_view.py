"""The guide for users in a window of its own: pages of Markdown, with the links between them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from gui.help.page_style import dress

_LEAST = 320  #: pixels of a picture
SIZE = (860, 680)
FIRST = "README.md"


def folder() -> Path | None:
    """Where the pages in the language of the window are, English where there are no others.

    They are packed with the program, or in its sources; None if they are nowhere.
    """
    packed = Path(str(files("resources"))) / "docs" / "guide"
    own = Path(__file__).resolve().parents[2] / "docs" / "guide"
    language = _tr("en")  # its translation is the name of a folder
    places = (place / part for place in (packed, own) for part in (language, ""))
    return next((each for each in places if (each / FIRST).is_file()), None)


class GuideView(QDialog):
    """Shows the guide from a page on; stays open beside the window."""

    def __init__(self, pages: Path, page: str = FIRST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self.setWindowTitle(self.tr("Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Guide"))
        self.text.setOpenExternalLinks(True)
        self.text.document().setDocumentMargin(24)
        self.text.sourceChanged.connect(lambda _: self._dress())
        self.back = QPushButton(self.tr("Back"))
        self.contents = QPushButton(self.tr("Contents"))
        self.back.clicked.connect(self.text.backward)
        self.contents.clicked.connect(lambda: self.show_page(FIRST))
        self.text.backwardAvailable.connect(self.back.setEnabled)
        self.back.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.contents)
        row.addStretch()
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        self.show_page(page)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()  # the ground of code is one of its colours

    def _dress(self) -> None:
        room = self.text.viewport().width() - 2 * round(self.text.document().documentMargin())
        dress(self.text.document(), self.palette(), max(room, _LEAST))

    def show_page(self, page: str) -> None:
        """Show a page by the name of its file."""
        self.text.setSource(QUrl.fromLocalFile(str(self._pages / page)))


def show_beside(window: QWidget, page: str) -> None:
    """Show a page of the guide beside ``window``: in the guide that is open there, or a new one."""
    opened = (each for each in window.findChildren(GuideView) if each.isVisible())
    if (guide := next(opened, None)) is not None:
        guide.show_page(page)
        guide.raise_()
        guide.activateWindow()
    elif (pages := folder()) is not None:
        GuideView(pages, page, window).show()


def _tr(text: str) -> str:
    return QCoreApplication.translate("guide_view", text)
