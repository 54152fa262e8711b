"""One table of formats: whatever is in it is written, read back and checked."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from fixtures.machine import Machine, build

from engine.cli.main import main
from engine.image_formats import FORMATS, ImageFormat
from engine.job import images
from engine.job.result.conversion import Conversion

VDI = ImageFormat("VDI", ".vdi", "vdi", False, "disk.images.vdi")


@pytest.fixture
def vdi(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one line that a new format takes."""
    monkeypatch.setitem(FORMATS, "vdi", VDI)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return build(tmp_path_factory.mktemp("built") / "vm", size=8 << 20, snapshots=1)


def driver_of(image: Path) -> str:
    command = ["qemu-img", "info", "--output=json", str(image)]
    return str(json.loads(subprocess.check_output(command))["format"])


def converted(built: Machine, out: Path, word: str) -> Path:
    assert main(["convert", str(built.vmx), "-o", str(out), "--format", word]) == 0
    (image,) = out.glob(f"*{FORMATS[word].suffix}")
    return image


@pytest.mark.usefixtures("vdi")
def test_a_format_of_one_file_and_one_line(tmp_path: Path, built: Machine) -> None:
    image = converted(built, tmp_path / "out", "vdi")
    assert driver_of(image) == "vdi"
    command = [
        "qemu-img",
        "compare",
        "-f",
        "vdi",
        "-F",
        "raw",
        str(image),
        str(built.truths["current"]),
    ]
    subprocess.run(command, check=True)
    assert main(["verify", str(tmp_path / "out")]) == 0


@pytest.mark.usefixtures("vdi")
def test_what_xen_cannot_start_is_told(
    tmp_path: Path, built: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    converted(built, tmp_path / "out", "vdi")
    assert "Xen cannot start a vdi image" in "".join(capsys.readouterr())
    assert main(["push", str(tmp_path / "out"), str(tmp_path / "srv")]) == 3
    assert "its images are vdi" in capsys.readouterr().err


@pytest.mark.usefixtures("vdi")
def test_a_flipped_bit_is_found(tmp_path: Path, built: Machine) -> None:
    image = converted(built, tmp_path / "out", "vdi")
    with image.open("r+b") as file:
        file.seek(2 << 20)
        byte = file.read(1)
        file.seek(2 << 20)
        file.write(bytes([byte[0] ^ 1]))
    assert main(["verify", str(tmp_path / "out")]) == 3


@pytest.mark.parametrize("word", FORMATS)
def test_the_table_says_what_qemu_says(tmp_path: Path, built: Machine, word: str) -> None:
    image = converted(built, tmp_path / "out", word)
    assert driver_of(image) == FORMATS[word].driver
    assert images.format_of(image) == word
    assert [each.format for each in Conversion.open(tmp_path / "out").images] == [word]


def test_a_format_that_is_not_in_it(tmp_path: Path, built: Machine) -> None:
    out = tmp_path / "out"
    assert main(["convert", str(built.vmx), "-o", str(out), "--format", "vdi"]) == 2
    assert not out.exists()
