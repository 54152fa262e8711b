"""The entry point."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from engine import platform
from installer.commands import commands
from installer.share import ID

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
def test_a_bundle_is_its_own_helper_and_nothing_else() -> None:
    helper = ("-m", "gui.launch", platform.HELPER, "engine.guest.helper.inspector")
    ran = subprocess.run([sys.executable, *helper], stdin=subprocess.DEVNULL, check=False)
    assert ran.returncode == 0  # its input has ended, and so has it
    assert python("-m", "gui.launch", platform.HELPER, "http.server").returncode == 2


def test_without_a_display_it_says_so() -> None:
    ran = python("-m", "gui.launch", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ran.returncode == 2
    assert "no display" in ran.stderr
    assert "Traceback" not in ran.stderr


NOTHING_SHOWN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there it can be missing")
@pytest.mark.parametrize("arguments", [["a.vmx"], ["/vm/a"], ["./inspect"], ["a.vmx", "b.ova"]])
def test_machines_are_for_the_window(arguments: list[str]) -> None:
    ran = python("-m", "gui.launch", *arguments, **NOTHING_SHOWN)
    assert "no display" in ran.stderr


@pytest.mark.parametrize(
    "arguments", [["inspect"], ["a"], ["a.vmx", "--json"], ["--help", "a.vmx"]]
)
def test_all_else_is_for_the_command_line(arguments: list[str]) -> None:
    ran = python("-m", "gui.launch", *arguments, **NOTHING_SHOWN)
    assert "usage: vmx2xen" in ran.stderr + ran.stdout


def test_no_command_looks_like_a_file() -> None:
    assert not [each.name for each in commands() if "." in each.name or "/" in each.name]


def test_the_window_belongs_to_its_desktop_entry(qapp: QApplication) -> None:
    assert qapp.desktopFileName() == ID
