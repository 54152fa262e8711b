"""Files that are not where they should be: the user says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fixtures import machine as fixtures
from vmware.reading import codes, content

from engine.vmware import machine
from engine.vmware.model import Disk, VirtualMachine


@pytest.fixture
def vm(tmp_path: Path) -> fixtures.Machine:
    return fixtures.build(tmp_path / "vm", size=1 << 20, layout="monolithicFlat")


def only_disk(found: VirtualMachine) -> Disk:
    (disk,) = found.disks
    return disk


def missing(found: VirtualMachine) -> list[tuple[str, str]]:
    """Code and file of what could be mended by saying where it is."""
    return [(each.code, each.file) for each in found.all_findings if each.locatable]


def moved(vm: fixtures.Machine, *names: str) -> Path:
    """A folder beside the machine's with these files of it."""
    folder = vm.vmx.parent.with_name("elsewhere")
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.move(vm.vmx.parent / name, folder / name)
    return folder


def check_whole(found: VirtualMachine, vm: fixtures.Machine) -> None:
    disk = only_disk(found)
    assert disk.chain is not None
    assert content(disk.chain) == vm.truths[fixtures.CURRENT].read_bytes()


def test_a_parent_that_was_moved_with_its_extent(vm: fixtures.Machine) -> None:
    folder = moved(vm, "win2003.vmdk", "win2003-flat.vmdk")
    found = machine.read(vm.vmx)
    assert missing(found) == [("E301", "win2003.vmdk")]
    names = [layer.path.name for layer in only_disk(found).layers]
    assert names == ["win2003-000002.vmdk", "win2003-000001.vmdk"]  # what is left can be seen
    check_whole(machine.read(vm.vmx, placed={"win2003.vmdk": folder / "win2003.vmdk"}), vm)


def test_an_extent_alone(vm: fixtures.Machine) -> None:
    folder = moved(vm, "win2003-flat.vmdk")
    assert missing(machine.read(vm.vmx)) == [("E201", "win2003-flat.vmdk")]
    shutil.move(folder / "win2003-flat.vmdk", folder / "renamed.bin")
    placed = {"WIN2003-flat.vmdk": folder / "renamed.bin"}
    check_whole(machine.read(vm.vmx, placed=placed), vm)


def test_the_newest_disk(vm: fixtures.Machine) -> None:
    name = vm.disk.name
    folder = moved(vm, name)
    assert missing(machine.read(vm.vmx)) == [("E201", name)]
    found = machine.read(vm.vmx, placed={name: folder / name})
    assert missing(found) == [("E301", "win2003-000001.vmdk")]  # it is looked for beside the child
    placed = {each: vm.vmx.parent / each for each in ("win2003-000001.vmdk", "win2003.vmdk")}
    check_whole(machine.read(vm.vmx, placed={name: folder / name, **placed}), vm)


def test_a_parent_of_another_time(vm: fixtures.Machine, tmp_path: Path) -> None:
    good = tmp_path / "good"
    shutil.copytree(vm.vmx.parent, good)
    base = vm.vmx.parent / "win2003.vmdk"
    text = base.read_text()
    line = next(each for each in text.splitlines() if each.startswith("CID="))
    base.write_text(text.replace(line, "CID=12345678"))
    found = machine.read(vm.vmx)
    assert missing(found) == [("E302", "win2003.vmdk")]
    assert len(only_disk(found).layers) == 3
    check_whole(machine.read(vm.vmx, placed={"win2003.vmdk": good / "win2003.vmdk"}), vm)


def test_a_truncated_extent(vm: fixtures.Machine, tmp_path: Path) -> None:
    flat = vm.vmx.parent / "win2003-flat.vmdk"
    whole = Path(shutil.copy(flat, tmp_path / "whole.bin"))
    with flat.open("r+b") as file:
        file.truncate(512)
    assert missing(machine.read(vm.vmx)) == [("E202", flat.name)]
    check_whole(machine.read(vm.vmx, placed={flat.name: whole}), vm)


def test_a_place_where_it_is_not(vm: fixtures.Machine, tmp_path: Path) -> None:
    found = machine.read(vm.vmx, placed={vm.disk.name: tmp_path / "nowhere.vmdk"})
    assert codes(found.all_findings) == ["E201"]


def test_only_neighbours_of_a_placed_file_are_taken_too(
    vm: fixtures.Machine, tmp_path: Path
) -> None:
    """Saying where one file is does not trust what it names anywhere else."""
    base = vm.vmx.parent / "win2003.vmdk"
    deep = tmp_path / "deep" / "deeper"
    deep.mkdir(parents=True)
    shutil.move(vm.vmx.parent / "win2003-flat.vmdk", deep / "secret.bin")
    base.write_text(base.read_text().replace("win2003-flat.vmdk", "deeper/secret.bin"))
    shutil.move(base, tmp_path / "deep" / base.name)
    placed = {base.name: tmp_path / "deep" / base.name}
    found = machine.read(vm.vmx, placed=placed)
    assert codes(found.all_findings) == ["E109"]
    placed["secret.bin"] = deep / "secret.bin"
    check_whole(machine.read(vm.vmx, placed=placed), vm)


def test_a_snapshot_too(vm: fixtures.Machine) -> None:
    folder = moved(vm, "win2003.vmdk", "win2003-flat.vmdk")
    placed = {"win2003.vmdk": folder / "win2003.vmdk"}
    found = machine.state(machine.read(vm.vmx, placed=placed), "1", placed=placed)
    disk = only_disk(found)
    assert disk.chain is not None
    assert content(disk.chain) == vm.truths["1"].read_bytes()
