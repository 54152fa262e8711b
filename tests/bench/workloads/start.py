"""Start-up: what a user waits for before anything happens."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench import contenders as who
from bench import stages
from bench.contenders import PROGRAMS, Contender, Role
from bench.stages import Stage
from bench.workload import Workload, at_most


def workloads(size: int) -> list[Workload]:
    stage = partial(stages.cached, "windows", size)
    return [
        Workload("s1", "start-up: --version", stage, _version, (at_most("seconds", 0.05),),
                 quick=True),
        Workload("s2", "start-up: inspect a small machine", stage, _inspected,
                 (at_most("CPU seconds", 0.25),)),
        Workload("s3", "start-up: the window's first frame", stage, _first_frame,
                 (at_most("seconds", 0.4), at_most("peak MiB", 128))),
    ]  # fmt: skip


def _version(stage: Stage) -> list[Contender]:
    return [
        Contender("qemu-img --version", Role.PEER, lambda at: ["qemu-img", "--version"]),
        _counted(who.ours("--version")),
    ]


def _inspected(stage: Stage) -> list[Contender]:
    return [_counted(who.ours("inspect", stage.source / "vm.vmx"))]


def _first_frame(stage: Stage) -> list[Contender]:
    words: who.Words = [sys.executable, PROGRAMS / "first_frame.py"]
    offscreen = ["env", "QT_QPA_PLATFORM=offscreen"]
    window = Contender(
        "window, offscreen", Role.WHOLE, lambda at: [*offscreen, f"XDG_CONFIG_HOME={at}", *words]
    )
    return [_counted(window)]


def _counted(contender: Contender) -> Contender:
    """The contender with the number of modules that it imports in its name."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            contender.command(Path(folder)),
            env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    modules = done.stderr.count("import time:") - 1  # the first is the heading
    return replace(contender, name=f"{contender.name} ({modules} modules)")
