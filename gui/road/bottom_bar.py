"""The bar below the road: one sentence, and the one button that is the next act."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from engine.job.push.destination import host_of, is_pool
from gui.machines.delivered import Delivered, Reach
from gui.machines.doubt import doubt
from gui.machines.finished_machine import FinishedMachine
from gui.machines.machine_words import seen
from gui.machines.migration import Migration
from gui.machines.reasons import Reasons, reasons
from gui.queue.job_display import ProgressDisplay, Status
from gui.queue.primary_button import PrimaryButton
from gui.queue.state import State
from gui.road.then_send import known, wish
from gui.settings import Settings
from gui.widgets.plain_text import tip


class BottomBar(QWidget):
    """Shows a machine as it stands; hands on what concerns more than its migration."""

    try_asked = Signal()
    doubted = Signal(object)  #: Migration that will not start as it is set: Convert asks
    copy_asked = Signal()  #: of the findings, as text
    send_asked = Signal()
    sending_asked = Signal(object)  #: Path of a result whose delivery was cut off: go on with it
    pool_asked = Signal(object)  #: Path of a result that is to go into a pool
    start_asked = Signal(object)  #: Path of a result, on the server that it was sent to
    console_asked = Signal(object)  #: Delivered that runs
    merge_asked = Signal(object, object)  #: Migration, Disk whose layers become one file
    hal_asked = Signal(object)  #: Path of a result
    folder_opened = Signal(object)  #: Path, to be shown by the desktop
    discard_asked = Signal(object)  #: Path of the folder with what was stopped

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._job: Migration | None = None
        self._finished: FinishedMachine | None = None
        self._waits_for_next = False  #: the keyboard was at an act that is under way
        self._make_display()
        self._make_buttons()
        self._make_menu()
        self._arrange()
        self.refresh()

    def show_machine(self, job: Migration | None, finished: FinishedMachine | None = None) -> None:
        """Show another machine, to be converted or finished, or none."""
        self._finished = finished
        if job is not self._job:
            if self._job is not None:
                self._job.changed.disconnect(self.refresh)
                self._job.progressed.disconnect(self._show_progress)
            self._job = job
            if job is not None:
                job.changed.connect(self.refresh)
                job.progressed.connect(self._show_progress)
        self.refresh()

    def refresh(self) -> None:
        """Show the machine as it is now."""
        job, had_focus = self._job, self._has_focus
        active = job is not None and job.state.active
        self.display.setCurrentWidget(self.progress if active else self.status)
        self.status.show_job(job)
        if text := self._next():
            delivered = self._delivered
            self.status.tell(text, "warning" if delivered.why or delivered.unsent else "ok")
        self._enable(reasons(job))
        self._choose_primary()
        self.open_folder.setEnabled(self._result is not None)
        self.discard.setEnabled(self._is_resumable)
        self.hal.setEnabled(self._result is not None)
        self._list_disks()
        self.again.setEnabled(job is not None and job.state is State.DONE and not job.busy)
        if active and job is not None:
            self.progress.show_job(job)
        if had_focus:
            self._keep_focus()

    @property
    def _has_focus(self) -> bool:
        """Whether the keyboard is at the next act, or waits here for it."""
        is_waiting = self._waits_for_next and self.more.hasFocus()
        return is_waiting or any(each.hasFocus() for each in (self.cancel, *self._primaries))

    def _keep_focus(self) -> None:
        """Have the keyboard at the next act; while work is under way beside Cancel, not on it."""
        button = self.primary
        self._waits_for_next = button is None or not button.isEnabled()
        if button is None or self._waits_for_next:
            self.more.setFocus()
        else:
            button.setFocus()

    @property
    def primary(self) -> QPushButton | None:
        """The button of the next act; None where nothing comes next."""
        return next((each for each in self._primaries if not each.isHidden()), None)

    # -- parts

    def _make_display(self) -> None:
        self.status, self.progress = Status(), ProgressDisplay()
        self.display = QStackedWidget()  # of one height, so that nothing jumps at the start
        self.display.addWidget(self.status)
        self.display.addWidget(self.progress)
        self.display.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _make_buttons(self) -> None:
        self.try_out = QPushButton(_tr("&Try"))
        self.try_out.setToolTip(_tr("Start it here on hardware like Xen's; nothing is written"))
        self.try_out.clicked.connect(self.try_asked)
        self.then = QCheckBox()
        self.then.setToolTip(_tr("The queue sends it there once it is made, and xl starts it"))
        self.then.clicked.connect(self._choose_delivery)
        self.cancel = QPushButton(_tr("C&ancel"))
        self.cancel.clicked.connect(self._cancel)
        self.resume = PrimaryButton(_tr("&Resume"))
        self.resume.clicked.connect(self._resume)
        self.convert = PrimaryButton(_tr("&Convert"))
        self.convert.clicked.connect(self._convert)
        self.go_on = PrimaryButton(_tr("Go on &sending"))
        self.go_on.setToolTip(_tr("Go on with the delivery that was stopped"))
        self.go_on.clicked.connect(lambda: self.sending_asked.emit(self._result))
        self.send = PrimaryButton(_tr("&Send…"))
        self.send.setToolTip(_tr("Bring it to the server, or to where a server can fetch it"))
        self.send.clicked.connect(self.send_asked)
        self.start = PrimaryButton(_tr("Start &on the server"))
        self.start.setToolTip(_tr("Have xl start it there, and see whether it runs"))
        self.start.clicked.connect(self._start)
        self.console = PrimaryButton(_tr("Open its c&onsole"))
        self.console.setToolTip(_tr("Its screen by VNC, or its serial port in a terminal"))
        self.console.clicked.connect(lambda: self.console_asked.emit(self._delivered))

    def _make_menu(self) -> None:
        self.more = QToolButton()
        self.more.setText("…")
        self.more.setToolTip(_tr("What else can be done"))
        self.more.setAccessibleName(_tr("What else can be done"))
        self.more.setAutoRaise(True)
        menu = QMenu(self.more)
        self.open_folder = self._action(menu, _tr("Open the &folder of the result"))
        self.open_folder.triggered.connect(self._open_folder)
        self.send_again = self._action(menu, _tr("&Send it to a server"))
        self.send_again.triggered.connect(self.send_asked)
        self.send_pool = self._action(menu, _tr("Send it to a &pool…"))
        self.send_pool.triggered.connect(lambda: self.pool_asked.emit(self._result))
        self.again = self._action(menu, _tr("Convert it &again, into another folder"))
        self.again.triggered.connect(self._again)
        self.hal = self._action(menu, _tr("Another &HAL in the image…"))
        self.hal.triggered.connect(lambda: self.hal_asked.emit(self._result))
        self.merge = menu.addMenu(_tr("&Merge a disk into one .vmdk"))
        self.copy = self._action(menu, _tr("Copy what was &found"))
        self.copy.triggered.connect(self.copy_asked)
        self.discard = self._action(menu, _tr("&Discard what was copied…"))
        self.discard.triggered.connect(self._discard)
        self.menu = menu
        self.more.clicked.connect(self._show_menu)

    def _action(self, menu: QMenu, text: str) -> QAction:
        return menu.addAction(text)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.display, 1)
        row.addWidget(self.more)
        self._primaries = (
            self.resume,
            self.convert,
            self.go_on,
            self.send,
            self.start,
            self.console,
        )
        for button in (self.then, self.try_out, self.cancel, *self._primaries):
            row.addWidget(button)
        for button in self._primaries:
            button.setMinimumWidth(110)

    # -- showing

    @property
    def _result(self) -> Path | None:
        """The folder of a result, if it is one that is shown."""
        if self._finished is not None:
            return self._finished.folder
        is_done = self._job is not None and self._job.state is State.DONE
        return self._job.folder if self._job is not None and is_done else None

    @property
    def _delivered(self) -> Delivered:
        machine = self._finished or self._job
        return machine.delivered if machine is not None else Delivered()

    def _next(self) -> str:
        """What comes next for a result that was sent, or that is looked at without its machine."""
        delivered = self._delivered
        if self._result is None:
            return ""
        told = seen(delivered)
        if delivered.unsent:
            return _tr("It was not sent whole. Next: go on where that was cut off.")
        match delivered.reach:
            case Reach.RUNNING:
                return told
            case Reach.SENT:
                on = _tr("It is on {host}. Next: start it there.")
                return told or on.format(host=delivered.host or _tr("this computer"))
            case _:
                here = _tr("Next: try it here, or bring it to the server.")
                return here if self._finished is not None else ""

    @property
    def _is_resumable(self) -> bool:
        job = self._job
        return job is not None and job.resumable and not job.state.settled

    def _choose_primary(self) -> None:
        """One button is there: the next act."""
        job, has_result = self._job, self._result is not None
        is_going = job is not None and job.state.settled
        self.cancel.setVisible(is_going)
        self.try_out.setVisible(has_result)
        self._show_reach(self._delivered.reach if has_result else None)
        self._show_then()
        self.resume.setVisible(self._is_resumable)
        is_failed = job is not None and job.state is State.FAILED
        self.convert.setText(_tr("Try a&gain") if is_failed else _tr("&Convert"))
        self.convert.setVisible(not (is_going or has_result or self._is_resumable))

    def _show_then(self) -> None:
        """Whether it is started after, on the server that is known, is ticked beside Convert."""
        job, target = self._job, known(self._settings)
        then = job.then if job is not None else None
        target = then.target if then is not None else target
        is_offered = bool(target) and job is not None and job.state is State.READY
        self.then.setVisible(is_offered)
        self.then.setChecked(then is not None)
        if is_offered:
            text = (
                _tr("Then se&nd it to {host}")
                if is_pool(target)
                else _tr("Then &start it on {host}")
            )
            self.then.setText(text.format(host=host_of(target) or _tr("this computer")))

    def _show_reach(self, reach: Reach | None) -> None:
        """What comes next on the way to a server; None without a result."""
        is_cut = reach is not None and self._delivered.unsent
        self.go_on.setVisible(is_cut)
        self.send.setVisible(reach is Reach.HERE and not is_cut)
        self.start.setVisible(reach is Reach.SENT and not is_cut)
        self.console.setVisible(reach is Reach.RUNNING and not is_cut)
        self.send_again.setEnabled(reach is not None)
        self.send_pool.setEnabled(reach is not None)

    def _enable(self, against: Reasons) -> None:
        for button, reason, hint in (
            (self.convert, against.convert, _tr("Write the image and the configuration")),
            (self.resume, against.resume, _tr("Go on where it was stopped")),
            (self.cancel, against.cancel, _tr("Stop; what was copied is kept")),
        ):
            button.setEnabled(not reason)
            button.setToolTip(tip(reason or hint))

    def _list_disks(self) -> None:
        """Offer each disk of the chosen state whose layers can be read."""
        job = self._job
        plan = job.last_plan if job is not None else None
        disks = [each for each in plan.machine.disks if each.chain] if plan is not None else []
        self.merge.clear()
        self.merge.setEnabled(bool(disks))
        for disk in disks:
            act = self.merge.addAction(_tr("{slot}…").format(slot=disk.slot))
            act.triggered.connect(lambda _=False, disk=disk: self.merge_asked.emit(job, disk))

    def _show_progress(self) -> None:
        if self._job is not None:
            self.progress.show_progress(self._job)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground of its own, and a line above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        line = QRectF(0, 0, self.width(), 1)
        painter.fillRect(line, self.palette().color(QPalette.ColorRole.Midlight))

    # -- acting

    def _show_menu(self) -> None:
        above = QPoint(0, -self.menu.sizeHint().height())
        self.menu.popup(self.more.mapToGlobal(above))

    def _convert(self) -> None:
        job = self._job
        if job is not None and job.state is State.FAILED:
            job.try_again()
        elif job is not None and doubt(job) is not None:
            self.doubted.emit(job)
        elif job is not None:
            job.convert()

    def _resume(self) -> None:
        if self._job is not None:
            self._job.resume()

    def _choose_delivery(self, wanted: bool) -> None:
        if self._job is not None:
            self._job.choose_delivery(wish(known(self._settings)) if wanted else None)

    def _start(self) -> None:
        if self._result is not None:
            self.start_asked.emit(self._result)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _again(self) -> None:
        if self._job is not None:
            self._job.replan()

    def _discard(self) -> None:
        if self._job is not None and self._job.folder is not None:
            self.discard_asked.emit(self._job.folder)

    def _open_folder(self) -> None:
        if self._result is not None:
            self.folder_opened.emit(self._result)


def _tr(text: str) -> str:
    return QCoreApplication.translate("bottom_bar", text)
