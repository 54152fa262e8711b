"""A signal before the command itself: while it is still being imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.cli import entry
from engine.cli.exit_codes import STOPPED
from engine.cli.signals import StopSwitch


def test_what_an_import_makes_of_a_signal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The compiler has a SyntaxError where unicodedata could not be loaded for an escape."""
    monkeypatch.setattr(StopSwitch, "install", lambda switch: switch.cancel.set())
    monkeypatch.setitem(sys.modules, "engine.cli.main", None)
    assert entry.run(["inspect", "x.vmx"]) == STOPPED
    assert "Traceback" not in capsys.readouterr().err


def test_other_errors_of_an_import_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StopSwitch, "install", lambda switch: None)
    monkeypatch.setitem(sys.modules, "engine.cli.main", None)
    with pytest.raises(ImportError):
        entry.run(["inspect", "x.vmx"])


LOST = """
import os, signal, weakref
from engine.cli.signals import Interrupted, StopSwitch

class Thing:
    pass

stop = StopSwitch()
stop.install()
thing = Thing()
seen = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGTERM))
del thing
print(stop.cancel.is_set())
try:
    os.kill(os.getpid(), signal.SIGTERM)
except Interrupted:
    print("raised")
"""


def test_a_signal_where_nothing_can_be_raised_is_no_traceback() -> None:
    """As in the callback with which Python forgets the lock of a module."""
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True\nraised\n", "")
