"""The guest of a machine: what is in it, and what will be changed, before and after."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from engine.job.guest_report import Row, change_rows, linux_rows, windows_rows
from engine.job.plan import Plan

_FIRST_WIDTH, _SECOND_WIDTH = 400, 400


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
        self.setTabKeyNavigation(False)
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, _FIRST_WIDTH)
        self.setColumnWidth(1, _SECOND_WIDTH)

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
                self._add(windows.name, windows_rows(windows))
            for linux in guest.linux:
                self._add(linux.distribution or "Linux", linux_rows(linux))
        if not self.topLevelItemCount():
            self._add(_tr("No operating system that is known"), ())
        if plan.changes:
            title = _tr("To be changed ({count})").format(count=len(plan.changes))
            self._add(title, change_rows(plan.changes))

    def _add(self, title: str, rows: Iterable[Row]) -> None:
        top = QTreeWidgetItem([title])
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        for row in rows:
            item = QTreeWidgetItem([row.what, row.now, row.after])
            for column in range(3):
                item.setToolTip(column, item.text(column))
            top.addChild(item)
        self.addTopLevelItem(top)
        top.setExpanded(True)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_view", text)
