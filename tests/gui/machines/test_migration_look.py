"""Looking at a machine and its target before it is converted."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.host_paths import path_of
from engine.vmware.machine import read
from engine.vmware.model import Slot, VirtualMachine
from gui.machines.migration_look import beside, default_folder, earlier, look, release, vdevs


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("vms/server/server.vmx", "vms/server-xen"),
        ("vms/server/disk.vmdk", "vms/server-xen"),
        ("downloads/appliance.ova", "downloads/appliance-xen"),
        ("downloads/appliance.ovf", "downloads/appliance-xen"),
    ],
)
def test_the_folder_is_beside_the_machine(tmp_path: Path, path: str, folder: str) -> None:
    assert default_folder(VirtualMachine(tmp_path / path, "x")) == tmp_path / folder


def test_a_finished_folder_is_left_alone(tmp_path: Path) -> None:
    of = VirtualMachine(tmp_path / "server" / "server.vmx", "x")
    (tmp_path / "server-xen").mkdir()
    (tmp_path / "server-xen-2").mkdir()
    assert default_folder(of) == tmp_path / "server-xen-3"
    assert default_folder(of, taken=[tmp_path / "server-xen-3"]) == tmp_path / "server-xen-4"
    shutil.rmtree(tmp_path / "server-xen")
    assert default_folder(of) == tmp_path / "server-xen"


def test_a_machine_at_the_root_has_a_folder_too() -> None:
    assert default_folder(VirtualMachine(Path("/a.vmx"), "a")).name == "a-xen"


def test_folders_are_under_another_where_one_is_named(tmp_path: Path) -> None:
    of = VirtualMachine(tmp_path / "vms/server/server.vmx", "x")
    assert default_folder(of, under=str(tmp_path / "out")) == tmp_path / "out/server-xen"
    assert default_folder(of, "3") == tmp_path / "vms/server-snapshot-3-xen"
    assert default_folder(of, "no number") == tmp_path / "vms/server-xen"


def test_nothing_is_written_to_a_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    of = VirtualMachine(path_of("ssh://root@esxi/vmfs/volumes/ds/server/server.vmx"), "x")
    assert default_folder(of) == tmp_path / "server-xen"


@pytest.mark.parametrize(
    ("name", "there", "found"),
    [
        ("a-xen", (), "a-xen-2"),
        ("a-xen", ("a-xen-2", "a-xen-3"), "a-xen-4"),
        ("a-xen-2", (), "a-xen-3"),
        ("a-xen-9", ("a-xen-10",), "a-xen-11"),
        ("plain", (), "plain-2"),
        ("-7", (), "-7-2"),
    ],
)
def test_a_folder_beside_one_with_a_result(
    tmp_path: Path, name: str, there: tuple[str, ...], found: str
) -> None:
    for each in there:
        (tmp_path / each).mkdir()
    assert beside(tmp_path / name) == tmp_path / found


def test_the_newest_conversion_of_the_same_machine_is_told(
    built: machine.Machine, converted: Path, tmp_path: Path
) -> None:
    found = read(built.vmx)
    base = f"{built.vmx.parent.name}-xen"
    for number, moment in (("", "2024-01-01"), ("-2", "2024-03-03"), ("-3", "2024-02-02")):
        shutil.copytree(converted, tmp_path / f"{base}{number}")
        manifest = tmp_path / f"{base}{number}/manifest.json"
        told = json.loads(manifest.read_text())
        manifest.write_text(json.dumps({**told, "created": f"{moment}T00:00:00+00:00"}))
    (tmp_path / f"{base}-4").mkdir()  # of something else
    newest = earlier(found, "", str(tmp_path))
    assert newest is not None
    assert newest.folder == tmp_path / f"{base}-2"
    assert earlier(replace(found, path=tmp_path / "other.vmx"), "", str(tmp_path)) is None
    assert earlier(found, "1", str(tmp_path)) is None


def test_a_table_that_is_none_is_told_and_all_else_is_planned(
    built: machine.Machine, tmp_path: Path
) -> None:
    (tmp_path / "table.toml").write_text("nonsense")
    found = read(built.vmx)
    seen = look(found, tmp_path / "out", Choices(), str(tmp_path / "table.toml"))
    assert [each.blocks for each in seen.findings] == [True]
    assert (seen.folder, seen.resumable, len(seen.plan.disks)) == (tmp_path / "out", False, 1)
    assert vdevs(seen.plan) == {Slot("scsi", 0, 0): "hda"}
    assert vdevs(None) == {}
    assert look(found, tmp_path / "out", Choices()).findings == ()


def test_no_file_stays_open(built: machine.Machine) -> None:
    def opened() -> int:
        links = [each for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
        return sum(each.readlink().is_relative_to(built.vmx.parent) for each in links)

    before = opened()
    found = read(built.vmx)
    [disk] = found.disks
    assert disk.chain is not None
    disk.chain.files.read(0, 0, 512)
    assert opened() > before
    release(found)
    assert opened() == before
