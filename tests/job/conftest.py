"""What the tests of jobs share: a finished conversion, and what steps are run with."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from fixtures import machine

from engine.cli.main import main
from engine.job.work import Work

LITTLE = 9 << 20  #: two pieces and a short one


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished conversion of LITTLE bytes; not to be written to."""
    folder = tmp_path_factory.mktemp("small")
    vm = machine.build(folder / "vm", size=LITTLE, snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(folder / "out")]) == 0
    return folder / "out"


@pytest.fixture
def little(small: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(small, tmp_path / "little"))


@pytest.fixture
def work() -> Work:
    """What steps share that are run by themselves."""
    return Work(lambda event: None, threading.Event())
