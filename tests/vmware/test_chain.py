"""From the newest layer to the base: how parents are found, and what stops a chain."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fixtures import machine
from fixtures.machine import Machine
from fixtures.vmdk import cowd, flat
from fixtures.vmdk.descriptor import Descriptor, Extent
from fixtures.vmdk.layer import Layer, Region
from refusals import refused
from vmware.made_disks import MIB, noise
from vmware.reading import SECTOR, codes, content, describe, open_disk, said, unreadable

from engine.vmware.chain import LAYERS_LIMIT, open_chain
from engine.vmware.locate import Folder
from engine.vmware.machine import read

SIZE = 4 * MIB


@pytest.fixture
def built(tmp_path: Path) -> Machine:
    """A base with one child; both keep their descriptor in a file of its own."""
    return machine.build(
        tmp_path / "vm", layout="twoGbMaxExtentSparse", snapshots=1, size=SIZE, split=MIB
    )


def truth(built: Machine) -> bytes:
    return built.truths["current"].read_bytes()


def base_of(built: Machine) -> Path:
    return built.disk.with_name("win2003.vmdk")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def set_hint(built: Machine, hint: str) -> None:
    edit(built.disk, 'Hint="win2003.vmdk"', f'Hint="{hint}"')


# -- finding the parent


@pytest.mark.parametrize(
    "hint",
    [
        r"D:\Virtual Machines\old\win2003.vmdk",
        r"\\server\share\win2003.vmdk",
        "/vmfs/volumes/4a3f/vm/win2003.vmdk",
        "[datastore1] vm/win2003.vmdk",
        r"D:\old\WIN2003.VMDK",
        "../elsewhere/win2003.vmdk",
    ],
)
def test_beside_the_child(built: Machine, hint: str) -> None:
    set_hint(built, hint)
    chain = open_disk(built.disk)
    assert content(chain) == truth(built)
    assert said(chain) == ["W302"]


@pytest.mark.parametrize("hint", ["win2003.vmdk", "./win2003.vmdk", "{folder}/win2003.vmdk"])
def test_by_hint(built: Machine, hint: str) -> None:
    folder = built.disk.parent
    edit(built.disk, 'Hint="win2003.vmdk"', f'Hint="{hint.format(folder=folder)}"')
    chain = open_disk(built.disk)
    assert content(chain) == truth(built)
    assert not chain.findings
    assert [layer.path.name for layer in chain.layers] == ["win2003-000001.vmdk", "win2003.vmdk"]
    assert chain.layers[0].parent_cid == chain.layers[1].cid != ""
    assert chain.layers[1].parent_cid == ""


def test_in_a_folder_below(built: Machine) -> None:
    below = built.disk.parent / "base"
    below.mkdir()
    for path in built.disk.parent.glob("win2003.vmdk"):
        path.rename(below / path.name)
    for path in built.disk.parent.glob("win2003-s0*.vmdk"):
        path.rename(below / path.name)
    set_hint(built, r"base\win2003.vmdk")
    chain = open_disk(built.disk)
    assert content(chain) == truth(built)
    assert not chain.findings


def test_by_content_id(built: Machine) -> None:
    base_of(built).rename(built.disk.with_name("renamed.vmdk"))
    chain = open_disk(built.disk)
    assert content(chain) == truth(built)
    assert said(chain) == ["W301"]


def test_by_content_id_inside_an_extent(tmp_path: Path) -> None:
    whole = machine.build(tmp_path / "vm", snapshots=1, size=SIZE)
    base_of(whole).rename(whole.disk.with_name("renamed.vmdk"))
    chain = open_disk(whole.disk)
    assert content(chain) == truth(whole)
    assert said(chain) == ["W301"]


def test_two_disks_have_the_content_id(built: Machine) -> None:
    base_of(built).rename(built.disk.with_name("renamed.vmdk"))
    shutil.copy(built.disk.with_name("renamed.vmdk"), built.disk.with_name("copy.vmdk"))
    assert unreadable(built.disk) == "E301"


def test_what_is_no_disk_is_passed_over_in_the_search(built: Machine) -> None:
    base_of(built).rename(built.disk.with_name("renamed.vmdk"))
    os.mkfifo(built.disk.with_name("pipe.vmdk"))
    built.disk.with_name("folder.vmdk").mkdir()
    built.disk.with_name("junk.vmdk").write_bytes(b"KDMV" + noise(2000))
    built.disk.with_name("text.vmdk").write_text("# Disk DescriptorFile\nCID=nonsense\n")
    chain = open_disk(built.disk)
    assert content(chain) == truth(built)
    assert said(chain) == ["W301"]


def test_missing(built: Machine) -> None:
    base_of(built).unlink()
    assert unreadable(built.disk) == "E301"


def test_part_of_the_parent_missing(built: Machine) -> None:
    built.disk.with_name("win2003-s002.vmdk").unlink()
    assert unreadable(built.disk) == "E201"


def test_parent_of_another_time(built: Machine) -> None:
    cid = open_disk(base_of(built)).layers[0].cid
    edit(base_of(built), f"\nCID={cid}", "\nCID=0badc0de")
    assert unreadable(built.disk) == "E302"


def test_content_ids_are_numbers(built: Machine) -> None:
    """However many zeros lead, and in whichever case."""
    cid = open_disk(base_of(built)).layers[0].cid
    edit(base_of(built), f"\nCID={cid}", "\nCID=0ABCDEF")
    edit(built.disk, f"parentCID={cid}", "parentCID=abcdef")
    assert content(open_disk(built.disk)) == truth(built)


# -- chains that do not end well


def link(folder: Path, name: str, parent: str) -> Path:
    """A child of eight sectors of zeros."""
    return describe(folder / name, Extent(8, "ZERO"), parent=parent)


def test_loops(tmp_path: Path) -> None:
    assert unreadable(link(tmp_path, "self.vmdk", "self.vmdk")) == "E303"
    link(tmp_path, "a.vmdk", "b.vmdk")
    link(tmp_path, "b.vmdk", "./c.vmdk")
    assert unreadable(link(tmp_path, "c.vmdk", "a.vmdk")) == "E303"
    (tmp_path / "other.vmdk").symlink_to("d.vmdk")
    assert unreadable(link(tmp_path, "d.vmdk", "other.vmdk")) == "E303"


def test_as_many_layers_as_there_may_be(tmp_path: Path) -> None:
    link(tmp_path, "0.vmdk", "")
    for number in range(1, LAYERS_LIMIT + 1):
        link(tmp_path, f"{number}.vmdk", f"{number - 1}.vmdk")
    chain = open_disk(tmp_path / f"{LAYERS_LIMIT - 1}.vmdk")
    assert len(chain.layers) == LAYERS_LIMIT
    assert content(chain) == bytes(8 * SECTOR)
    assert unreadable(tmp_path / f"{LAYERS_LIMIT}.vmdk") == "E304"


def test_hints_that_mean_nothing(tmp_path: Path) -> None:
    for hint in ("", ".", "..", "/", "\\", "C:", "[x]", "a\0b", "x" * 5000, "é" * 200, "no such"):
        path = tmp_path / "child.vmdk"
        text = Descriptor("custom", (Extent(8, "ZERO"),), 1, parent_cid=2, parent_hint=hint)
        path.write_bytes(text.encode())
        assert unreadable(path) in ("E109", "E203", "E209", "E301"), hint


# -- out of the folder


@pytest.fixture
def clone(built: Machine, tmp_path: Path) -> Path:
    """A linked clone: the child in a folder of its own."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for path in built.disk.parent.glob("win2003-000001*"):
        path.rename(folder / path.name)
    child = folder / built.disk.name
    edit(child, 'Hint="win2003.vmdk"', 'Hint="../vm/win2003.vmdk"')
    return child


