"""The entry point."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

QT_FREE = """
import sys
from gui import launch
sys.argv[1:] = ["--version"]
try:
    code = launch.main()
except SystemExit as leaving:
    code = leaving.code
assert code in (0, None), code
assert not [name for name in sys.modules if name.startswith(("PySide6", "qasync"))]
"""


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_loads_no_qt() -> None:
    ran = python("-c", QT_FREE)
    assert ran.returncode == 0, ran.stderr
    assert "vmx2xen" in ran.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there it can be missing")
def test_without_a_display_it_says_so() -> None:
    ran = python("-m", "gui.launch", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ran.returncode == 2
    assert "no display" in ran.stderr
    assert "Traceback" not in ran.stderr
