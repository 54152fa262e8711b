"""Who may read the results: nobody who may not read the machine, at any moment."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fixtures import guests, machine
from fixtures.machine import Machine

from engine.choices import Choices
from engine.cli.main import main
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import make
from engine.job.events import Event
from engine.job.work import run
from engine.vmware.machine import read

SHARED, OURS = 0o644, 0o600


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="module")
def xp(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A small Windows that is fitted."""
    folder = tmp_path_factory.mktemp("xp")
    guests.build(
        folder / "raw", "windowsxp", hal="halaacpi", file_system="fat32", size=guests.SMALL
    )
    return machine.build(folder / "vm", image=folder / "raw")


def allow(built: Machine, rights: int) -> Path:
    """Let all files of a machine but its newest disk be read by everybody, and that as said."""
    for each in built.vmx.parent.iterdir():
        each.chmod(0o666)
    built.disk.chmod(rights)
    return built.vmx


def rights_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def said(*words: object) -> None:
    assert main([str(each) for each in words]) == 0


@pytest.mark.parametrize(
    ("source", "mask", "expected"),
    [(0o600, 0o022, 0o600), (0o640, 0o022, 0o640), (0o644, 0o022, 0o644), (0o666, 0o022, 0o644),
     (0o666, 0o000, 0o666), (0o644, 0o077, 0o600), (0o400, 0o022, 0o600), (0o604, 0o022, 0o604)],
    ids=oct,
)  # fmt: skip
def test_those_of_the_machine(
    tmp_path: Path, xp: Machine, source: int, mask: int, expected: int
) -> None:
    os.umask(mask)
    out = tmp_path / "out"
    said("convert", allow(xp, source), "-o", out)
    names = {path.name: rights_of(path) for path in out.iterdir()}
    assert names == dict.fromkeys(
        ("manifest.json", "win2003.cfg", "win2003.img", "win2003.img.undo-001"), expected
    )
    folder = expected | 0o700 | (expected & 0o044) >> 2
    assert rights_of(out) == folder & ~0o022


def test_of_all_that_is_made_later(tmp_path: Path, xp: Machine) -> None:
    """A folder that all may look into was there already."""
    out, alone = tmp_path / "out", tmp_path / "alone"
    out.mkdir()
    alone.mkdir()
    vmx = allow(xp, OURS)
    said("convert", vmx, "-o", out)
    image = out / "win2003.img"
    said("hal", image, "--set", "halacpi")
    said("hal", image, "--undo")
    said("hal", image, "--undo", "--conversion")
    said("configure", out, "--set", "memory=128")
    said("xva", out)
    said("xva", out, alone / "other.xva")
    said("certificate", out)
    said("raw", xp.disk, alone / "flat.img")
    said("flatten", xp.disk, alone / "flat.vmdk")
    said("push", out, alone)
    made = [*out.iterdir(), *alone.iterdir()]
    assert len(made) > 8
    assert {path.name: oct(rights_of(path)) for path in made if rights_of(path) != OURS} == {}


@pytest.mark.parametrize("format", ["raw", "qcow2", "vhd", "vmdk"])
def test_while_it_is_made(tmp_path: Path, xp: Machine, format: str) -> None:
    plan = make(read(allow(xp, OURS)), tmp_path / "out", Choices(format=format))
    seen = dict[str, int]()

    def look(_: Event) -> None:
        for each in plan.folder.glob("*"):
            with suppress(FileNotFoundError):  # it got another name meanwhile
                seen[each.name] = rights_of(each)

    assert run(ConversionJob(plan), look, threading.Event()).outcome == "done"
    assert {"job.journal", f"{plan.disks[0].target.name}.partial"} <= seen.keys()
    assert set(seen.values()) == {OURS}
