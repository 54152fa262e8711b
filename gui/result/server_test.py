"""The test of a server: whether it lets one in, has room, and can start a guest."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engine.findings import Refusal
from engine.job.push.rehearsal import Rehearsal, rehearse
from gui.context import Context
from gui.engine_texts import failure
from gui.widgets import labels
from gui.widgets.icons import icon
from gui.widgets.units import size


class ServerTest(QWidget):
    """What was seen of a server, in a sentence; hidden before. ``button`` stands elsewhere."""

    asked = Signal()  #: for a test: :meth:`look` is told of what

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._target = ""
        self.button = QPushButton(_tr("Test"))
        self.button.setToolTip(_tr("Whether it lets you in, has room, and can start a guest"))
        self.button.clicked.connect(self.asked)
        self._sign = labels.line()
        self.text = labels.sentences()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.forget()

    def forget(self) -> None:
        """Something else is typed: what was seen is of no use any more."""
        self._target = ""
        self.hide()
        self.button.setEnabled(True)

    def look(self, target: str) -> None:
        """Look at a place, as it is named for a delivery."""
        self._target = target
        self._tell("", _tr("Looking at {target}…").format(target=target))
        self.button.setEnabled(False)
        self._around.tasks.spawn(self._look(target))

    async def _look(self, target: str) -> None:
        try:
            found = await self._around.workers.run(partial(rehearse, target))
            sign, text = "warning" if found.findings else "ok", words(found)
        except Refusal as refusal:
            sign, text = "error", failure(refusal)
        if target == self._target:
            self._tell(sign, text)
            self.button.setEnabled(True)

    def _tell(self, sign: str, text: str) -> None:
        self._sign.setPixmap(icon(sign).pixmap(16, 16))
        self._sign.setVisible(bool(sign))
        self.text.setText(text)
        self.show()


def words(found: Rehearsal) -> str:
    """What was seen, for people."""
    host = str(found.host or _tr("This computer"))
    room = (
        _tr("{host} answers; {free} are free in {path}.") if found.free else _tr("{host} answers.")
    )
    told = room.format(host=host, free=size(found.free), path=found.path)
    if found.findings:
        no_start = _tr("What is sent cannot be started there:")
        return f"{told} {no_start} {failure(Refusal(found.findings))}"
    return f"{told} {_tr('xl works.')}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("server_test", text)
