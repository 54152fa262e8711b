"""Options of the command line, made without a parser."""

from __future__ import annotations

import argparse

from engine.cli.signals import StopSwitch


def options(**given: object) -> argparse.Namespace:
    """The options of every command that runs a job, as the parser leaves them."""
    usual = {"json": False, "quiet": False, "verbose": False, "progress": False,
             "stop": StopSwitch(), "typed": ("small", "a b")}  # fmt: skip
    return argparse.Namespace(**{**usual, **given})
