"""The queue: what runs, what waits, what is over."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.desktop.after_work import NOTHING, QUIT, SUSPEND, AfterWork
from gui.queue import entry_bar
from gui.queue.entry import Entry
from gui.queue.job_display import PICTURES
from gui.queue.numbers import all_of_it, share
from gui.queue.queue import Queue
from gui.queue.queue_delegate import DONE, FOLDER, QueueDelegate
from gui.queue.queue_list import QueueList
from gui.queue.state import State
from gui.widgets import hidden_label, labels, type_scale
from gui.widgets.icons import icon
from gui.widgets.link_button import LinkButton
from gui.widgets.plain_text import tip

WORK, STATE = range(2)
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_STATE_WIDTH = 120  #: pixels


class QueueView(QWidget):
    """A list whose order can be changed."""

    chosen = Signal(object)  #: the Entry to be shown

    def __init__(self, queue: Queue, after: AfterWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._after = queue, after
        self._shown: list[Entry] = []
        self._rows: list[QTreeWidgetItem] = []
        self._make_list()
        self._make_buttons()
        self._arrange()
        queue.changed.connect(self.refresh)
        self.refresh()

    def _make_list(self) -> None:
        self.list = QueueList()
        self.list.setAccessibleName(_tr("Queue"))
        self.list.setHeaderLabels([_tr("Work"), _tr("State")])
        self.list.setItemDelegateForColumn(WORK, QueueDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setUniformRowHeights(True)
        self.list.setTabKeyNavigation(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(WORK, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(STATE, _STATE_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.dragged.connect(self._drag)
        self.list.moved.connect(self._move)
        self.list.remove_pressed.connect(self._remove)
        self.list.itemActivated.connect(lambda _: self._choose())

    def _make_buttons(self) -> None:
        self.hint = labels.line(_tr("One job at a time on each physical drive."))
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.hint.setWordWrap(True)
        self.tidy = LinkButton(_tr("Remove what is over"), is_last=True)
        self.tidy.setToolTip(_tr("Take all that is over out of the queue; no file is removed"))
        self.tidy.clicked.connect(self._tidy)
        self.left = type_scale.quiet(labels.line())
        self.left.setWordWrap(True)  # however much is told, the drawer asks for no more width
        self.pause = QPushButton(_tr("Pause"))
        self.pause.setCheckable(True)
        self.pause.setToolTip(_tr("Begin nothing more; what runs goes on"))
        self.pause.clicked.connect(self._queue.pause)
        self.after = QComboBox()
        for text, choice in (
            (_tr("When done: nothing"), NOTHING),
            (_tr("When done: quit"), QUIT),
            (_tr("When done: suspend"), SUSPEND),
        ):
            self.after.addItem(text, choice)
        self.after.setToolTip(_tr("Only if all of it was done, and nothing has failed"))
        self.after.activated.connect(lambda: self._after.choose(self.after.currentData()))
        self._after.changed.connect(self._show_after)
        self.earlier = QPushButton(_tr("Earlier"))
        self.earlier.clicked.connect(lambda: self._move(-1))
        self.later = QPushButton(_tr("Later"))
        self.later.clicked.connect(lambda: self._move(1))
        self.stop = QPushButton(_tr("Stop"))
        self.stop.setToolTip(_tr("Stop it; what was made is kept"))
        self.stop.clicked.connect(self._stop)
        self.remove = QPushButton(_tr("Remove"))
        self.remove.setToolTip(_tr("Take it out of the queue; no file is removed"))
        self.remove.clicked.connect(self._remove)

    def _arrange(self) -> None:
        whole = QHBoxLayout()
        whole.setContentsMargins(10, 4, 8, 0)
        whole.setSpacing(6)
        whole.addStretch()
        whole.addWidget(self.after)
        whole.addWidget(self.pause)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(10, 4, 8, 8)
        buttons.setSpacing(6)
        buttons.addStretch()
        for button in (self.earlier, self.later, self.stop, self.remove):
            buttons.addWidget(button)
        hints = QHBoxLayout()
        hints.setContentsMargins(10, 8, 8, 4)
        hints.addWidget(self.hint, 1)
        hints.addWidget(self.tidy)
        told = QHBoxLayout()
        told.setContentsMargins(10, 0, 8, 0)
        told.addWidget(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addLayout(hints)
        layout.addLayout(told)
        layout.addLayout(whole)
        layout.addLayout(buttons)
        hidden_label.name(self.after, _tr("When all is done"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    @property
    def current(self) -> Entry | None:
        """The entry that is selected."""
        place = self.list.currentIndex().row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def refresh(self) -> None:
        """Show the queue as it is now; the selection stays with its entry."""
        selected = self.current
        entries = list(self._queue)
        for entry in self._shown:
            entry.progressed.disconnect(self._show_states)
        for entry in entries:
            entry.progressed.connect(self._show_states)
        self._shown = entries
        if len(self._rows) != len(entries):
            self.list.clear()
            self._rows = [QTreeWidgetItem() for _ in entries]
            self.list.addTopLevelItems(self._rows)
        self._show_states()
        if selected in entries:
            self.list.setCurrentItem(self._rows[entries.index(selected)])
        self._enable()

    def _show_states(self) -> None:
        for item, entry in zip(self._rows, self._shown, strict=True):
            item.setText(WORK, entry.title)
            item.setText(STATE, state(entry))
            item.setToolTip(STATE, tip(entry_bar.state(entry)))
            picture = PICTURES.get(entry.state, "current" if entry.state.active else "")
            item.setIcon(STATE, icon(picture))
            item.setData(WORK, FOLDER, str(entry.folder))
            item.setData(WORK, DONE, done(entry))
            item.setData(WORK, SPOKEN, ", ".join((entry.title, state(entry), str(entry.folder))))
            item.setToolTip(WORK, tip(f"{entry.title}\n{entry.folder}"))
        self._show_whole()

    def _show_whole(self) -> None:
        """How much runs and waits, and how long all of it takes."""
        going = [each for each in self._shown if each.state.settled]
        waits = sum(each.state.waits for each in going)
        count = _tr("{running} running, {waiting} waiting").format(
            running=len(going) - waits, waiting=waits
        )
        text = " · ".join(filter(None, (count, all_of_it(going))))
        self.left.setText(text if going else "")

    def _show_after(self) -> None:
        self.after.setCurrentIndex(self.after.findData(self._after.choice))

    def _drag(self, source: int, place: int) -> None:
        if source < len(self._shown):
            before = self._shown[place] if place < len(self._shown) else None
            self._queue.place(self._shown[source], before)

    def _enable(self) -> None:
        self.pause.setChecked(self._queue.is_paused)
        self.tidy.setVisible(any(not each.state.settled for each in self._shown))
        entry = self.current
        waits = [each for each in self._shown if each.state.waits]
        place = waits.index(entry) if entry in waits else -1
        self.earlier.setEnabled(place > 0)
        self.later.setEnabled(0 <= place < len(waits) - 1)
        self.stop.setEnabled(entry is not None and entry.state is State.RUNNING)
        self.remove.setEnabled(entry is not None and not entry.state.active)

    def _move(self, by: int) -> None:
        if self.current is not None:
            self._queue.move(self.current, by)

    def _stop(self) -> None:
        if self.current is not None:
            self._queue.cancel(self.current)

    def _remove(self) -> None:
        if self.current is not None:
            self._queue.remove(self.current)

    def _tidy(self) -> None:
        for each in self._shown:
            if not each.state.settled:
                self._queue.remove(each)

    def _choose(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)


def done(entry: Entry) -> int:
    """How much of an entry is done, in thousandths; -1 where it does not run or nobody knows."""
    return share([entry]) if entry.state.active else -1


def state(entry: Entry) -> str:
    """In a word or two."""
    match entry.state:
        case State.WAITING:
            return _tr("Waiting")
        case State.RUNNING if entry.course.total:
            return _tr("Running, {percent} %").format(
                percent=entry.course.done * 100 // entry.course.total
            )
        case State.RUNNING:
            return _tr("Running")
        case State.STOPPING:
            return _tr("Stopping")
        case State.STOPPED:
            return _tr("Stopped")
        case State.DONE:
            return _tr("Done")
        case _ if any(each.blocks for each in entry.findings):
            return _tr("Refused")
        case _:
            return _tr("Failed")


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue_view", text)
