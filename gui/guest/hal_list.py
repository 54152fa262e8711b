"""The HALs of a Windows to choose from: recommended, others that fit, those that do not start."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.job.convert.outlook import Outlook
from engine.report.hal_picks import GROUPS, Group, Pick, picks
from gui.engine_texts import phrase
from gui.widgets import labels, type_scale
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.xen import verdicts

_NAME_WIDTH = 330


class HalList(QWidget):
    """A tree of two levels; a click, Enter or the space bar chooses."""

    chosen = Signal(object)  #: Option

    def __init__(self) -> None:
        super().__init__()
        self._picks: tuple[Pick, ...] = ()
        self.list = QTreeWidget()
        self.list.setAccessibleName(_tr("Hardware abstraction layer"))
        self.list.setHeaderLabels([_tr("HAL"), _tr("Why")])
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setTabKeyNavigation(False)
        self.list.setUniformRowHeights(True)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(0, _NAME_WIDTH)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.list.currentItemChanged.connect(self._read)
        self.reason = type_scale.quiet(labels.sentences())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.list)
        column.addWidget(self.reason)

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Show what there is to choose; hidden where there is nothing."""
        found = picks(outlook) if outlook is not None else ()
        self.setVisible(bool(found))
        if found != self._picks:
            self._picks = found
            self._fill()

    def _fill(self) -> None:
        current = self.current
        self.list.clear()
        rows = 0
        for group in GROUPS:
            members = [each for each in self._picks if each.group == group]
            if not members:
                continue
            heading = QTreeWidgetItem([_titles()[group]])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFont(0, type_scale.scaled(self.font(), type_scale.SMALL, strong=True))
            self.list.addTopLevelItem(heading)
            heading.setFirstColumnSpanned(True)
            items = [self._item(each) for each in members]
            heading.addChildren(items)
            heading.setExpanded(True)
            rows += 1 + len(members)
            for item, each in zip(items, members, strict=True):
                if each.hal == current or (not current and each.is_chosen):
                    self.list.setCurrentItem(item)
        self._fit(rows)

    def _fit(self, rows: int) -> None:
        """As high as its rows, which are of one height."""
        self.list.doItemsLayout()
        first = self.list.model().index(0, 0)
        line = self.list.visualRect(first).height()
        frame = 2 * self.list.frameWidth()
        self.list.setFixedHeight(self.list.header().sizeHint().height() + rows * line + frame)

    @property
    def current(self) -> str:
        """The name of the HAL that is read about; empty for none."""
        item = self.list.currentItem()
        pick = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return pick.hal if isinstance(pick, Pick) else ""

    def _read(self, item: QTreeWidgetItem | None, *_: object) -> None:
        pick = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        self.reason.setText(phrase(pick.reason) if isinstance(pick, Pick) else "")

    def _item(self, pick: Pick) -> QTreeWidgetItem:
        name = f"{pick.hal}.dll · {phrase(pick.computer)}"
        item = QTreeWidgetItem([f"{name} ✓" if pick.is_chosen else name, phrase(pick.reason)])
        item.setData(0, Qt.ItemDataRole.UserRole, pick)
        if pick.group == "recommended":
            item.setIcon(0, icon("recommended"))
        elif pick.group == "barred":
            item.setIcon(0, _no_picture())
            for column in range(2):
                item.setForeground(column, self.palette().placeholderText())
        else:
            item.setIcon(0, verdicts.sign(pick.option.verdict.kind))
        item.setToolTip(1, tip(phrase(pick.reason)))
        words = _titles()[pick.group]
        chosen = _tr("chosen") if pick.is_chosen else ""
        texts = filter(None, (name, words, chosen, phrase(pick.reason)))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(texts))
        return item

    def _choose(self, item: QTreeWidgetItem, *_: object) -> None:
        pick = item.data(0, Qt.ItemDataRole.UserRole)
        if isinstance(pick, Pick) and pick.group != "barred" and not pick.is_chosen:
            self.chosen.emit(pick.option)


def _no_picture() -> QIcon:
    """As wide as a picture, so that names stand below each other."""
    empty = QPixmap(16, 16)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


def _titles() -> dict[Group, str]:
    return {
        "recommended": _tr("Recommended"),
        "fits": _tr("Others that fit"),
        "fails": _tr("Will not start"),
        "barred": _tr("Windows does not change to these by itself, or lacks their files"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("hal_list", text)
