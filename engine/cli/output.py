"""What commands print: results on standard output, findings and all else on standard error.

Standard error is for people who may have gone: that it cannot be written to is no reason to fail.
Standard output is the result: where it cannot be written, :class:`OutputLost` says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.findings import Finding
from engine.printable import one_line, plain, printable

FORMAT = 1  #: of all JSON; another number for one that programs cannot read as before


class OutputLost(Exception):  # noqa: N818 - not an error of the program
    """Standard output takes nothing: its reader is gone, or the disk is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def prepare() -> None:
    """Let no character stop a command: what an encoding does not have is escaped."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # replaced by a test, or closed
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def print_text(text: str, end: str = "\n") -> None:
    """Print a result for people. Raises OutputLost."""
    try:
        print(printable(text), end=end, flush=True)
    except OSError as error:
        _silence("stdout")
        raise OutputLost(error) from None


def print_lines(lines: Iterable[str]) -> None:
    """Print a result for people, each of its lines on one. Raises OutputLost."""
    print_text("\n".join(map(one_line, lines)))


def print_json(value: dict[str, Any]) -> None:
    """Print a result for programs, paths as text, in JSON of :data:`FORMAT`. Raises OutputLost."""
    print_text(json.dumps({"format": FORMAT, **plain(value)}, indent=1, **_style()))


def print_json_line(value: dict[str, Any]) -> None:
    """Print an event for programs, on a line of its own. Raises OutputLost."""
    print_text(json.dumps({"format": FORMAT, **plain(value)}, **_style()))


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings on standard error, each in two lines."""
    for each in findings:
        tell(str(each))


def tell(text: str) -> bool:
    """Print a line on standard error; whether that is still possible."""
    try:
        print(printable(text), file=sys.stderr, flush=True)
    except OSError:
        _silence("stderr")
        return False
    return True


def command_line(words: Sequence[str]) -> str:
    """A command to be typed, quoted; one of this program is named as it can be found."""
    program, *rest = words
    return shlex.join((_program() if program == "vmx2xen" else program, *rest))


def _program() -> str:
    """The name of this program, or its path where the name alone would not be found."""
    called = Path(sys.argv[0])
    is_ours = called.name == "vmx2xen" and called.exists()
    found = shutil.which("vmx2xen")
    if not is_ours or (found and Path(found).resolve() == called.resolve()):
        return "vmx2xen"
    return str(called)


def _style() -> dict[str, Any]:
    """JSON is UTF-8, or what every encoding has."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    return {"ensure_ascii": encoding != "utf8", "default": lambda each: printable(str(each))}


def _silence(name: str) -> None:
    """Write to a stream no more, the interpreter with what it has kept of it included."""
    with contextlib.suppress(OSError, ValueError):
        getattr(sys, name).close()
    setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - to the end of the process
