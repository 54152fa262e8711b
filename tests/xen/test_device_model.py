"""qemu-noacpi, run as libxl runs it: what QEMU is then started with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.xen import device_model

#: A program in QEMU's place that says each argument in brackets.
SPEAKER = '#!/bin/sh\nfor each; do printf "[%s]" "$each"; done\n'
#: What libxl 4.20 passes, in short, and an argument with all that a shell could stumble over.
PASSED = ("-xen-domid", "3", "-no-acpi", "-name", 'it\'s "a" $(guest) *\n', "-machine", "xenfv", "")


@pytest.fixture
def wrapper(tmp_path: Path) -> Path:
    path = tmp_path / device_model.NAME
    path.write_text(device_model.script())
    path.chmod(0o755)
    return path


def executable(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_it_says_the_option_in_qemu_s_words(wrapper: Path, tmp_path: Path) -> None:
    speaker = executable(tmp_path / "speaker", SPEAKER)
    said = subprocess.run(
        [wrapper, *PASSED], env={"QEMU_XEN": str(speaker)}, capture_output=True, text=True
    )
    expected = [each for each in PASSED if each != "-no-acpi"]
    expected[2:2] = ["-machine", "acpi=off"]
    assert (said.stdout, said.returncode) == ("".join(f"[{each}]" for each in expected), 0)


def test_without_the_option_it_changes_nothing(wrapper: Path, tmp_path: Path) -> None:
    speaker = executable(tmp_path / "speaker", SPEAKER)
    plain = [each for each in PASSED if each != "-no-acpi"]
    said = subprocess.run(
        [wrapper, *plain], env={"QEMU_XEN": str(speaker)}, capture_output=True, text=True
    )
    assert said.stdout == "".join(f"[{each}]" for each in plain)


@pytest.mark.skipif(not shutil.which("qemu-system-x86_64"), reason="there is no QEMU")
def test_a_real_qemu_takes_it(wrapper: Path) -> None:
    """QEMU starts a machine without ACPI, and quits when it is told to."""
    qemu = shutil.which("qemu-system-x86_64")
    assert qemu
    options = ("-no-acpi", "-machine", "pc,accel=tcg", "-display", "none", "-nodefaults", "-S",
               "-monitor", "stdio", "-m", "32")  # fmt: skip
    said = subprocess.run(
        [wrapper, *options], env={"QEMU_XEN": qemu}, input="info qtree\nquit\n",
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "PIIX4_PM" not in said.stdout
