"""The configuration of a finished conversion written again: no image is touched."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from fixtures import guests, machine
from torture import child
from torture.seam import Seam

from engine.cli.main import main
from engine.findings import Refusal
from engine.job import requests
from engine.job.result.configure_job import ConfigureJob
from engine.job.result.conversion import Conversion


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a Windows 2003. Not to be written to."""
    folder = tmp_path_factory.mktemp("configure")
    guests.build(folder / "raw", "windows2003")
    made = machine.build(folder / "vm", image=folder / "raw", snapshots=0)
    assert main(["convert", str(made.vmx), "-o", str(folder / "out")]) == 0
    return folder / "out"


@pytest.fixture
def results(converted: Path, tmp_path: Path) -> Path:
    shutil.copytree(converted, tmp_path / "out")
    return tmp_path / "out"


def codes(results: Path) -> set[str]:
    found = json.loads((results / "manifest.json").read_text())["findings"]
    return {each["code"] for each in found}


def test_memory_and_cards_are_written_again_and_no_image(results: Path) -> None:
    image = results / "win2003.img"
    before = image.read_bytes(), image.stat().st_mtime_ns
    wanted = ["--set", "memory=2048", "--set", "nic0.bridge=xenbr7"]
    assert main(["configure", str(results), *wanted]) == 0
    text = (results / "win2003.cfg").read_text()
    assert "memory = 2048" in text
    assert "xenbr7" in text
    domain = Conversion.open(results).domain
    assert domain is not None
    assert (domain.memory, domain.vifs[0].bridge) == (2048, "xenbr7")
    assert (image.read_bytes(), image.stat().st_mtime_ns) == before
    assert main(["verify", str(results)]) == 0


def test_flags_that_fail_are_told_and_taken_back(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = codes(results)
    assert "W520" not in before
    assert main(["configure", str(results), "--set", "acpi=0"]) == 0
    assert "W520" in capsys.readouterr().err
    assert "W520" in codes(results)
    assert main(["configure", str(results), "--set", "acpi=1"]) == 0
    assert codes(results) == before


def test_what_is_not_possible_is_refused(results: Path) -> None:
    before = (results / "win2003.cfg").read_bytes(), (results / "manifest.json").read_bytes()
    for setting in ("memory=none", "colour=red", "vcpus=4096"):
        assert main(["configure", str(results), "--set", setting]) == 3
    assert before == (
        (results / "win2003.cfg").read_bytes(),
        (results / "manifest.json").read_bytes(),
    )


def test_changes_by_hand_are_kept_or_agreed_to_be_lost(results: Path) -> None:
    config = results / "win2003.cfg"
    config.write_text(config.read_text().replace("memory = 384", "memory = 512"))
    assert main(["configure", str(results), "--set", "vcpus=1"]) == 0
    assert "memory = 512" in config.read_text()  # a setting: it is taken over
    config.write_text(config.read_text() + 'extra = "a line of somebody"\n')
    with pytest.raises(Refusal) as refused:
        ConfigureJob.planned(results, {"vcpus": "1"})
    assert [each.code for each in refused.value.findings] == ["E840"]
    assert main(["configure", str(results), "--yes", "--set", "memory=640"]) == 0
    assert "somebody" not in config.read_text()
    assert "memory = 640" in config.read_text()


def test_it_is_made_again_from_its_request(results: Path) -> None:
    job = ConfigureJob.planned(results, {"memory": "1024"})
    again = requests.load(job.request)
    assert isinstance(again, ConfigureJob)
    assert (again.settings, again.domain) == (job.settings, job.domain)


def test_an_image_that_cannot_be_read_is_no_guest_without_a_name(
    results: Path, tmp_path: Path
) -> None:
    """Else the configuration would be written for a guest that nobody has looked at."""

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    before = (results / "win2003.cfg").read_text()
    watch = Seam(str(results), fail, ("pread", "preadv")).watch
    end = child.run(("configure", results, "--set", "vcpus=2"), tmp_path / "notes", watch)
    assert (end.code, end.codes) == (3, {"E410"})
    assert (results / "win2003.cfg").read_text() == before
