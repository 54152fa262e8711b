"""What changed in the files between two states: by folder, in words and as data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine, written
from report.changes import KIB, SOME, change, file, volume

from engine.findings import Refusal
from engine.guest.ownership.changes import Rest
from engine.report import changed_files
from engine.report.changed_files import RUNNING
from engine.vmware import machine as machines
from engine.vmware.machine import read
from engine.vmware.model import VirtualMachine


def test_folders_have_all_that_is_below_them() -> None:
    root = changed_files.tree(SOME)
    assert (root.count, root.written, [each.path for each in root.files]) == (4, 61 * KIB, ["/d"])
    [var] = root.folders.values()
    assert (var.path, var.count, var.written) == ("/var", 3, 60 * KIB)
    assert {each.path: each.written for each in var.folders.values()} == {"/var/log": 50 * KIB}


def test_paths_are_those_of_their_system() -> None:
    own = volume(file("\\WINDOWS\\win.ini", 1), separator="\\")
    [folder] = changed_files.tree(own).folders.values()
    assert (folder.name, folder.path) == ("WINDOWS", "\\WINDOWS")


def test_files_are_looked_for_in_any_case() -> None:
    assert changed_files.tree(SOME, "LOG/").count == 2
    assert changed_files.tree(SOME, "none").count == 0


def test_the_folder_with_most_of_it() -> None:
    """More than half, as deep as possible."""
    assert changed_files.most(change(SOME)) == "/var/log"
    halves = volume(file("/a/x", 5), file("/b/y", 5))
    assert changed_files.most(change(halves)) == ""
    assert changed_files.most(change(volume(file("/a/x", 6), file("/b/y", 5)))) == "/a"
    deep = volume(file("/a/b/x", 5), file("/a/c/y", 5))
    assert changed_files.most(change(deep)) == "/a"
    assert changed_files.most(change(volume(file("/x", 5)))) == ""
    assert changed_files.most(change()) == ""
    rest = replace(volume(file("/a/x", 6)), rest=Rest(2, 6))
    assert changed_files.most(change(rest)) == ""  # half of it is not told one by one


def test_a_sentence() -> None:
    assert changed_files.headline(change(SOME)) == "4 files, 61.0 KiB, most in /var/log"
    assert changed_files.headline(change()) == "0 files, 0 bytes"


def test_lines_for_people() -> None:
    own = replace(SOME, rest=Rest(7, 4 * KIB), metadata=2 * KIB, free=3 * KIB, other=KIB)
    lines = list(changed_files.as_text(change(own, volume(), outside=512)))
    assert lines[0] == "before → after (2024-01-02 03:04): 11 files, 65.0 KiB, most in /var/log"
    assert lines[1] == "  1 added, 2 changed, 1 removed"
    assert lines[2] == "  scsi0:0  1  ext4"
    assert [line.split(maxsplit=2)[2] for line in lines[3:-1]] == [
        "4 files  /",
        "3 files  /var",
        "2 files  /var/log",
        "7 more files",
        "in folders and other structures of the file system",
        "in space that is free now",
        "in no file",
    ]
    assert lines[-1] == "  scsi0:0  512 bytes outside of its volumes"
    unknown = replace(volume(), looked=False, other=KIB, kind="")
    assert list(changed_files.as_text(change(unknown)))[-2:] == [
        "  scsi0:0  1  unknown",
        "        1.0 KiB  in files that cannot be told",
    ]


def test_a_way_on_which_nothing_else_happens_is_one_line() -> None:
    lines = list(changed_files.as_text(change(volume(file("/a/b/c/d/x", KIB)))))
    assert [line.split()[-1] for line in lines[3:]] == ["/a/b/c/d"]


def test_data_for_programs() -> None:
    found = changed_files.as_json(change(SOME, outside=512))
    assert (found["files"], found["written"], found["most"]) == (4, 61 * KIB, "/var/log")
    assert found["older"] == {"uid": "1", "name": "before", "moment": None}
    assert found["newer"]["moment"] == "2024-01-02T03:04:00+00:00"
    [disk] = found["disks"]
    assert (disk["slot"], disk["outside"]) == ("scsi0:0", 512)
    [told] = disk["volumes"]
    assert {each["path"]: each["files"] for each in told["folders"]} == {
        "/": 4, "/var": 3, "/var/log": 2,
    }  # fmt: skip
    assert told["files"][1] == {
        "path": "/var/log/b", "how": "added", "written": 20 * KIB, "size": 20 * KIB + 1,
    }  # fmt: skip
    assert changed_files.as_json(change(volume()))["disks"][0]["volumes"][0]["folders"] == []


@pytest.fixture(scope="module")
def branched(tmp_path_factory: pytest.TempPathFactory) -> VirtualMachine:
    """Snapshots 1 and 2 in a line to the running state, and 3 beside them, of 1."""
    folder = tmp_path_factory.mktemp("states")
    return read(machine.build(folder / "vm", size=1 << 20, snapshots=2, branches=True).vmx)


def test_states_and_the_line_of_them(branched: VirtualMachine) -> None:
    assert [each.uid for each in changed_files.line(branched)] == ["1", "2", RUNNING]
    assert [each.uid for each in changed_files.states(branched)] == ["1", "2", "3", RUNNING]
    assert [(a.uid, b.uid) for a, b in changed_files.steps(branched)] == [
        ("1", "2"),
        ("2", RUNNING),
    ]
    assert changed_files.running(branched).snapshot == ""
    assert changed_files.running(branched).moment is not None


def test_a_state_and_the_one_before_it(branched: VirtualMachine) -> None:
    def around(uid: str, older: str = "") -> tuple[str, ...]:
        return tuple(each.uid for each in changed_files.around(branched, uid, older) or ())

    assert around("2") == ("1", "2")
    assert around("3") == ("1", "3")
    assert around(RUNNING) == around("none") == ("2", RUNNING)
    assert around("1") == ("1", "2")  # the first one: what came after it
    assert around("3", "2") == ("2", "3")
    assert around("3", "none") == ("1", "3")


def test_a_state_is_named_by_number_or_name(branched: VirtualMachine) -> None:
    assert changed_files.named(branched, RUNNING).uid == RUNNING
    assert changed_files.named(branched, "2").uid == changed_files.named(branched, "Snapshot 2").uid
    with pytest.raises(Refusal, match="E107"):
        changed_files.named(branched, "9")


def test_without_snapshots_there_are_no_steps(tmp_path: Path) -> None:
    alone = read(machine.build(tmp_path / "vm", size=1 << 20, snapshots=0).vmx)
    with pytest.raises(Refusal, match="E849"):
        changed_files.steps(alone)
    assert changed_files.around(alone, RUNNING) is None


def test_two_states_of_a_disk_are_compared(tmp_path: Path) -> None:
    made = written.ext(tmp_path, "ext4")
    built = machine.build(tmp_path / "vm", image=made.before, later=[made.after], snapshots=1)
    found = read(built.vmx)
    told = changed_files.compare(found, *changed_files.steps(found)[0])
    assert changed_files.headline(told) == "3 files, 77.5 KiB, most in /etc"
    assert told.newer.snapshot == ""
    assert told.findings == ()


def test_a_disk_that_only_one_state_has_is_told(
    branched: VirtualMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was plugged in between."""
    real = machines.state

    def state(found: VirtualMachine, uid: str, *more: Any) -> VirtualMachine:
        seen = real(found, uid, *more)
        return replace(seen, disks=()) if uid else seen

    monkeypatch.setattr(machines, "state", state)
    told = changed_files.compare(branched, *changed_files.line(branched)[1:])
    assert [each.code for each in told.findings] == ["W847"]
    assert told.disks == {}
