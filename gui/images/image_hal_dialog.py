"""The dialog about the HAL of the Windows in an image: the one it has, and those it could have."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.report.image_hals import HalChoice, ImageHals
from gui.engine_texts import phrase
from gui.widgets import labels, type_scale
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip

_SIZE = 860, 360


class ImageHalDialog(QDialog):
    """What is chosen; whoever shows it changes the image."""

    change_asked = Signal(str)  #: name of a HAL
    undo_asked = Signal()

    def __init__(self, found: ImageHals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("HAL of an image"))
        self.resize(*_SIZE)
        self._make_list(found)
        self._make_buttons(found)
        title = type_scale.strong(labels.sentences(found.windows))
        path = type_scale.quiet(labels.sentences(str(found.image)))
        hint = labels.sentences(self._hint(found))
        self.reason = type_scale.quiet(labels.sentences())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        for each in (title, path, self.list, self.reason, hint, self.buttons):
            column.addWidget(each)
        self.list.setVisible(bool(found.choices))
        self._read()

    @property
    def chosen(self) -> HalChoice | None:
        """The HAL that is selected, if the Windows can have it and has another."""
        item = self.list.currentItem()
        choice = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        is_another = isinstance(choice, HalChoice) and not choice.is_installed and choice.is_there
        return choice if is_another else None

    def _make_list(self, found: ImageHals) -> None:
        self.list = QTreeWidget()
        self.list.setAccessibleName(_tr("Hardware abstraction layer"))
        self.list.setHeaderLabels([_tr("HAL"), _tr("Flags of Xen's"), _tr("The change")])
        self.list.setRootIsDecorated(False)
        self.list.setTabKeyNavigation(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for each in found.choices:
            item = _item(each)
            self.list.addTopLevelItem(item)
            if each.is_installed:
                self.list.setCurrentItem(item)
        self.list.currentItemChanged.connect(self._read)

    def _make_buttons(self, found: ImageHals) -> None:
        self.change = QPushButton(_tr("&Change the HAL"))
        self.change.clicked.connect(self._change)
        self.undo = QPushButton(_tr("&Take the last change back"))
        self.undo.setEnabled(found.newest is not None)
        what = found.newest.what if found.newest else _tr("Nothing was changed in this image")
        self.undo.setToolTip(tip(phrase(what)))
        self.undo.clicked.connect(self._undo)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(self.undo, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.change, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)

    def _hint(self, found: ImageHals) -> str:
        if not found.choices:
            return _tr("This Windows has one HAL only, made for all machines.")
        return _tr(
            "The image itself is changed, which can be taken back. Its configuration has to say "
            "the flags that go with the HAL; that of a conversion is changed along."
        )

    def _read(self) -> None:
        item = self.list.currentItem()
        self.reason.setText(item.text(2) if item is not None else "")
        self.change.setEnabled(self.chosen is not None)
        self.change.setToolTip(tip("" if self.chosen else _tr("Choose another HAL first")))

    def _change(self) -> None:
        if self.chosen is not None:
            self.change_asked.emit(self.chosen.hal)
            self.accept()

    def _undo(self) -> None:
        self.undo_asked.emit()
        self.accept()


def _item(choice: HalChoice) -> QTreeWidgetItem:
    reason = phrase(choice.reason)
    name = f"{choice.hal}.dll · {phrase(choice.computer)}"
    item = QTreeWidgetItem([f"{name} ✓" if choice.is_installed else name, choice.flags, reason])
    item.setData(0, Qt.ItemDataRole.UserRole, choice)
    item.setToolTip(2, tip(reason))
    is_usual = choice.is_installed or choice.is_offered
    if not choice.is_installed and not choice.is_there:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    else:
        item.setIcon(0, icon("ok" if is_usual else "warning"))
    return item


def _tr(text: str) -> str:
    return QCoreApplication.translate("image_hal_dialog", text)
