"""The entry point ``vmx2xen``: a command runs; machines, or nothing, open the window."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

from engine import platform

_HELPERS = "engine.guest.helper."
NO_DISPLAY = (
    "vmx2xen: there is no display to open a window on.\n"
    "         On the command line: vmx2xen --help"
)


def main() -> int:
    """Run the command line or the window; returns the exit code."""
    # NumPy would reserve memory for a thread on each processor, which nothing here uses.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = sys.argv[1:]
    if arguments[:1] == [platform.HELPER]:
        return _help(arguments[1], arguments[2:])
    if arguments and not _are_paths(arguments):
        from engine.cli.entry import run as command_line

        return command_line(arguments)
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    from gui.app import run

    return run([Path(each).absolute() for each in arguments])


def _help(module: str, arguments: list[str]) -> int:
    """Be a helper of the program itself, which is a bundle: there is no Python to start."""
    if not module.startswith(_HELPERS):
        return 2
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0


def _are_paths(arguments: list[str]) -> bool:
    """No command has a dot or a slash in it, so that a file cannot be taken for one."""
    first = arguments[0]
    return ("." in first or os.sep in first) and not any(each.startswith("-") for each in arguments)


def _has_display() -> bool:
    """Qt aborts the process where it finds no display; this is asked before it is loaded."""
    if not platform.NEEDS_DISPLAY:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
