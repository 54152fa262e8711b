"""The dialog "Send to a pool": an address, a password, the storage and the networks there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from engine.job.push.pool_job import PoolWish
from engine.job.push.pool_offer import PoolOffer
from gui.hosts.log_in import LogIn
from gui.widgets import labels
from gui.widgets.plain_text import tip
from gui.widgets.units import size

_WIDTH = 560
_EXAMPLE = "xapi://root@pool.example.org"


class PoolDialog(QDialog):
    """What is typed and chosen; whoever shows it asks the pool."""

    asked = Signal(str, str, bool)  #: address, password, whether that is to be kept
    trusted = Signal()  #: the certificate that is told of is agreed to

    def __init__(
        self, bridges: Sequence[str], target: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Send to a pool"))
        self.setMinimumWidth(_WIDTH)
        self._target = ""
        self.fields = LogIn(_EXAMPLE)
        self.fields.address.setText(target)
        self.fields.asked.connect(self.asked)
        self.fields.trusted.connect(self.trusted)
        self.fields.address.textChanged.connect(self._forget)
        self.storage = QComboBox()
        self.networks = {bridge: QComboBox() for bridge in bridges}
        self.storage.currentIndexChanged.connect(self._refresh)
        for each in self.networks.values():
            each.currentIndexChanged.connect(self._refresh)
        self._arrange()
        self._forget()

    @property
    def wish(self) -> PoolWish | None:
        """Where the machine goes; None as long as something is open."""
        networks = {bridge: box.currentData() for bridge, box in self.networks.items()}
        if not (self._target and self.storage.currentData() and all(networks.values())):
            return None
        return PoolWish(self._target, self.storage.currentData(), networks)

    def show_offer(self, offer: PoolOffer) -> None:
        """Show what the pool has; what it takes by itself is chosen."""
        self._target = offer.target
        self.storage.clear()
        for each in offer.storages:
            text = _tr("{name}, {free} free").format(name=each.name, free=size(each.free))
            self.storage.addItem(text, each.uuid)
        self.storage.setCurrentIndex(self.storage.findData(offer.usual))
        for bridge, box in self.networks.items():
            box.clear()
            for network in offer.networks:
                box.addItem(network.name, network.uuid)
            box.setCurrentIndex(box.findData(offer.network_of(bridge)))
        self.places.setEnabled(True)
        self._refresh()

    def _forget(self) -> None:
        """Another pool is meant: what was seen is of no use any more."""
        self._target = ""
        self.places.setEnabled(False)
        self._refresh()

    def _arrange(self) -> None:
        self.places = QWidget()
        form = QFormLayout(self.places)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(_tr("&Storage:"), self.storage)
        for bridge, box in self.networks.items():
            form.addRow(_tr("Network for {bridge}:").format(bridge=bridge), box)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = self.buttons.addButton(
            _tr("Send it there"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        hint = _tr("A pool of XCP-ng or XenServer imports the machine, and checks each block.")
        column = QVBoxLayout(self)
        column.addWidget(labels.sentences(hint))
        column.addWidget(self.fields)
        column.addWidget(self.places)
        column.addStretch()
        column.addWidget(self.buttons)

    def _refresh(self) -> None:
        is_ready = self.wish is not None
        self.send.setEnabled(is_ready)
        why = "" if is_ready else _tr("Log in, and choose a storage and a network for each card")
        self.send.setToolTip(tip(why))


def _tr(text: str) -> str:
    return QCoreApplication.translate("pool_dialog", text)
