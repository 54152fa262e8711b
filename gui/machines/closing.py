"""Machines are closed: a few at once, very many a few at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from PySide6.QtCore import QObject

from gui.context import Context
from gui.machines.machine_list import MachineList
from gui.machines.machine_state import Machine

_AT_ONCE = 0.02  #: seconds after which the window takes its turn


class Closing(QObject):
    """Takes machines out of the list, but those with work under way."""

    def __init__(self, around: Context, machines: MachineList) -> None:
        super().__init__(machines)
        self._around, self._machines = around, machines

    def close(self, places: Iterable[int]) -> None:
        """Close the machines at these places; what does not go at once follows."""
        shown = self._machines.rows.machines
        wanted = [shown[place] for place in sorted(places, reverse=True) if place >= 0]
        left = self._close_some(wanted)
        if left:
            self._around.tasks.spawn(self._close_others(left))

    async def _close_others(self, left: list[Machine]) -> None:
        while left:
            await asyncio.sleep(0)
            left = self._close_some(left)

    def _close_some(self, wanted: list[Machine]) -> list[Machine]:
        """Close as many as there is time for; returns those that are left."""
        began = time.monotonic()
        for number, machine in enumerate(wanted):
            if time.monotonic() - began > _AT_ONCE:
                return wanted[number:]
            place = self._machines.rows.place_of(machine)
            if place >= 0 and not self._machines.busy(place):
                self._machines.remove(place)
        return []
