"""A window of another program from which files are dragged: ``drag_source.py FILE...``."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Files(QLabel):
    """Pressing the mouse on it begins to drag the files."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("\n".join(paths))
        self._urls = [QUrl.fromLocalFile(path) for path in paths]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        data = QMimeData()
        data.setUrls(self._urls)
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    source = Files(sys.argv[1:])
    source.setGeometry(0, 0, 120, 120)
    source.show()
    print("shown", flush=True)
    app.exec()
