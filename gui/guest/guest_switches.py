"""What is done inside a guest, a sentence with a tick each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from engine.choices import GUEST, KEEP
from engine.report.fixes import Fix, fixes
from gui.machines.migration import Migration
from gui.widgets.plain_text import tip

_INDENT = 18  #: pixels, of what is part of something else
_LEAST = 100  #: pixels of a tick with its sentence


class GuestSwitches(QWidget):
    """A tick for each; they are made anew only where other things can be done."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Migration | None = None
        self._fixes: tuple[Fix, ...] = ()
        self.ticks: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, _INDENT)
        self._grid.setColumnStretch(1, 1)

    def show_job(self, job: Migration | None, against: str) -> None:
        """Show what is done for a machine; ``against``: why nothing can be chosen."""
        self._job = job
        plan = job.last_plan if job else None
        found = fixes(plan.guests.values(), plan.domain.firmware == "uefi") if plan else ()
        self._fill(tuple({each.name: each for each in found}.values()))
        self.setVisible(bool(self._fixes))
        if job is None:
            return
        for each in self._fixes:
            tick, needs = self.ticks[each.name], self.ticks.get(each.needs)
            is_part = needs is None or needs.isChecked()
            tick.setChecked(is_part and each.is_on(job.choices))
            tick.setEnabled(not against and is_part)
            about = ", ".join(each.about) or _words(each.name)[1]
            tick.setToolTip(tip(against or "\n".join(filter(None, (tick.text(), about)))))

    def _fill(self, wanted: tuple[Fix, ...]) -> None:
        if wanted == self._fixes:
            return
        for old in self.ticks.values():
            self._grid.removeWidget(old)
            old.deleteLater()
        self._fixes, self.ticks = wanted, {}
        for row, each in enumerate(wanted):
            tick = QCheckBox(_words(each.name)[0])
            tick.clicked.connect(lambda wanted, each=each: self._turn(each, wanted))
            tick.setMinimumWidth(_LEAST)  # the sentence never makes the window wider
            column = 1 if each.needs else 0
            self._grid.addWidget(tick, row, column, 1, 2 - column)
            self.ticks[each.name] = tick

    def _turn(self, fix: Fix, wanted: bool) -> None:
        """Have it done or left, and the machine planned anew."""
        job = self._job
        if job is None:
            return
        if fix.name == "storage":
            job.choose(storage="auto" if wanted else "keep")
        elif fix.name == "linux":
            job.choose(linux="auto" if wanted else "keep")
        else:
            job.choose_setting(GUEST + fix.name, fix.on if wanted else KEEP)


def _words(name: str) -> tuple[str, str]:
    """The sentence of a fix, and why it is done."""
    words = {
        "storage": (
            _tr("Windows' own drivers for Xen's disks are enabled"),
            _tr("Where they are not, it would stop with 0x0000007B"),
        ),
        "tools": (_tr("Services and drivers of VMware Tools are disabled"), ""),
        "addresses": (_tr("Its fixed addresses are set again at its first start"), ""),
        "cpu": (
            _tr("Drivers for the power states of a processor are disabled"),
            _tr("They may stop a Windows 2000, XP or 2003 on another processor"),
        ),
        "heads": (
            _tr("The boot sector gets the number of heads that Xen's BIOS tells"),
            _tr("Else its loader may read past the place it means"),
        ),
        "crash": (
            _tr("A crash stays on the screen"),
            _tr("So that its code can be read, in place of starting again and again"),
        ),
        "linux": (_tr("It is mended so that it finds its disks under Xen"), ""),
        "images": (_tr("Start-up images get Xen's drivers"), _tr("Those of all kernels")),
        "names": (_tr("Disks are named by what stays the same"), "/etc/fstab, /etc/crypttab"),
        "cards": (_tr("Network cards keep their names"), _tr("By their MAC")),
        "loader": (
            _tr("Its boot loader is put where any UEFI firmware looks for one"),
            r"\EFI\BOOT\BOOTX64.EFI",
        ),
    }
    return words[name]


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_switches", text)
