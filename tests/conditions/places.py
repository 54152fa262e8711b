"""A. Which file is which disk: said and remembered by slot and layer, never by its bare name."""

from __future__ import annotations

from pathlib import Path

from conditions.table import Met, condition, read, said_of
from fixtures.several import noise, write_base, write_child, write_vmx

from engine.vmware import machine

A, B = 0xAAAAAAAA, 0xBBBBBBBB
TWO_DATASTORES = "VMware's knowledge base, article 1003832: disks of one name on two datastores"
CLONES = "Workstation's manual, linked clones: clone and template have disks of one name"
MOVED = "machines that were copied off their host: .vmx files name the places of before"


def two_of_a_name(folder: Path) -> tuple[Path, bytes, bytes]:
    """A machine with ``vm.vmdk`` in its folder and on another datastore; both contents."""
    here = write_base(folder / "vm/vm.vmdk", noise(1))
    other = write_base(folder / "ds2/vm.vmdk", noise(2))
    slots = {"scsi0:0": "vm.vmdk", "scsi0:1": "/vmfs/volumes/ds2/vm/vm.vmdk"}
    return write_vmx(folder / "vm/vm.vmx", slots), here, other


@condition(TWO_DATASTORES, "E201", "W207")
def a_name_that_another_slot_has(folder: Path) -> list[str]:
    path, here, other = two_of_a_name(folder)
    missing = said_of(machine.read(path).all_findings, "E201")
    assert missing.place == "scsi0:1"
    assert "--set locate.scsi0:1=PATH" in missing.remedy
    return read(path, [here, other])


@condition(TWO_DATASTORES)
def a_slot_that_was_located(folder: Path) -> list[str]:
    path, here, other = two_of_a_name(folder)
    return read(path, [here, other], placed={"scsi0:1": folder / "ds2/vm.vmdk"})


@condition(TWO_DATASTORES, "E114", "E201", "E201")
def a_name_that_may_be_either_of_two(folder: Path) -> list[str]:
    slots = {"scsi0:0": "[ds1] vm/vm.vmdk", "scsi0:1": "[ds2] vm/vm.vmdk"}
    path = write_vmx(folder / "vm/vm.vmx", slots)
    other = write_base(folder / "ds2/vm.vmdk", noise(2))
    return read(path, [other, other], placed={"vm.vmdk": folder / "ds2/vm.vmdk"})


@condition(MOVED)
def a_name_that_is_one_file(folder: Path) -> list[str]:
    path = write_vmx(folder / "vm/vm.vmx", {"scsi0:0": "[ds2] vm/vm.vmdk"})
    other = write_base(folder / "ds2/vm.vmdk", noise(2))
    return read(path, [other], placed={"vm.vmdk": folder / "ds2/vm.vmdk"})


@condition("a .vmx edited by hand; a second disk attached from the same file", "E115")
def one_file_in_two_slots(folder: Path) -> Met:
    truth = write_base(folder / "vm/a.vmdk", noise(1))
    slots = {"scsi0:0": "a.vmdk", "scsi0:1": "a.vmdk"}
    return write_vmx(folder / "vm/vm.vmx", slots), [truth, truth]


@condition(MOVED, "E201")
def an_extent_of_another_size_stands_in_for_none(folder: Path) -> Met:
    truth = write_base(folder / "vm/vm.vmdk", noise(1))
    text = (folder / "vm/vm.vmdk").read_text()
    (folder / "vm/vm.vmdk").write_text(text.replace('"vm-flat', '"/vmfs/volumes/ds/vm/vm-flat'))
    with (folder / "vm/vm-flat.vmdk").open("ab") as file:
        file.write(bytes(512))
    return write_vmx(folder / "vm/vm.vmx", {"scsi0:0": "vm.vmdk"}), [truth]


@condition(MOVED, "E301")
def a_parent_of_another_content_stands_in_for_none(folder: Path) -> Met:
    below = write_base(folder / "real.vmdk", noise(1), cid=A)
    write_base(folder / "vm/base.vmdk", noise(3), cid=B)
    hint = "[ds] t/base.vmdk"
    truth = write_child(folder / "vm/vm.vmdk", noise(2), below, parent_cid=A, hint=hint)
    return write_vmx(folder / "vm/vm.vmx", {"scsi0:0": "vm.vmdk"}), [truth]


