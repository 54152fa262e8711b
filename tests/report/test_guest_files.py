"""Files of a state of a machine: listed, saved, and given names that are safe here."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import machine, written

from engine.findings import Refusal
from engine.report.changed_files import running, states
from engine.report.guest_files import browsing, clean_name, disks, entered, save
from engine.vmware.machine import read
from engine.vmware.model import VirtualMachine


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("\\WINDOWS\\win.ini", "win.ini"),
        ("/root/.bashrc", "bashrc"),
        ("/a/..", "file-"),
        ("/a/\u202egpj.exe", "-gpj.exe"),
        ("/a/con.txt", "file-con.txt"),
        ("/a/b\nc", "b-c"),
        ("/a/-rf", "file-rf"),
    ],
)
def test_names_are_cleaned(path: str, name: str) -> None:
    assert clean_name(path) == name.replace("-gpj", "file-gpj")


def test_a_long_name_keeps_its_end() -> None:
    name = clean_name("/a/" + "ü" * 150 + ".vmdk")
    assert len(name.encode()) <= 200
    assert len(name.encode()) > 196
    assert name.endswith("üü.vmdk")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "file-"),
        ("/a/ . ", "file-"),
        ("/a/b<>|?*:c", "b------c"),
        ("/a/e\u0301", "é"),
        ("/a/LPT1", "file-LPT1"),
        ("/a/lpt10", "lpt10"),
        ("/a/\x1b[2J", "file-[2J"),
        ("/a\\b", "b"),
    ],
)
def test_names_are_those_of_every_file_system(path: str, name: str) -> None:
    assert clean_name(path) == name


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> VirtualMachine:
    """A machine whose disk is an ext4 before and after something was written."""
    folder = tmp_path_factory.mktemp("guest-files")
    made = written.ext(folder, "ext4")
    built = machine.build(folder / "vm", image=made.before, later=[made.after], snapshots=1)
    return read(built.vmx)


def test_what_is_at_a_path_is_told_as_of_that_state(found: VirtualMachine) -> None:
    assert disks(found) == ("scsi0:0",)
    names = {}
    for state in states(found):
        with browsing(found, state, "scsi0:0") as browse:
            [volume] = browse.volumes
            names[state.snapshot] = [each.name for each in entered(browse, volume.name, "/etc")]
            [file] = entered(browse, volume.name, "/etc/hosts")
            assert (file.name, file.is_folder) == ("hosts", False)
            with pytest.raises(Refusal, match="E847"):
                entered(browse, volume.name, "/etc/none")
    assert names == {"1": ["hosts"], "": ["hosts", "other"]}


def test_a_file_is_saved_whole_and_over_nothing(found: VirtualMachine, tmp_path: Path) -> None:
    told: list[int] = []
    target = tmp_path / "saved"
    with browsing(found, running(found), "scsi0:0") as browse:
        [volume] = browse.volumes
        save(browse, volume.name, "/etc/other", target, told.append)
        assert target.read_bytes() == written.OTHER
        assert told
        with pytest.raises(Refusal, match="E402"):
            save(browse, volume.name, "/etc/hosts", target)
    assert target.read_bytes() == written.OTHER
    assert [each.name for each in tmp_path.iterdir()] == ["saved"]


def test_disks_that_are_not_there_or_not_whole(found: VirtualMachine, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"(?s)E116.*or none: scsi0:0\."):
        browsing(found, running(found), "scsi0:1").__enter__()
    made = machine.build(tmp_path / "vm", size=1 << 20)
    made.disk.unlink()
    broken = read(made.vmx)
    with pytest.raises(Refusal, match="E201"):
        browsing(broken, running(broken), "scsi0:0").__enter__()


def test_files_outside_of_the_machine_are_agreed_to_first(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)
    away = made.disk.with_name("win2003.vmdk").rename(tmp_path / "away.vmdk")
    listed = made.vmx.with_suffix(".vmsd")
    listed.write_text(listed.read_text().replace("win2003.vmdk", str(away)))
    found = read(made.vmx)
    first = states(found)[0]
    with pytest.raises(Refusal, match="E109"):
        browsing(found, first, "scsi0:0").__enter__()
    with browsing(found, first, "scsi0:0", trusted=True) as browse:
        assert browse.volumes == ()
