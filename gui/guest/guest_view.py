"""The guest of a machine: what is in it, and what will be changed, before and after."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from engine.choices import KEEP
from engine.job.convert.plan import Plan
from engine.report.guest_report import Row, change_groups, linux_rows, windows_rows
from engine.xen.domain import Hdtype
from gui.engine_texts import phrase
from gui.widgets.plain_text import tip

_FIRST_SHARE, _SECOND_SHARE = 0.34, 0.36  #: of the width
_LONG = 20  #: rows


class GuestView(QTreeWidget):
    """A tree of plain rows; filled anew only when another plan is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self.setAccessibleName(_tr("Guest"))
        self.setHeaderLabels([_tr("In the guest"), _tr("Now"), _tr("After the conversion")])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Now and after are beside each other at any width."""
        super().resizeEvent(event)
        width = event.size().width()
        self.setColumnWidth(0, round(width * _FIRST_SHARE))
        self.setColumnWidth(1, round(width * _SECOND_SHARE))

    def show_plan(self, plan: Plan | None) -> None:
        """Show the guests on the disks of a machine, and what the plan changes in them."""
        if plan is self._plan and plan is not None:
            return
        self._plan = plan
        self.clear()
        if plan is None:
            return
        for guest in plan.guests.values():
            for windows in guest.windows:
                self._add(windows.name, windows_rows(windows, _mended(plan)))
            for linux in guest.linux:
                self._add(linux.distribution or "Linux", linux_rows(linux))
        if not self.topLevelItemCount():
            self._add(_tr("No operating system that is known"), ())
        if plan.changes:
            title = _tr("To be changed ({count})").format(count=len(plan.changes))
            self._add_groups(self._add(title, ()), change_groups(plan.changes))

    def _add(self, title: str, rows: Iterable[Row]) -> QTreeWidgetItem:
        """Add a group at the top."""
        top = QTreeWidgetItem([title])
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        top.addChildren([_item(row) for row in rows])
        self.addTopLevelItem(top)
        top.setExpanded(True)
        return top

    def _add_groups(self, top: QTreeWidgetItem, groups: dict[str, list[Row]]) -> None:
        """Groups within a group; long ones are closed at first."""
        for name, rows in groups.items():
            group = QTreeWidgetItem([f"{phrase(name)} ({len(rows)})"])
            group.addChildren([_item(row) for row in rows])
            top.addChild(group)
            group.setExpanded(len(rows) <= _LONG)


def _mended(plan: Plan) -> tuple[Hdtype, ...]:
    """What the guest starts from after the conversion, where that is mended."""
    is_mended = bool(plan.changes) and plan.choices.storage != KEEP
    return (plan.domain.hdtype,) if is_mended else ()


def _item(row: Row) -> QTreeWidgetItem:
    item = QTreeWidgetItem([phrase(each) for each in (row.what, row.now, row.after)])
    for column in range(3):
        item.setToolTip(column, tip(item.text(column)))
    return item


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_view", text)
