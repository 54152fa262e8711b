"""The log of a command in a file (``--log-file``): every line, with its time and level."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from engine import __version__
from engine.findings import refuse
from engine.printable import printable


def begin(path: Path | None) -> None:
    """Log to ``path``, at its end; nowhere if it is None. Refuses E403."""
    log = logging.getLogger("vmx2xen")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    if path is None:
        log.addHandler(logging.NullHandler())
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None
    form = "%(asctime)s %(levelname)s %(message)s"
    handler.setFormatter(_Formatter(form, "%Y-%m-%dT%H:%M:%S%z"))
    log.addHandler(handler)
    log.info("vmx2xen %s: %s", __version__, sys.argv[1:])


class _Formatter(logging.Formatter):
    """Lines without control characters: whoever reads the log does so in a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


def end() -> None:
    """Close the log."""
    log = logging.getLogger("vmx2xen")
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
