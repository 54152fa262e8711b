"""Start-up is light: what a command does not need is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import guests, machine

ROOT = Path(__file__).resolve().parents[2]

#: What has to be installed for the program.
PACKAGES = {
    "PySide6", "_cffi_backend", "blake3", "cffi", "defusedxml", "deflate", "dissect", "libarchive",
    "numpy", "qasync", "rich",
}  # fmt: skip
#: What reading the map of a disk needs.
FOR_DISKS = {"numpy", "blake3", "deflate"}

PROGRAM = """
import sys
sys.argv[0] = "vmx2xen"
from gui.launch import main
code = main()
print(code, *{name.partition(".")[0] for name in sys.modules})
"""


def imported(*arguments: str | Path) -> set[str]:
    """The packages that a command has imported when it ends, which it must do well."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    code, *names = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stdout
    return PACKAGES & set(names)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["convert", "--help"]])
def test_nothing_for_what_the_program_knows_by_itself(arguments: list[str]) -> None:
    assert imported(*arguments) == set()


@pytest.fixture(scope="module", params=["pattern", "windows2003"])
def vmx(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small machine, with a guest or without."""
    folder = tmp_path_factory.mktemp("machine")
    image = None
    if request.param != "pattern":
        image = folder / "raw"
        guests.build(image, request.param)
    return machine.build(folder / "vm", image=image, snapshots=1).vmx


def test_looking_needs_neither_window_nor_terminal_nor_what_reads_guests(vmx: Path) -> None:
    """The guest is read in a process of its own."""
    assert imported("inspect", vmx) <= FOR_DISKS
    assert imported("config", vmx) <= FOR_DISKS
