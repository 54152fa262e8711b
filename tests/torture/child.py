"""A command of vmx2xen in a process of its own, in which something is done to it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.cli.main import main

_LIMIT = 600.0  # seconds, on a very busy computer


@dataclass(frozen=True)
class End:
    """How a command ended."""

    code: int  #: negative: the signal that ended it
    out: str
    err: str

    @property
    def codes(self) -> set[str]:
        """Codes of the findings that it told as JSON."""
        try:
            return {each["code"] for each in json.loads(self.out)["findings"]}
        except (ValueError, KeyError):
            return set()


def run(arguments: tuple[object, ...], notes: Path, before: Callable[[], None]) -> End:
    """Run a command with ``--json``; ``before`` is called in its process first.

    What it says goes to files that begin with ``notes``. It is a fork of this process, so that
    nothing has to be imported again.
    """
    out, err = notes.with_suffix(".out"), notes.with_suffix(".err")
    child = os.fork()
    if not child:
        code = 1
        try:
            for number, path in ((1, out), (2, err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            before()
            code = main([*map(str, arguments), "--json"])
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return End(
        _awaited(child), out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace")
    )


def _awaited(child: int) -> int:
    end = time.monotonic() + _LIMIT
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the command hangs")
