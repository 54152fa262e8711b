"""The first lines of the command line: the signals, before anything else is imported."""

from __future__ import annotations

from collections.abc import Sequence

from engine.cli.signals import Interrupted, StopSwitch


def run(arguments: Sequence[str]) -> int:
    """Run one command as this process; returns the exit code."""
    stop = StopSwitch()
    try:
        stop.install()
        from engine.cli.main import main

        return main(arguments, stop)
    except Interrupted:
        return _interrupted(arguments)
    except Exception:
        if not stop.cancel.is_set():
            raise
        return _interrupted(arguments)  # an import has made another error of it
    finally:
        stop.ignore()


def _interrupted(arguments: Sequence[str]) -> int:
    from engine.cli.report import report_interrupted

    return report_interrupted(arguments)
