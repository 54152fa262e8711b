"""Runs commands of vmx2xen one after another, in one process: ``commands.py FILE``, a JSON list.

An entry ``["kill", SECONDS, ARGUMENTS…]`` is run by itself and ended by force after so many
seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.cli.main import main

KILL = "kill"


def killed(seconds: float, arguments: list[str]) -> int:
    """The exit code of a process that was ended by force, unless it had ended."""
    process = subprocess.Popen([sys.executable, "-m", "gui.launch", *arguments])
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def run(arguments: list[str]) -> int | str | None:
    if arguments[0] == KILL:
        return killed(float(arguments[1]), arguments[2:])
    try:
        return main(arguments)
    except SystemExit as end:
        return end.code
    except BaseException:
        traceback.print_exc(file=sys.stdout)
        return "traceback"


if __name__ == "__main__":
    for entry in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        print(f"> {' '.join(entry)}", flush=True)
        print(f"= {run(entry)}", flush=True)
