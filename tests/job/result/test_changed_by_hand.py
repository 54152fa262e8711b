"""What a user does to a finished conversion is seen: the configuration edited, the image used."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from torture import child, strikes

from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.main import main
from engine.job.result.conversion import Conversion
from engine.xen import xl_reader


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A finished conversion."""
    vm = machine.build(tmp_path / "vm", size=8 << 20, snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out")]) == DONE
    return tmp_path / "out"


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished conversion of a Windows 2003, to be copied."""
    place = tmp_path_factory.mktemp("windows")
    guests.build(place / "raw", "windows2003")
    vm = machine.build(place / "vm", image=place / "raw", snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(place / "out")]) == DONE
    return place / "out"


@pytest.fixture
def fitted(windows: Path, tmp_path: Path) -> Path:
    place = tmp_path / "fitted"
    subprocess.run(["cp", "-a", "--sparse=always", windows, place], check=True)
    return place


def edit(config: Path, **changes: str) -> None:
    """As with an editor: pattern -> text."""
    text = config.read_text()
    for pattern, new in changes.items():
        text = re.sub(pattern.replace("_", " "), new, text)
    config.write_text(text)


def say(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def codes(found: dict[str, Any]) -> list[str]:
    return [each["code"] for each in found["findings"]]


# -- the configuration


def test_an_edited_configuration_is_sent(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = out / "win2003.cfg"
    edit(config, **{r"memory = \d+": "memory = 2048", "xenbr0": "br-lan"})
    config.write_text(config.read_text() + 'cpus = "2-3"  # mine\n')
    code, found = say(capsys, "push", out, tmp_path / "srv")
    assert (code, codes(found)) == (DONE, ["W435"])
    there = xl_reader.read((tmp_path / "srv/win2003.cfg").read_text())
    here = xl_reader.read(config.read_text())
    differ = {key for key in here if here[key] != there.get(key)}
    assert (differ, there["memory"], there["cpus"]) == ({"disk"}, 2048, "2-3")
    disks = there["disk"]
    assert isinstance(disks, list)
    assert f"target={tmp_path}/srv/win2003.img" in disks[0]


def test_one_that_names_the_disk_no_more_is_not_sent(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(out / "win2003.cfg", **{r"target=[^\"]*": "target=/dev/mapper/other"})
    code, found = say(capsys, "push", out, tmp_path / "srv")
    assert (code, codes(found)) == (REFUSED, ["E444"])
    assert not (tmp_path / "srv").exists()


def test_an_archive_takes_over_what_it_has_words_for(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(out / "win2003.cfg", **{r"memory = \d+": "memory = 1000", r"vcpus = \d+": "vcpus = 3"})
    code, found = say(capsys, "xva", out)
    assert (code, "W433" in codes(found)) == (DONE, True)
    with tarfile.open(out / "win2003.xva") as archive:
        described = archive.extractfile("ova.xml")
        assert described is not None
        text = described.read().decode()
    assert f"memory_static_max</name><value>{1000 << 20}" in text
    assert "VCPUs_max</name><value>3" in text


def test_what_has_no_place_in_an_archive_is_asked_for(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "win2003.cfg").write_text((out / "win2003.cfg").read_text() + "pci = ['01:00.0']\n")
    code, found = say(capsys, "xva", out)
    assert (code, codes(found)) == (REFUSED, ["E445"])
    assert "pci" in found["findings"][0]["message"]
    code, found = say(capsys, "xva", out, "--yes")
    assert (code, "W434" in codes(found)) == (DONE, True)


@pytest.mark.parametrize("text", ["memory = ", "import os\n", "a = b\n", "\0", "x = [1]\n"])
def test_what_is_no_configuration_is_refused(
    out: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "win2003.cfg").write_text(text)
    code, found = say(capsys, "xva", out)
    assert (code, codes(found)) == (REFUSED, ["E443"])


# -- the image


def test_an_image_that_was_used_can_be_accepted(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (out / "win2003.img").open("r+b") as image:
        image.seek(2_000_000)
        image.write(b"a rescue system was here")
    for command in (["verify", out], ["push", out, tmp_path / "srv"], ["xva", out]):
        code, found = say(capsys, *command)
        assert (code, codes(found)[0]) == (REFUSED, "E406")
        assert "failing" not in found["findings"][0]["remedy"]
        assert "byte 0 on" in found["findings"][0]["message"]
    code, found = say(capsys, "verify", out, "--accept")
    assert (code, found["accepted"]) == (DONE, ["win2003.img"])
    assert say(capsys, "verify", out)[0] == DONE
    assert say(capsys, "push", out, tmp_path / "srv")[0] == DONE
    sent = (tmp_path / "srv/win2003.img").read_bytes()
    assert sent == (out / "win2003.img").read_bytes()


def test_one_that_grew_is_accepted_in_its_new_size(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (out / "win2003.img").open("r+b") as image:
        image.truncate(12 << 20)
    assert say(capsys, "verify", out)[0] == REFUSED
    assert say(capsys, "verify", out, "--accept")[0] == DONE
    assert say(capsys, "verify", out)[0] == DONE
    assert Conversion.open(out).images[0].size == 12 << 20


# -- the HAL


def flags(folder: Path) -> tuple[object, ...]:
    found = xl_reader.read((folder / "win2003.cfg").read_text())
    return found["acpi"], found["apic"], found["vcpus"]


def test_a_new_hal_brings_configuration_and_manifest_along(
    fitted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = flags(fitted)
    assert before == (1, 1, 1)
    code, found = say(capsys, "hal", fitted / "win2003.img", "--set", "halacpi")
    assert (code, "W430" in codes(found)) == (DONE, True)
    assert flags(fitted) == (1, 0, 1)
    domain = Conversion.open(fitted).domain
    assert domain is not None
    assert not domain.apic
    assert say(capsys, "push", fitted, tmp_path / "srv")[0] == DONE
    sent = xl_reader.read((tmp_path / "srv/win2003.cfg").read_text())
    assert (sent["acpi"], sent["apic"]) == (1, 0)
    assert "halacpi.dll" in (tmp_path / "srv/win2003.cfg").read_text()
    assert say(capsys, "hal", fitted / "win2003.img", "--undo")[0] == DONE
    assert flags(fitted) == before


def test_a_configuration_changed_by_hand_stays(
    fitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(fitted / "win2003.cfg", **{r"memory = \d+": "memory = 2048"})
    text = (fitted / "win2003.cfg").read_text()
    _, found = say(capsys, "hal", fitted / "win2003.img", "--set", "halacpi")
    assert "W431" in codes(found)
    assert (fitted / "win2003.cfg").read_text() == text


def test_undo_does_not_go_past_the_users_own_changes(
    fitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = fitted / "win2003.img"
    content = image.read_bytes()
    assert say(capsys, "hal", image, "--set", "halacpi")[0] == DONE
    _, shown = say(capsys, "hal", image, "--undo", "--dry-run")
    assert [each["by"] for each in shown["edits"]] == ["conversion", "user"]
    code, found = say(capsys, "hal", image, "--undo")
    assert (code, found["undone"], found["edit"]["by"]) == (DONE, True, "user")
    assert image.read_bytes() == content
    code, found = say(capsys, "hal", image, "--undo")
    assert (code, codes(found)) == (REFUSED, ["E441"])
    assert image.read_bytes() == content
    code, found = say(capsys, "hal", image, "--undo", "--conversion")
    assert (code, found["edit"]["by"], "W432" in codes(found)) == (DONE, "conversion", True)
    assert say(capsys, "verify", fitted)[0] == DONE


def test_undo_that_is_killed_and_given_again_does_not_go_past_the_users_own_changes(
    fitted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (fitted / "win2003.img").read_bytes()
    assert say(capsys, "hal", fitted / "win2003.img", "--set", "halacpi")[0] == DONE
    ends, again = [], set()
    for at in itertools.count(1):
        subprocess.run(["cp", "-a", fitted, tmp_path / str(at)], check=True)
        image = tmp_path / str(at) / "win2003.img"
        names = ("rename", "replace", "unlink", "fsync", "fdatasync")
        undo = ("hal", image, "--undo")
        kill = strikes.killing(image.parent, names, at, tear=False)
        ends.append(child.run(undo, tmp_path / "notes", kill).code)
        if ends[-1] == DONE:
            break
        again.add((*codes(say(capsys, *undo)[1]),))
        assert image.read_bytes() == content, at
        assert (image.parent / "win2003.img.undo-001").exists()
        assert say(capsys, "verify", image.parent)[0] == DONE
    assert set(ends[:-1]) == {-9}
    assert {("E441",), ("W602",)} <= {each[:1] for each in again}, again


def test_undo_at_once_takes_back_what_was_fitted(
    fitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = say(capsys, "hal", fitted / "win2003.img", "--undo")
    assert (code, found["undone"], "W432" in codes(found)) == (DONE, True, True)
