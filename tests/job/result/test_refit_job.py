"""What the conversion fitted is taken back and fitted again."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import guests, machine

from engine.cli.main import main
from engine.job import requests
from engine.job.result.conversion import Conversion
from engine.job.result.refit_job import RefitJob


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Windows that does not start from Xen's disk as it is."""
    folder = tmp_path_factory.mktemp("refit")
    guests.build(folder / "raw", "windows2003")
    return machine.build(folder / "vm", image=folder / "raw", snapshots=0).vmx


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    assert main(["convert", str(source), "-o", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def take_back(out: Path) -> None:
    assert main(["hal", str(out), "--undo", "--conversion"]) == 0


def test_it_is_as_the_conversion_left_it(out: Path) -> None:
    image = out / "win2003.img"
    fitted = image.read_bytes()
    assert not Conversion.open(out).images[0].refittable
    take_back(out)
    assert image.read_bytes() != fitted
    (found,) = Conversion.open(out).images
    assert (found.refittable, found.undoable) == (True, False)
    assert main(["hal", str(out), "--refit"]) == 0
    assert image.read_bytes() == fitted
    (found,) = Conversion.open(out).images
    assert (found.refittable, [each.by for each in found.edits]) == (False, ["conversion"])
    assert main(["verify", str(out)]) == 0
    take_back(out)
    assert main(["verify", str(out)]) == 0


def test_what_was_written_meanwhile_is_never_written_over(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = out / "win2003.img"
    fitted = image.read_bytes()
    take_back(out)
    before = image.read_bytes()
    at = next(n for n in range(0, len(before), 4096) if before[n : n + 9] != fitted[n : n + 9])
    with image.open("r+b") as file:
        file.seek(at)
        file.write(b"elsewhere")
    written = image.read_bytes()
    capsys.readouterr()
    assert main(["hal", str(out), "--refit"]) == 3
    assert "E604" in capsys.readouterr().err
    assert image.read_bytes() == written


def test_where_nothing_was_taken_back_nothing_is_done(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (out / "win2003.img").read_bytes()
    assert main(["hal", str(out), "--refit"]) == 0
    assert "There is nothing to be fitted again" in capsys.readouterr().out
    assert (out / "win2003.img").read_bytes() == before


def test_a_queue_keeps_it(out: Path) -> None:
    job = RefitJob(out / "win2003.img")
    assert requests.load(job.request).request == job.request
