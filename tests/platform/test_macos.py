"""What the engine does where macOS' Python is: a simulation, for no Mac runs this."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import machine
from systems import macos

ROOT = Path(__file__).resolve().parents[2]

WALK = """
import importlib, pkgutil, sys
from engine import platform
assert sys.platform == "darwin" and platform.own.__name__.endswith("macos")
import engine
for each in pkgutil.walk_packages(engine.__path__, "engine."):
    if not each.name.startswith("engine.platform."):
        importlib.import_module(each.name)
"""


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return macos.environment(tmp_path_factory.mktemp("libraries"))


def simulated(variables: dict[str, str], *arguments: object) -> str:
    """What this Python prints under the simulation; it has to end well."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_module_of_the_engine_is_there(variables: dict[str, str]) -> None:
    simulated(variables, "-c", WALK)


def test_a_machine_is_converted_and_verified(tmp_path: Path, variables: dict[str, str]) -> None:
    made = machine.build(tmp_path / "vm", size=8 << 20)
    out = tmp_path / "out"
    vmx2xen = ("-m", "gui.launch")
    assert made.vmx.stem in simulated(variables, *vmx2xen, "inspect", made.vmx)
    simulated(variables, *vmx2xen, "convert", made.vmx, "-o", out)
    assert "as written" in simulated(variables, *vmx2xen, "verify", out)
    assert (out / "win2003.img").read_bytes() == made.truths["current"].read_bytes()
    assert not list(out.glob("*.partial"))


def test_engine_tests_of_files_hold(tmp_path: Path, variables: dict[str, str]) -> None:
    """Names, locks, journals, resuming, edits: the rest is ``make macos-test``."""
    chosen = ("tests/disk/test_side_files.py", "tests/disk/copying/test_journal.py",
              "tests/job/test_discard.py")  # fmt: skip
    # Its folders are below ours: none that other runs of pytest make and remove meanwhile.
    options = ("-q", "-x", "-p", "no:cacheprovider", "-n0", f"--basetemp={tmp_path / 'of-tests'}")
    said = simulated(variables, "-m", "pytest", *options, *chosen)
    assert " passed" in said
