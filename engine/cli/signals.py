"""Ctrl-C, SIGTERM and SIGHUP: they stop a command at any moment, from the first line of main.

As long as nothing is written, a signal ends the command where it is, by an exception. Once a job
has begun its steps, a signal only asks the job to stop: that leaves what can be resumed. A signal
that comes after the job has ended changes nothing any more.
"""

from __future__ import annotations

import signal
import sys
import threading

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # not every system has all of them


class Interrupted(BaseException):
    """A signal came while nothing was being written."""


class StopSwitch:
    """What the signals do; not yet installed, it is only asked to stop by :attr:`cancel`."""

    def __init__(self) -> None:
        self.cancel = threading.Event()
        self._raises = True
        self._installed: list[int] = []

    def install(self) -> None:
        """Take the signals over, but for a SIGHUP that is ignored on purpose (nohup)."""
        for number in [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]:
            is_hangup = number != signal.SIGINT and number != signal.SIGTERM
            if not (is_hangup and signal.getsignal(number) is signal.SIG_IGN):
                self._installed.append(number)
                signal.signal(number, self._received)
        sys.unraisablehook = self._unraisable

    def only_ask(self) -> None:
        """From now on a signal raises nothing."""
        self._raises = False

    def ignore(self) -> None:
        """The command has ended: from now on a signal is too late."""
        for number in self._installed:
            signal.signal(number, signal.SIG_IGN)

    def _unraisable(self, lost: sys.UnraisableHookArgs) -> None:
        """A signal came where Python lets nothing be raised: jobs ask, and the next one raises."""
        if isinstance(lost.exc_value, Interrupted):
            self._raises = True
        else:
            sys.__unraisablehook__(lost)

    def _received(self, *_: object) -> None:
        self.cancel.set()
        if self._raises:
            self._raises = False  # once is enough; what is left is tidied up in peace
            raise Interrupted
