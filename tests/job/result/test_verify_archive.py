"""An XVA in the folder of results is verified too: its checksums, its disks, its description."""

from __future__ import annotations

import json
import random
import shutil
import tarfile
from pathlib import Path

import pytest
from fixtures import machine

from engine.cli.main import main

MIB = 1 << 20
SIZE = 6 * MIB + 512  # the last piece, block and page are short


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed")
    vm = machine.build(folder / "vm", name="vm", size=SIZE, snapshots=1)
    assert main(["convert", str(vm.vmx), "-o", str(folder / "out"), "-q"]) == 0
    assert main(["xva", str(folder / "out"), "-q"]) == 0
    return folder / "out"


@pytest.fixture
def folder(packed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(packed, tmp_path / "out"))


def outcome(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    main(["verify", str(folder), "--json"])
    return [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]]


def test_it_is_named_among_what_was_verified(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verified"] == ["vm.img", "vm.xva"]


def test_a_bit_of_any_member_is_seen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, dice = folder / "vm.xva", random.Random(1)
    with tarfile.open(path) as archive:
        members = [each for each in archive.getmembers() if each.size]
    content = path.read_bytes()
    for member in [members[0], *dice.sample(members[1:], 6)]:
        damaged = bytearray(content)
        place = member.offset_data + dice.randrange(member.size)
        damaged[place] ^= 1 << dice.randrange(7)
        path.write_bytes(bytes(damaged))
        assert outcome(folder, capsys) == ["E800"], member.name


@pytest.mark.parametrize("change", [b"\0", b"", b"x"])
def test_a_byte_more_or_less(
    folder: Path, capsys: pytest.CaptureFixture[str], change: bytes
) -> None:
    path = folder / "vm.xva"
    content = path.read_bytes()
    path.write_bytes(content + change if change else content[:-1])
    assert outcome(folder, capsys) == ["E800"]


def test_an_archive_of_before_is_not_that_of_now(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The image was changed since, and accepted; the configuration was, after that."""
    with (folder / "vm.img").open("r+b") as file:
        file.seek(5 * MIB)
        file.write(b"the guest was here")
    assert outcome(folder, capsys) == ["E406"]
    assert main(["verify", str(folder), "--accept"]) == 0
    assert outcome(folder, capsys) == ["E800"]
    (folder / "vm.xva").unlink()
    assert main(["xva", str(folder), "-q"]) == 0
    assert outcome(folder, capsys) == []
    text = (folder / "vm.cfg").read_text()
    (folder / "vm.cfg").write_text(text.replace("memory = 384", "memory = 512"))
    assert main(["verify", str(folder), "--accept"]) == 0
    assert outcome(folder, capsys) == ["E800"]


def test_a_block_that_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Archives of other programs may leave out more than zeros, and be sound as archives."""
    path = folder / "vm.xva"
    with tarfile.open(path) as archive:
        members = [(each, archive.extractfile(each)) for each in archive.getmembers()]
        kept = [(each, file) for each, file in members if "00000003" not in each.name]
        assert len(kept) == len(members) - 2
        with tarfile.open(folder / "new", "w", format=tarfile.USTAR_FORMAT) as new:
            for member, file in kept:
                new.addfile(member, file)
    (folder / "new").rename(path)
    assert outcome(folder, capsys) == ["E800"]
