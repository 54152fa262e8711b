"""Servers are asked again whether what was started there still runs."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, Signal

from engine.job.push.sightings import look_again
from gui.context import Context
from gui.machines.machine_list import MachineList

_NOT_BEFORE = 15.0  #: seconds after which coming back to the window asks again


class ServerWatch(QObject):
    """Asks for all machines of the list that were started somewhere, one time after another."""

    told = Signal()  #: what is known of some has changed

    def __init__(self, around: Context, machines: MachineList) -> None:
        super().__init__(machines)
        self._around, self._machines = around, machines
        self._is_asking = False
        self._asked = float("-inf")
        machines.opened.connect(self.ask)

    def come_back(self) -> None:
        """The user looks at the window again."""
        if time.monotonic() - self._asked >= _NOT_BEFORE:
            self.ask()

    def ask(self) -> None:
        """Ask now, unless that is under way."""
        started = [each for each in self._machines.rows.machines if each.delivered.is_started]
        if started and not self._is_asking and self._around.tasks.possible:
            self._is_asking = True
            self._around.tasks.spawn(self._ask())

    async def _ask(self) -> None:
        machines = self._machines.rows.machines
        wanted = [each.delivered.sent for each in machines if each.delivered.is_started]
        try:
            sent = [each for each in wanted if each is not None]
            found = await self._around.workers.run(partial(look_again, sent))
        finally:
            self._is_asking, self._asked = False, time.monotonic()
        for row, machine in enumerate(self._machines.rows.machines):
            own = machine.delivered.sent
            if own is not None and own in found:
                machine.delivered = machine.delivered.seen(found[own])
                self._machines.rows.tell(row)
        self.told.emit()
