"""What the conversion fitted is taken back and fitted again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import guests, machine
from torture import child, strikes

from engine.cli.main import main
from engine.job import requests
from engine.job.result.conversion import Conversion
from engine.job.result.refit_job import RefitJob

#: The steps that count: before and after them a folder holds something else.
NAMING = ("rename", "replace", "unlink", "rename_new")


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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a small Windows."""
    folder = tmp_path_factory.mktemp("small")
    image = folder / "raw"
    guests.build(image, "windowsxp", hal="halaacpi", file_system="fat32", size=guests.SMALL)
    vm = machine.build(folder / "vm", image=image, snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(folder / "out")]) == 0
    return folder / "out"


def killed_everywhere(before: Path, place: Path, *more: str) -> Iterator[int]:
    """``hal`` in copies of the folder ``before``, killed before each call that changes a name."""
    out = place / "out"
    words = ("hal", out, *more)
    shutil.copytree(before, out)
    end = child.run(words, place / "clean", strikes.counting(out, NAMING, place / "count"))
    assert end.code == 0, end
    calls = int((place / "count").read_text())
    assert calls > 3
    for at in range(1, calls + 1):
        shutil.rmtree(out)
        shutil.copytree(before, out)
        strike = strikes.killing(out, NAMING, at, tear=False)
        assert child.run(words, place / "killed", strike).code == -9
        yield at


def state(out: Path) -> tuple[bytes, list[tuple[str, str]], bool]:
    """The image, who changed it and what, and whether it can be fitted again."""
    (image,) = Conversion.open(out).images
    edits = [(str(each.by), each.what) for each in image.edits]
    return image.path.read_bytes(), edits, image.refittable


def test_killed_anywhere_it_stays_the_conversion_s(small: Path, tmp_path: Path) -> None:
    fitted, undone = state(small), tmp_path / "undone"
    shutil.copytree(small, undone)
    take_back(undone)
    for at in killed_everywhere(undone, tmp_path, "--refit"):
        out = tmp_path / "out"
        assert main(["hal", str(out), "--refit"]) == 0
        assert state(out) == fitted, at
        take_back(out)
        assert state(out) == state(undone), at


def test_taking_back_killed_anywhere_it_can_be_fitted_again(small: Path, tmp_path: Path) -> None:
    for at in killed_everywhere(small, tmp_path, "--undo", "--conversion"):
        out = tmp_path / "out"
        take_back(out)
        assert main(["hal", str(out), "--refit"]) == 0
        assert state(out) == state(small), at
