"""Fixtures for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from deliver import ssh_server
from deliver.ssh_server import SshServer
from deliver.xl_stand_in import StandIn, stand_in
from fixtures.kinds import Kinds
from hypothesis import settings
from quiet import Quiet

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt, whichever tests are run
#: Machines are small and noisy. In CI the examples are the same each time; elsewhere they are new.
settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("project")

_QUIET = Quiet()
_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "samples"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What measures is left out where others are at work: its numbers would be theirs."""
    if item.get_closest_marker("alone") and (reason := _QUIET.reason()):
        pytest.skip(reason)


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real files of other projects; they are not part of this one, so tests skip without them."""
    folder = Path(os.environ.get("VMX2XEN_SAMPLES") or _BESIDE)
    if not folder.is_dir():
        pytest.skip("no sample files: set VMX2XEN_SAMPLES to their folder")
    return folder


@pytest.fixture(scope="session")
def machine_of(tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    """Machines with a guest of each kind, each built once. Not to be written to."""
    return Kinds(tmp_path_factory.mktemp)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual X server of its own; it chooses a number that is free."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        name = number.readline().strip()
    yield f":{name}"
    server.terminate()
    server.wait()


@pytest.fixture
def file_system_of(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes file systems of so many MiB; needs root."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        folder = tmp_path / f"small-{len(mounted)}"
        folder.mkdir()
        command: list[str | Path] = ["mount", "-t", "tmpfs", "-o", f"size={size}M", "none", folder]
        if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a tmpfs needs root")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        # What a refused job had open is closed when its exception is collected.
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SshServer]:
    """A real sshd, known to ``ssh`` as deliver.ssh_server.HOST."""
    folder = tmp_path / "ssh"
    folder.mkdir()
    with ssh_server.running(folder, monkeypatch) as running:
        yield running


@pytest.fixture
def xl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """What answers to xl on this computer."""
    found = stand_in(tmp_path / "xl")
    monkeypatch.setenv("PATH", found.path)
    return found