def test_linked_clone_needs_consent(built: Machine, clone: Path) -> None:
    assert unreadable(clone) == "E109"
    chain = open_disk(clone, trusted=True)
    assert content(chain) == truth(built)
    assert not chain.findings


def test_absolute_path_out_of_the_folder(built: Machine, clone: Path) -> None:
    edit(clone, "../vm/win2003.vmdk", str(base_of(built).resolve()))
    assert unreadable(clone) == "E109"
    assert content(open_disk(clone, trusted=True)) == truth(built)


def test_links_out_of_the_folder(built: Machine, clone: Path) -> None:
    edit(clone, "../vm/win2003.vmdk", "win2003.vmdk")
    (clone.parent / "win2003.vmdk").symlink_to(base_of(built))
    assert unreadable(clone) == "E109"
    extent = clone.parent / "win2003-000001-s001.vmdk"
    extent.rename(built.disk.with_name("moved.vmdk"))
    extent.symlink_to(built.disk.with_name("moved.vmdk"))
    assert unreadable(clone) == "E109"


def test_content_id_search_follows_no_link_out(built: Machine, clone: Path) -> None:
    edit(clone, "../vm/win2003.vmdk", "gone.vmdk")
    (clone.parent / "link.vmdk").symlink_to(base_of(built))
    assert unreadable(clone) == "E301"


