"""How the window looks from one start to the next: its size, its columns, its open drawer."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.chain.chain_desk import ChainDesk
from gui.drawer.drawer import Drawer
from gui.settings import Settings
from gui.window_layout import WindowLayout

FIRST_SIZE = (1180, 760)
_SCREEN_SHARE = 0.9  #: of the screen that the first window takes at most


class WindowMemory:
    """The window as it was, put back from the settings and kept there."""

    def __init__(
        self,
        settings: Settings,
        window: QMainWindow,
        panes: WindowLayout,
        desk: ChainDesk,
        drawer: Drawer,
    ) -> None:
        self._settings, self._window = settings, window
        self._panes, self._desk, self._drawer = panes, desk, drawer
        self._pages: dict[str, QWidget] = {"queue": drawer.queue, "log": drawer.log}

    def restore(self) -> None:
        """Put the window as it was; what makes no sense is as at the first start."""
        settings, window = self._settings, self._window
        room = window.screen().availableSize() * _SCREEN_SHARE
        window.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))
        window.restoreGeometry(QByteArray.fromHex(settings.geometry.encode()))
        self._panes.restore_text(settings.splitter)
        self._desk.restore_text(settings.columns)
        self._desk.tree.restore_text(settings.tree)
        self._drawer.show_page(self._pages.get(settings.drawer))

    def keep(self) -> None:
        """Save how the window is now."""
        settings, page = self._settings, self._drawer.page
        settings.geometry = self._window.saveGeometry().toHex().toStdString()
        settings.splitter = self._panes.state_text()
        settings.columns = self._desk.state_text()
        settings.tree = self._desk.tree.state_text()
        settings.drawer = next((name for name, each in self._pages.items() if each is page), "")
        settings.save()
