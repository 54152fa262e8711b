"""Configurations and descriptions that tests write and read."""

from __future__ import annotations

from pathlib import Path

import pytest
from vmware.configurations import Read, Write

from engine.vmware import machine
from engine.vmware.model import VirtualMachine


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a .vmx of lines, after those every one has."""

    def write(*lines: str, name: str = "vm.vmx") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(('config.version = "8"', *lines, "")))
        return path

    return write


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a description given as text; there are no files beside it."""

    def read(text: str) -> VirtualMachine:
        path = tmp_path / "vm.ovf"
        path.write_text(text)
        return machine.read(path)

    return read
