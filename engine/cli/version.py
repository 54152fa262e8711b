"""The versions that a report of a bug should name: ours, Python's, and those of what is used."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterator
from typing import Any

from engine import __version__
from engine.cli import output


class Version(argparse.Action):
    """Shows the versions and ends."""

    def __init__(self, option_strings: Any, dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        output.print_text("\n".join(lines()))
        parser.exit()


def lines() -> Iterator[str]:
    """Ours in the first line, then one for each thing that is used."""
    # Here, not above: every command would load them, which takes longer than most of what it does.
    import importlib.metadata
    import platform

    yield f"vmx2xen {__version__}"
    yield f"Python {platform.python_version()}, {platform.platform(terse=True)}"
    for name in ("PySide6-Essentials", "numpy", "blake3"):
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            yield f"{name}: not found"
    for command in (("qemu-system-x86_64", "--version"), ("ssh", "-V")):
        yield f"{command[0]}: {_said(command)}"


def _said(command: tuple[str, ...]) -> str:
    """The first line that a program says of itself."""
    from engine.platform import program

    path = program(command[0])
    if path is None:
        return "not found"
    try:
        found = subprocess.run(  # noqa: S603
            (path, *command[1:]), capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "does not answer"
    said = (found.stdout or found.stderr).splitlines()
    return said[0].strip() if said else "says nothing"