# -- files that are none


@pytest.mark.parametrize("role", ["disk", "extent", "parent"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_only_ordinary_files_are_opened(tmp_path: Path, role: str, kind: str) -> None:
    """A pipe would never come to an end, and opening some devices has effects."""
    odd = tmp_path / "odd.vmdk"
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "folder":
        odd.mkdir()
    else:
        odd.symlink_to("/dev/zero")
    path = {
        "disk": odd,
        "extent": describe(tmp_path / "a.vmdk", Extent(8, "FLAT", "odd.vmdk", 0)),
        "parent": link(tmp_path, "b.vmdk", "odd.vmdk"),
    }[role]
    folder = Folder(tmp_path, trusted=True)
    assert refused(lambda: open_chain(path, folder)) == "E209"


@pytest.mark.parametrize(
    ("kind", "file", "create_type"),
    [
        ("VMFSRDM", "a-rdm.vmdk", "vmfsRawDeviceMap"),
        ("VMFSRDM", "a-rdmp.vmdk", "vmfsPassthroughRawDeviceMap"),
        ("VMFSRAW", "vmhba0:0:0:0", "vmfsRaw"),
        ("FLAT", "/dev/sda", "fullDevice"),
        ("FLAT", r"\\.\PhysicalDrive0", "fullDevice"),
        ("FLAT", "/dev/disk/../sda1", "partitionedDevice"),
    ],
)
def test_physical_disks(tmp_path: Path, kind: str, file: str, create_type: str) -> None:
    (tmp_path / "a-rdm.vmdk").write_bytes(b"")
    path = describe(tmp_path / "a.vmdk", Extent(8, kind, file), create_type=create_type)
    assert unreadable(path) == ("E215" if kind == "FLAT" else "E205")


# -- redo logs


@pytest.fixture
def split(tmp_path: Path) -> Machine:
    """A disk in three files without a descriptor, each with a redo log."""
    return machine.build(tmp_path / "vm", layout="legacySplit", size=3 * MIB)


def test_redo_log_is_a_question(split: Machine) -> None:
    assert unreadable(split.disk) == "E305"
    assert content(open_disk(split.disk, "commit")) == truth(split)
    assert content(open_disk(split.disk, "discard")) == split.truths["discarded"].read_bytes()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_part_without_redo_log_was_not_written_to(split: Machine, number: int) -> None:
    name = "win2003.vmdk" if number == 1 else f"win2003-{number:02}.vmdk"
    split.disk.with_name(f"{name}.REDO").unlink()
    expected = bytearray(truth(split))
    begin, end = (number - 1) * MIB, number * MIB
    expected[begin:end] = split.truths["discarded"].read_bytes()[begin:end]
    assert unreadable(split.disk) == "E305"
    chain = open_disk(split.disk, "commit")
    assert content(chain) == expected
    assert len(chain.layers[0].files) == 2


def test_redo_log_opened_itself(split: Machine) -> None:
    """It is the whole disk with the changes, not the first file's changes alone."""
    assert content(open_disk(split.disk.with_name("win2003.vmdk.REDO"))) == truth(split)
    split.disk.unlink()
    assert unreadable(split.disk.with_name("win2003.vmdk.REDO")) == "E201"


def test_redo_log_of_another_disk(split: Machine) -> None:
    log = split.disk.with_name("win2003-02.vmdk.REDO")
    cowd.write(log, Layer.of_bytes(noise(MIB // 2)))
    assert unreadable(split.disk, "commit") == "E307"
    assert content(open_disk(split.disk, "discard")) == split.truths["discarded"].read_bytes()


def test_several_redo_logs(split: Machine) -> None:
    log = split.disk.with_name("win2003.vmdk.REDO")
    shutil.copy(log, log.with_name("win2003.vmdk.REDO_a1b2c3"))
    assert unreadable(split.disk, "commit") == "E308"
    chosen = open_chain(split.disk, Folder(split.disk.parent), "commit", log)
    assert content(chosen) == truth(split)


def test_redo_log_in_the_working_directory(split: Machine, tmp_path: Path) -> None:
    folder = split.disk.parent
    (folder / "work").mkdir()
    for log in folder.glob("*.REDO"):
        log.rename(folder / "work" / f"{log.name}_Xy12zZ")
    log = folder / "work" / "win2003.vmdk.REDO_Xy12zZ"
    assert content(open_chain(split.disk, Folder(folder), "commit", log)) == truth(split)
    shutil.move(folder / "work", tmp_path / "outside")
    log = tmp_path / "outside" / log.name
    assert refused(lambda: open_chain(split.disk, Folder(folder), "commit", log)) == "E109"


@pytest.mark.parametrize("parent_cid", [0x11223344, 0x55667788])
def test_redo_log_with_a_descriptor(tmp_path: Path, parent_cid: int) -> None:
    """As ESX writes it for a disk that is independent and nonpersistent."""
    below = noise(MIB)
    flat.write(tmp_path / "a-flat.vmdk", Layer.of_bytes(below))
    disk = describe(
        tmp_path / "a.vmdk", Extent(MIB // SECTOR, "VMFS", "a-flat.vmdk"), create_type="vmfs"
    )
    above = noise(SECTOR, 2) + below[SECTOR:]
    extent = Extent(MIB // SECTOR, "VMFSSPARSE", "a.vmdk-delta.REDO_TkLU1V")
    cowd.write(tmp_path / "a.vmdk-delta.REDO_TkLU1V", Layer.of_bytes(above, [Region(0, SECTOR)]))
    log = Descriptor("vmfsSparse", (extent,), 1, parent_cid, "a.vmdk")
    (tmp_path / "a.vmdk.REDO_TkLU1V").write_bytes(log.encode())
    assert unreadable(disk) == "E305"
    assert content(open_disk(disk, "discard")) == below
    if parent_cid == 0x11223344:
        chain = open_disk(disk, "commit")
        assert content(chain) == above
        assert [layer.format for layer in chain.layers] == ["vmfsSparse", "vmfs"]
    else:
        assert unreadable(disk, "commit") == "E302"


def test_nonpersistent_disk_ignores_its_redo_log(split: Machine) -> None:
    text = split.vmx.read_text()
    assert text.count('"undoable"') == 1
    for mode in ("nonpersistent", "independent-nonpersistent"):
        split.vmx.write_text(text.replace('"undoable"', f'"{mode}"'))
        for answer in ("", "commit"):
            (disk,) = read(split.vmx, redo=answer).disks
            assert codes(disk.findings) == ["W102"]
            assert disk.chain is not None
            assert content(disk.chain) == split.truths["discarded"].read_bytes()
