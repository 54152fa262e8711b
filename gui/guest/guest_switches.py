"""What is done inside a guest, a sentence with a tick each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from engine.choices import GUEST, KEEP
from engine.guest.linux.linux_system import Linux
from engine.guest.windows.windows_system import Windows
from gui.machines.migration import Migration
from gui.widgets.plain_text import tip

_INDENT = 18  #: pixels, of what is part of something else
_NT5 = 5  #: the version of Windows 2000, XP and 2003


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that is done, unless it is switched off."""

    name: str  #: ``storage``, ``linux``, or the key of a setting after guest.
    text: str
    hint: str
    on: str = "mend"  #: the word of the setting for doing it
    needs: str = ""  #: another one that it is part of

    def is_on(self, job: Migration) -> bool:
        choices = job.choices
        if self.name in ("storage", "linux"):
            return bool(getattr(choices, self.name) != KEEP)
        return choices.settings.get(GUEST + self.name, self.on) == self.on

    def turn(self, job: Migration, wanted: bool) -> None:
        """Have it done or left, and the machine planned anew."""
        if self.name == "storage":
            job.choose(storage="auto" if wanted else "keep")
        elif self.name == "linux":
            job.choose(linux="auto" if wanted else "keep")
        else:
            job.choose_setting(GUEST + self.name, self.on if wanted else KEEP)


def switches(job: Migration) -> Iterator[Switch]:
    """What can be done in the guests of a machine, as far as it was looked at."""
    plan = job.last_plan
    for guest in plan.guests.values() if plan else ():
        for windows in guest.windows[:1]:
            yield from _of_windows(windows)
        for linux in guest.linux[:1]:
            yield from _of_linux(linux)


def _of_windows(windows: Windows) -> Iterator[Switch]:
    yield Switch(
        "storage",
        _tr("Windows' own drivers for Xen's disks are enabled"),
        _tr("Where they are not, it would stop with 0x0000007B"),
    )
    if windows.vmware_services:
        yield Switch(
            "tools",
            _tr("Services and drivers of VMware Tools are disabled"),
            ", ".join(windows.vmware_services),
            needs="storage",
        )
    if windows.addresses:
        yield Switch(
            "addresses",
            _tr("Its fixed addresses are set again at its first start"),
            ", ".join(each.text for each in windows.addresses),
            needs="storage",
        )
    if windows.version[0] == _NT5:
        yield Switch(
            "cpu",
            _tr("Drivers for the power states of a processor are disabled"),
            _tr("They may stop a Windows 2000, XP or 2003 on another processor"),
            on="fit",
            needs="storage",
        )
        yield Switch(
            "heads",
            _tr("The boot sector gets the number of heads that Xen's BIOS tells"),
            _tr("Else its loader may read past the place it means"),
            on="fit",
            needs="storage",
        )
    yield Switch(
        "crash",
        _tr("A crash stays on the screen"),
        _tr("So that its code can be read, in place of starting again and again"),
        on="stop",
        needs="storage",
    )


def _of_linux(linux: Linux) -> Iterator[Switch]:
    if not linux.commands:
        return
    yield Switch(
        "linux",
        _tr("It is mended so that it finds its disks under Xen"),
        "\n".join(linux.commands),
    )
    for name, text, hint in (
        ("images", _tr("Start-up images get Xen's drivers"), _tr("Those of all kernels")),
        ("names", _tr("Disks are named by what stays the same"), "/etc/fstab, /etc/crypttab"),
        ("cards", _tr("Network cards keep their names"), _tr("By their MAC")),
        ("tools", _tr("Remains of VMware Tools are switched off"), ""),
    ):
        yield Switch(name, text, hint, needs="linux")


class GuestSwitches(QWidget):
    """A tick for each; it is made anew only where others can be done."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Migration | None = None
        self._switches: tuple[Switch, ...] = ()
        self.ticks: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, _INDENT)
        self._grid.setColumnStretch(1, 1)

    def show_job(self, job: Migration | None, against: str) -> None:
        """Show what is done for a machine; ``against``: why nothing can be chosen."""
        self._job = job
        if job is not None and (job.last_plan is not None or not self._switches):
            self._fill(tuple(switches(job)))
        self.setVisible(bool(self._switches) and job is not None)
        if job is None:
            return
        for each in self._switches:
            tick, needs = self.ticks[each.name], self.ticks.get(each.needs)
            is_part = needs is None or needs.isChecked()
            tick.setChecked(is_part and each.is_on(job))
            tick.setEnabled(not against and is_part)
            tick.setToolTip(tip(against or each.hint))

    def _fill(self, wanted: tuple[Switch, ...]) -> None:
        if wanted == self._switches:
            return
        for old in self.ticks.values():
            self._grid.removeWidget(old)
            old.deleteLater()
        self._switches, self.ticks = wanted, {}
        for row, each in enumerate(wanted):
            tick = QCheckBox(each.text)
            tick.clicked.connect(lambda wanted, each=each: self._turn(each, wanted))
            column = 1 if each.needs else 0
            self._grid.addWidget(tick, row, column, 1, 2 - column)
            self.ticks[each.name] = tick

    def _turn(self, switch: Switch, wanted: bool) -> None:
        if self._job is not None:
            switch.turn(self._job, wanted)


def _tr(text: str) -> str:
    return QCoreApplication.translate("guest_switches", text)
