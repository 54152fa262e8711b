"""One bit flipped anywhere in a folder of results is caught by verify, and a byte more or less."""

from __future__ import annotations

import json
import random
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from fixtures import guests, machine

from engine.cli.main import main
from engine.findings import Refusal
from engine.job import work
from engine.job.result import manifest
from engine.job.result.conversion import Conversion
from engine.job.result.verify_job import VerifyJob

FORMATS = ("raw", "qcow2", "vhd", "vmdk")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("results")
    vm = machine.build(folder / "vm", size=(1 << 20) + 512, snapshots=1)
    for format in FORMATS:
        command = ["convert", str(vm.vmx), "-o", str(folder / format), "--format", format, "-q"]
        assert main([*command, "--set", "acpi=0"]) == 0
    return {format: folder / format for format in FORMATS}


@pytest.fixture(scope="module")
def undoable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A conversion whose guest was changed: there is a file that takes it back."""
    folder = tmp_path_factory.mktemp("undoable")
    guests.build(folder / "raw", "windowsxp", file_system="fat32")
    vm = machine.build(folder / "vm", image=folder / "raw", snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(folder / "out"), "-q"]) == 0
    return folder / "out"


def outcome(folder: Path) -> list[str]:
    """The codes with which verify refuses; empty if all is as written."""
    try:
        job = VerifyJob(Conversion.open(folder))
        finished = work.run(job, lambda _: None, threading.Event())
    except Refusal as refusal:
        return [each.code for each in refusal.findings]
    assert finished.outcome in ("done", "refused"), finished.detail
    return [each.code for each in finished.findings]


def flips(content: bytes, count: int) -> list[tuple[int, int]]:
    """Places and bits: the first and last bytes, some that are not zero, and any."""
    dice = random.Random(len(content))
    used = np.flatnonzero(np.frombuffer(content, np.uint8))
    places = [0, len(content) - 1]
    places += [int(used[dice.randrange(len(used))]) for _ in range(count)]
    places += [dice.randrange(len(content)) for _ in range(count)]
    return [(place, dice.randrange(8)) for place in places]


def check_every_flip(folder: Path, path: Path, count: int) -> None:
    content = path.read_bytes()
    for place, bit in flips(content, count):
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        path.write_bytes(bytes(damaged))
        assert outcome(folder), f"byte {place}, bit {bit} of {path.name}"
    path.write_bytes(content)
    assert outcome(folder) == []


@pytest.mark.parametrize("format", FORMATS)
def test_one_bit_anywhere(results: dict[str, Path], tmp_path: Path, format: str) -> None:
    folder = Path(shutil.copytree(results[format], tmp_path / "out"))
    assert outcome(folder) == []
    for path in sorted(folder.iterdir()):
        check_every_flip(folder, path, 6)


def test_every_bit_of_the_last_lines_of_a_manifest(
    results: dict[str, Path], tmp_path: Path
) -> None:
    """Where the digest of the manifest itself is, and the key that says that there is one."""
    folder = Path(shutil.copytree(results["raw"], tmp_path / "out"))
    path = folder / manifest.NAME
    content = path.read_bytes()
    for place in [*range(20), *range(len(content) - 100, len(content))]:
        damaged = bytearray(content)
        damaged[place] ^= 1 << place % 7
        path.write_bytes(bytes(damaged))
        assert outcome(folder), place


def test_one_bit_of_what_takes_a_change_back(undoable: Path, tmp_path: Path) -> None:
    path = next(undoable.glob("*.undo-001"))
    assert outcome(undoable) == []
    content = path.read_bytes()
    before = path.stat()
    for place, bit in flips(content, 3):
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        path.write_bytes(bytes(damaged))
        assert outcome(undoable) == ["E608"], place
    path.write_bytes(content)
    assert before.st_size == len(content)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("change", [b"\0", b"x", b""])
def test_a_byte_more_or_less(
    results: dict[str, Path], tmp_path: Path, format: str, change: bytes
) -> None:
    folder = Path(shutil.copytree(results[format], tmp_path / "out"))
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        path.write_bytes(content + change if change else content[:-1])
        assert outcome(folder), path.name
        path.write_bytes(content)


def test_a_configuration_changed_on_purpose_is_accepted(
    results: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(results["raw"], tmp_path / "out"))
    config = next(folder.glob("*.cfg"))
    config.write_text(config.read_text().replace("memory", "maxmem = 4096\nmemory"))
    assert main(["verify", str(folder)]) == 3
    assert "E419" in capsys.readouterr().err
    assert main(["verify", str(folder), "--accept"]) == 0
    assert main(["verify", str(folder)]) == 0
    config.write_text(config.read_text() + "#\n")
    assert main(["verify", str(folder)]) == 3


def test_a_manifest_of_before_is_checked_as_far_as_it_goes(
    results: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(results["raw"], tmp_path / "out"))
    found = json.loads((folder / manifest.NAME).read_text())
    for key in ("format", "manifest_sha256", "config_sha256"):
        del found[key]
    (folder / manifest.NAME).write_text(json.dumps(found))
    assert main(["verify", str(folder)]) == 0
    assert "W410" in capsys.readouterr().err
