"""Hosts that are read from: agreed to by an option, and passwords asked for on the terminal."""

from __future__ import annotations

import argparse
import getpass
import sys

from engine import passwords


def prepare(options: argparse.Namespace) -> None:
    """Have hosts trusted as the options say, and passwords asked for where somebody is there."""
    for each in getattr(options, "trust_host", None) or ():
        from engine.source import certificates

        certificates.expect(each)
    passwords.ask_by(_asked)


def _asked(account: str) -> str | None:
    """A password as it is typed; None where there is no terminal."""
    if not sys.stdin.isatty():
        return None
    try:
        return getpass.getpass(f"Password of {account}: ")
    except EOFError:
        return None
