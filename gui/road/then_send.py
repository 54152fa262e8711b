"""Where a result is sent once it is made, and started: one tick in the card To."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QHBoxLayout, QLineEdit, QWidget

from engine.choices import IMAGES
from engine.findings import Refusal
from engine.job.push.destination import Destination, host_of, is_pool
from engine.job.push.pool_job import PoolWish
from engine.job.push.push_journal import Wish
from engine.ssh.named_hosts import named_hosts
from gui.engine_texts import failure
from gui.machines.migration import Migration
from gui.settings import NO_SERVER, Settings
from gui.widgets import labels
from gui.widgets.plain_text import tip

_WIDTH = 110  #: pixels of the field at least


class ThenSend(QWidget):
    """``Then send it to [root@xen:/srv/xen] and start it there``, or to ``[xapi://root@pool]``."""

    pool_asked = Signal(str)  #: a pool that it is to be sent to: its storage and networks are asked

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._job: Migration | None = None
        self._against = ""
        self.tick = QCheckBox(_tr("Then send &it to"))
        self.tick.clicked.connect(self._choose)
        self.place = QLineEdit(known(settings))
        self.place.setMinimumWidth(_WIDTH)
        self.place.setPlaceholderText(f"root@xen:{IMAGES}")
        self.place.setAccessibleName(_tr("Server and folder"))
        completer = QCompleter([f"root@{name}:{IMAGES}" for name in named_hosts()], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.place.setCompleter(completer)
        self.place.textChanged.connect(self._enable)
        self.place.editingFinished.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tick)
        row.addWidget(self.place, 1)
        self.start = labels.line(_tr("and start it there"))
        row.addWidget(self.start)
        self._enable()

    def show_job(self, job: Migration | None, against: str) -> None:
        """Show what is chosen for a migration, or why nothing can be (``against``)."""
        self._job, self._against = job, against
        then = job.then if job else None
        if then is not None:
            self.place.setText(then.target)
        elif not self.place.hasFocus():
            self.place.setText(known(self._settings) or self.place.text())
        self.tick.setChecked(then is not None)
        self._enable()

    def _enable(self) -> None:
        why = self._against or self._fault()
        self.tick.setEnabled(not why)
        self.place.setEnabled(not self._against)
        to_pool = is_pool(self.place.text().strip())
        self.start.setVisible(not to_pool)
        hint = _tr("The queue does it once the result was read back; xl starts it there")
        if to_pool:
            hint = _tr("The queue does it once the result was read back; xe starts it there")
        for widget in (self.tick, self.place):
            widget.setToolTip(tip(why or hint))

    def _fault(self) -> str:
        """Why nothing can be sent there; empty where it can."""
        text = self.place.text().strip()
        if not text:
            return _tr("Name a server and a folder there first: root@xen:/srv/xen")
        try:
            host_of(text)
        except Refusal as refusal:
            return failure(refusal)
        return ""

    def _choose(self, wanted: bool) -> None:
        target = self.place.text().strip()
        if self._job is None:
            return
        if wanted and is_pool(target):
            self.tick.setChecked(self._job.then is not None)  # once it is known where it goes
            self.pool_asked.emit(target)
        else:
            self._job.choose_delivery(wish(target) if wanted else None)

    def _keep(self) -> None:
        """What was typed is the server from now on, and of this machine if it is ticked."""
        if self._fault():
            return
        text = self.place.text().strip()
        if is_pool(text):
            if self._job is not None and self._job.then and self._job.then.target != text:
                self._job.choose_delivery(None)  # it is to be ticked anew
            return
        found = Destination.of(text)
        if found.server and found.folder:
            self._settings.server, self._settings.server_folder = found.server, found.folder
        if self.tick.isChecked() and self._job is not None and self._job.then is not None:
            self._choose(True)


def wish(target: str) -> Wish | PoolWish:
    """The delivery to a place, with the start there; to the usual storage of a pool."""
    return PoolWish(target) if is_pool(target) else Wish(target, start=True)


def known(settings: Settings) -> str:
    """The server that was used last, with its folder; empty if there was none."""
    if settings.server in ("", NO_SERVER):
        return ""
    return f"{settings.server}:{settings.server_folder or IMAGES}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("then_send", text)
