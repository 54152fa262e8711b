"""`inspect --files` and `files`: what changed in a guest, its folders, and single files saved."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine, written
from fixtures.written import Written

from engine.cli.main import main


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written.ext(tmp_path_factory.mktemp("ext"), "ext4")


@pytest.fixture(scope="module")
def vmx(made: Written, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three states: before, after, and as before again."""
    folder = tmp_path_factory.mktemp("machine") / "vm"
    later = [made.after, made.before]
    return machine.build(folder, image=made.before, later=later, snapshots=2).vmx


def told(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    assert main([str(each) for each in words]) == code
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    return json.loads(told(capsys, *words, "--json"))


def test_each_step_of_the_line_is_told(
    vmx: Path, made: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = as_json(capsys, "inspect", vmx, "--files")["changes"]
    assert (first["older"]["uid"], first["newer"]["uid"]) == ("1", "2")
    assert (second["older"]["uid"], second["newer"]["uid"]) == ("2", "running")
    (volume,) = first["disks"][0]["volumes"]
    assert {each["path"]: each["how"] for each in volume["files"]} == made.changes
    assert first["most"] == "/etc"
    folders = {each["path"]: each["files"] for each in volume["folders"]}
    assert folders == {"/": 3, "/etc": 1, "/var": 1, "/var/log": 1, "/deep": 1, "/deep/er": 1}
    backwards = {"added": "removed", "removed": "added"}
    (volume,) = second["disks"][0]["volumes"]
    undone = {each["path"]: backwards[each["how"]] for each in volume["files"]}
    assert undone == made.changes


def test_two_states_far_apart_may_be_the_same(
    vmx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (change,) = as_json(capsys, "inspect", vmx, "--files", "--between", 1, "running")["changes"]
    assert change["files"] == change["written"] == 0


def test_it_is_told_in_words(vmx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "inspect", vmx, "--files", "--between", "Snapshot 1", "2")
    assert "Snapshot 1 → Snapshot 2" in text
    assert ": 3 files, 77.5 KiB, most in /etc" in text
    assert "2 added, 1 removed" in text
    assert "in folders and other structures of the file system" in text


def test_states_that_are_not_there_are_refused(
    vmx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["inspect", str(vmx), "--files", "--between", "1", "9"])
    assert "E107" in capsys.readouterr().err
    alone = machine.build(tmp_path / "vm", snapshots=0, size=1 << 20).vmx
    assert main(["inspect", str(alone), "--files"]) == 3
    assert "E849" in capsys.readouterr().err


def test_folders_of_any_state_are_listed(vmx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (volume,) = as_json(capsys, "files", vmx)["volumes"]
    assert (volume["disk"], volume["kind"]) == ("scsi0:0", "ext4")
    names = {
        state: [
            each["name"]
            for each in as_json(capsys, "files", vmx, "/etc", "--snapshot", state)["entries"]
        ]
        for state in ("1", "2")
    }
    assert names == {"1": ["hosts"], "2": ["hosts", "other"]}
    assert "14 bytes  hosts" in told(capsys, "files", vmx, "/etc")


def test_a_file_of_a_snapshot_is_saved(
    vmx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "files", vmx, "/etc/other", "--snapshot", 2, "--save", tmp_path)
    saved = tmp_path / "other"
    assert saved.read_bytes() == written.OTHER
    assert not saved.stat().st_mode & (stat.S_ISUID | stat.S_IXUSR)
    assert [each.name for each in tmp_path.iterdir()] == ["other"]


def test_nothing_is_written_over_nor_through_a_link(
    vmx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there, link = tmp_path / "there", tmp_path / "link"
    there.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "new.partial").symlink_to(tmp_path / "elsewhere")
    for target in (there, link, tmp_path / "new"):
        assert main(["files", str(vmx), "/etc/hosts", "--save", str(target)]) == 3
        assert {"E402", "E417"} & {*capsys.readouterr().err.replace(":", " ").split()}
    assert there.read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_not_there_is_refused(vmx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, code in (
        (["/nowhere"], "E847"),
        (["/etc", "--volume", "9"], "E846"),
        (["/etc", "--disk", "scsi0:9"], "E116"),
        (["/etc", "--snapshot", "9"], "E107"),
    ):
        assert main(["files", str(vmx), *words]) == 3
        assert code in capsys.readouterr().err
