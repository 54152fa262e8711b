"""Files that go along with a guest: what it runs at first, its Windows' CD, Xen's PV drivers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from gui.machines.migration import Migration
from gui.widgets.link_button import LinkButton
from gui.widgets.plain_text import tip


class GuestFiles(QWidget):
    """A button that asks for files, and one that leaves them away again."""

    asked = Signal()
    folder_asked = Signal()  #: in place of ``asked``, by the menu that some have
    cleared = Signal()

    def __init__(self, what: str, hint: str) -> None:
        super().__init__()
        self._what, self._hint = what, hint
        self.add = QPushButton()
        self.add.clicked.connect(self.asked)
        self.clear = LinkButton()
        self.clear.setText(_tr("None"))
        self.clear.setAccessibleName(_tr("{what}: none").format(what=what))
        self.clear.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add)
        row.addWidget(self.clear)
        self.show_paths(())

    def offer_folder(self, folder: str, files: str) -> None:
        """Have the button open a menu: what is meant may be a folder, too."""
        menu = QMenu(self.add)
        menu.addAction(folder, self.folder_asked.emit)
        menu.addAction(files, self.asked.emit)
        self.add.setMenu(menu)

    def show_paths(self, paths: tuple[str, ...]) -> None:
        """Show which files are chosen; how many, and on the tip their places."""
        number = f" ({len(paths)})" if paths else ""
        self.add.setText(f"{self._what}{number}…")
        self.add.setToolTip(tip("\n".join((self._hint, *paths))))
        self.clear.setVisible(bool(paths))


def added(job: Migration, name: str, paths: list[Path]) -> tuple[str, ...]:
    """What ``job`` has of the choice ``name``, and ``paths``, each once."""
    return tuple(dict.fromkeys((*getattr(job.choices, name), *map(str, paths))))


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_files", text)