def clone(folder: Path) -> tuple[Path, bytes]:
    """A clone that is called as its template is, which is not where it was."""
    below = write_base(folder / "template/vm.vmdk", noise(1), cid=A)
    hint = "../gone/vm.vmdk"
    truth = write_child(folder / "clone/vm.vmdk", noise(2), below, parent_cid=A, hint=hint)
    return write_vmx(folder / "clone/vm.vmx", {"scsi0:0": "vm.vmdk"}), truth


@condition(CLONES, "E301")
def a_clone_named_like_its_parent_is_no_loop(folder: Path) -> list[str]:
    path, truth = clone(folder)
    missing = said_of(machine.read(path).all_findings, "E301")
    assert "--set locate.scsi0:0.2=PATH" in missing.remedy
    return read(path, [truth])


@condition(CLONES)
def a_located_parent_replaces_the_parent(folder: Path) -> list[str]:
    path, truth = clone(folder)
    return read(path, [truth], placed={"scsi0:0.2": folder / "template/vm.vmdk"})


@condition("the same of a snapshot: its disk is the parent of the running state's")
def a_place_counts_for_snapshots_too(folder: Path) -> list[str]:
    below = write_base(folder / "away/base.vmdk", noise(1), cid=A)
    child = folder / "vm/vm-000001.vmdk"
    write_child(child, noise(2), below, parent_cid=A, hint="vm.vmdk")
    path = write_vmx(folder / "vm/vm.vmx", {"scsi0:0": child.name})
    lines = ('uid = "7"', 'numDisks = "1"', 'disk0.node = "scsi0:0"', 'disk0.fileName = "vm.vmdk"')
    path.with_suffix(".vmsd").write_text("\n".join(f"snapshot0.{line}" for line in lines))
    found = machine.read(path, placed={"scsi0:0.2": folder / "away/base.vmdk"})
    (disk,) = machine.state(found, "7").disks
    assert disk.layers[0].path == folder / "away/base.vmdk"
    return [each.code for each in machine.state(found, "7").all_findings]


def moved(folder: Path, written: str) -> Met:
    """A machine that names its disk in another way; the file is beside it, and nothing else's."""
    truth = write_base(folder / "vm/vm.vmdk", noise(1))
    return write_vmx(folder / "vm/vm.vmx", {"scsi0:0": written}), [truth]


@condition(MOVED, "W105")
def a_path_of_windows(folder: Path) -> Met:
    return moved(folder, r"D:\machines\vm\vm.vmdk")


@condition(MOVED, "W105")
def a_unc_path(folder: Path) -> Met:
    return moved(folder, r"\\server\share\vm.vmdk")


@condition(MOVED, "W105")
def a_datastore_path(folder: Path) -> Met:
    return moved(folder, "[ds2] vm/vm.vmdk")


@condition(MOVED, "W105")
def a_relative_path_that_leads_out(folder: Path) -> Met:
    return moved(folder, "../ds2/vm.vmdk")


def named_only(folder: Path, slot: str, *lines: str) -> Met:
    """A machine with a second disk, named at a slot where VMware attaches none."""
    truth = write_base(folder / "vm/vm.vmdk", noise(1))
    more = (f'{slot}.present = "TRUE"', f'{slot}.fileName = "data.vmdk"', *lines)
    return write_vmx(folder / "vm/vm.vmx", {"scsi0:0": "vm.vmdk"}, *more), [truth]


@condition("libvirt, src/vmx/vmx.c: a controller must be present", "W211")
def a_controller_that_is_not_there(folder: Path) -> Met:
    return named_only(folder, "scsi1:0")


@condition("libvirt, src/vmx/vmx.c: unit 7 is the controller's own", "W211")
def a_slot_that_there_is_not(folder: Path) -> Met:
    return named_only(folder, "scsi0:7")


@condition("libvirt, src/vmx/vmx.c: device types", "W211")
def a_device_type_that_is_not_known(folder: Path) -> Met:
    return named_only(folder, "scsi0:1", 'scsi0:1.deviceType = "tape"')
