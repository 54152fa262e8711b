"""Every condition a machine was met in: what is said of it, and that its disks read as they should.

One table, a line for each condition with its source; kinds (encodings, spellings, …) have tests of
their own. A condition is a function that makes the files and returns what to open, and what each
disk must read as. Where it blocks, no disk is looked at.
"""

from __future__ import annotations

import gzip
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.appliances import SCSI, archive, disk_item, envelope, item, manifest, old_style
from vmware.reading import codes, content

from engine.findings import blocking
from engine.vmware import machine

MIB = 1 << 20
Made = tuple[Path, list[bytes]]
Make = Callable[[Path], Made]


@dataclass(frozen=True)
class Condition:
    """One line of the table."""

    make: Make
    source: str  #: where it was met, or is described
    says: tuple[str, ...]  #: the codes of all findings


CONDITIONS: list[Condition] = []


def condition(source: str, *says: str) -> Callable[[Make], Make]:
    """Enters a function into the table."""

    def enter(make: Make) -> Make:
        CONDITIONS.append(Condition(make, source, says))
        return make

    return enter


@pytest.mark.parametrize("each", CONDITIONS, ids=lambda each: each.make.__name__)
def test_condition(tmp_path: Path, each: Condition) -> None:
    assert each.source
    path, truths = each.make(tmp_path)
    found = machine.read(path)
    assert len(found.disks) == len(truths)
    read = (
        [] if blocking(found.all_findings) else [content(d.chain) for d in found.disks if d.chain]
    )
    assert codes(found.all_findings) == sorted(each.says)
    assert blocking(found.all_findings) or read == truths


# -- what machines are made of


def small(folder: Path, *lines: str, snapshots: int = 0, layout: str = "vmfs") -> Machine:
    """A machine ``vm`` of one disk, with more lines in its .vmx."""
    built = build(folder / "vm", name="vm", size=4 * MIB, snapshots=snapshots, layout=layout)
    with built.vmx.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    return built


def whole(built: Machine) -> Made:
    """A machine that is to be read as it runs."""
    return built.vmx, [built.truths["current"].read_bytes()]


# -- C. The machine is at rest, or it is said

ESXI_FILES = "VMware's knowledge base, article 1008061: files of a powered-on machine"


@condition("usual case")
def shut_down(folder: Path) -> Made:
    return whole(small(folder, 'cleanShutdown = "TRUE"', 'checkpoint.vmState = ""'))


@condition("libvirt, tests/vmx2xmldata/esx-in-the-wild-5.vmx", "W110")
def not_shut_down(folder: Path) -> Made:
    return whole(small(folder, 'cleanShutdown = "FALSE"'))


@condition("VMware's knowledge base, article 10051: locks of files on NFS", "E105")
def locked_on_nfs(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/.lck-0500000000000000").write_bytes(b"\1" * 84)
    return whole(built)


@condition("the same; an empty one is left over")
def a_lock_left_over(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/.lck-0500000000000000").touch()
    return whole(built)


@condition(ESXI_FILES, "W111")
def with_a_swap_file(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/vm-1a2b3c4d.vswp").write_bytes(bytes(4096))
    return whole(built)


@condition(ESXI_FILES, "W111")
def with_the_swap_file_noted(folder: Path) -> Made:
    """Two machines in the folder: which of the swap files is whose is in the configuration."""
    built = small(folder, 'sched.swap.derivedName = "/vmfs/volumes/a/vm/Old name-1a2b.vswp"')
    for name in ("other.vmx", "Old name-1a2b.vswp", "other-1a2b.vswp"):
        (folder / "vm" / name).write_text('displayName = "other"\n')
    return whole(built)


@condition(ESXI_FILES, "E105", "W110", "W111")
def running(folder: Path) -> Made:
    built = small(folder, 'cleanShutdown = "FALSE"')
    (folder / "vm/.lck-0500000000000000").write_bytes(b"\1" * 84)
    (folder / "vm/vmx-vm-1a2b3c4d-1.vswp").write_bytes(bytes(4096))
    return whole(built)


@condition("VMware's knowledge base, article 2003638: consolidation needed", "W112")
def consolidation_pending(folder: Path) -> Made:
    built = small(folder)
    (folder / "vm/vm.vmsd").write_text('snapshot.needConsolidate = "TRUE"\n')
    return whole(built)


def forgotten(folder: Path, keep: str = "") -> Made:
    """A .vmx from before two snapshots; the list of snapshots has ``keep``."""
    built = small(folder, snapshots=2, layout="monolithicSparse")
    text = built.vmx.read_text().replace(built.disk.name, "vm.vmdk")
    built.vmx.write_text(text)
    (folder / "vm/vm.vmsd").write_text(keep)
    return built.vmx, [built.truths["1"].read_bytes()]


@condition("forum posts: a .vmx restored from a backup names the base disk", "W113")
def a_lost_snapshot(folder: Path) -> Made:
    made = forgotten(folder)
    (said,) = (each for each in machine.read(made[0]).findings if each.code == "W113")
    assert "vm-000002.vmdk" in said.message
    return made


@condition("linked clones of one folder: the child belongs to another machine")
def a_clone_in_the_folder(folder: Path) -> Made:
    made = forgotten(folder)
    (folder / "vm/clone.vmx").write_text('scsi0:0.fileName = "VM-000002.vmdk"\n')
    return made


@condition("a branch: the child is a snapshot that can be chosen")
def a_branch(folder: Path) -> Made:
    return forgotten(
        folder,
        'snapshot0.uid = "1"\nsnapshot0.filename = "vm-Snapshot1.vmsn"\nsnapshot0.numDisks = "2"\n'
        'snapshot0.disk0.fileName = "vm-000002.vmdk"\nsnapshot0.disk0.node = "scsi0:0"\n'
        'snapshot0.disk1.fileName = "vm-000001.vmdk"\nsnapshot0.disk1.node = "scsi0:0"\n',
    )


@condition("the parent was written to since: its content ID is another")
def a_child_of_the_past(folder: Path) -> Made:
    made = forgotten(folder)
    base = folder / "vm/vm.vmdk"
    data = base.read_bytes()
    at = data.index(b"\nCID=") + 5
    base.write_bytes(data[:at] + b"12345678" + data[at + 8 :])
    return made


@condition("Workstation: VM > Power > Suspend", "E104")
def suspended(folder: Path) -> Made:
    built = small(folder, 'checkpoint.vmState = "vm-5cf6.vmss"', 'cleanShutdown = "FALSE"')
    (folder / "vm/vm-5cf6.vmss").write_bytes(b"\xd2\xbe\xd2\xbe".ljust(4096, b"\0"))
    return whole(built)


@condition("workingDir: suspend files lie there", "E104")
def suspended_in_its_working_directory(folder: Path) -> Made:
    (folder / "work").mkdir()
    (folder / "work/vm-5cf6.vmss").touch()
    built = small(folder, 'checkpoint.vmState = "vm-5cf6.vmss"')
    with built.vmx.open("a") as file:
        file.write('workingDir = "../work"\n')
    return whole(built)


@condition("the .vmss was left out of the copy, or deleted to start afresh", "W114")
def suspended_without_its_memory(folder: Path) -> Made:
    return whole(small(folder, 'checkpoint.vmState = "/vmfs/volumes/a/vm/vm-5cf6.vmss"'))


# -- D. Names in every alphabet


def named(folder: Path, name: str, encoding: str, codec: str) -> Made:
    """A machine whose name, in its .vmx, descriptors and list of snapshots, is ``name``."""
    built = build(folder / "vm", name=name, size=4 * MIB, layout="vmfs", encoding=codec)
    texts = (*(folder / "vm").glob("*.vm[sx]*"), built.disk, built.disk.with_name(f"{name}.vmdk"))
    for each in texts:
        data = each.read_bytes()
        assert codec.encode() in data
        each.write_bytes(data.replace(codec.encode(), encoding.encode()))
    return whole(built)


UNICODE = "open-vm-tools, lib/unicode: how VMware names the code page of the host"


@condition(f"{UNICODE}; Workstation on a Korean Windows")
def korean(folder: Path) -> Made:
    return named(folder, "서버", "windows-949-2000", "cp949")


@condition(f"{UNICODE}; on a Chinese Windows")
def chinese(folder: Path) -> Made:
    return named(folder, "新建", "GBK", "gbk")


@condition(f"{UNICODE}; on a Hebrew Windows")
def hebrew(folder: Path) -> Made:
    return named(folder, "מחשב", "windows-1255", "cp1255")


@condition("libyal/libvmdk, documentation: ddb.encoding")
def encoding_in_the_disk_database(folder: Path) -> Made:
    built = build(folder / "vm", name="データ", size=4 * MIB, layout="vmfs", encoding="Shift_JIS")
    disk = built.disk.read_bytes().replace(b'\nencoding="', b'\nddb.encoding = "')
    assert b"\nddb.encoding" in disk
    built.disk.write_bytes(disk)
    return whole(built)


@condition("macOS: files copied from HFS+ have decomposed names")
def decomposed_by_a_mac(folder: Path) -> Made:
    built = build(folder / "vm", name="Prüfung", size=4 * MIB, layout="vmfs")
    for each in list((folder / "vm").iterdir()):
        each.rename(each.with_name(unicodedata.normalize("NFD", each.name)))
    path, truths = whole(built)
    return path.with_name(unicodedata.normalize("NFD", path.name)), truths


@condition("Info-ZIP's unzip leaves names of a Chinese Windows as they are")
def names_in_a_code_page(folder: Path) -> Made:
    built = build(folder / "vm", name="虚拟机", size=4 * MIB, layout="vmfs", snapshots=0)
    for each in list((folder / "vm").iterdir()):
        each.rename(each.with_name(os.fsdecode(each.name.encode("gbk"))))
    path, truths = whole(built)
    return path.with_name(os.fsdecode(path.name.encode("gbk"))), truths


@condition("a folder named in Latin-1, as on an old server")
def a_folder_that_is_no_utf8(folder: Path) -> Made:
    built = small(folder)
    path, truths = whole(built)
    inside = path.parent.rename(folder / os.fsdecode(b"gr\xf6\xdfe"))
    return inside / path.name, truths


# -- E. OVF and OVA

DISK = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1"/>'
TWO_FILES = '<File ovf:id="file1" ovf:href="disk.vmdk"/><File ovf:id="file2" ovf:href="b.vmdk"/>'
TWO_DISKS = f'{DISK}<Disk ovf:diskId="vmdisk2" ovf:fileRef="file2"/>'


def exported(folder: Path, seed: int = 0) -> tuple[bytes, bytes]:
    """A disk as it is exported, and what it reads as."""
    place = folder / f"exported{seed}"
    built = build(place, size=MIB, layout="streamOptimized", snapshots=0, seed=seed)
    return built.disk.read_bytes(), built.truths["current"].read_bytes()


def described(folder: Path, text: str, **files: bytes) -> Path:
    """A description with files beside it."""
    for name, data in files.items():
        (folder / f"{name}.vmdk").write_bytes(data)
    (folder / "vm.ovf").write_text(text)
    return folder / "vm.ovf"


def packed(folder: Path, text: str, members: dict[str, bytes], listed: bytes = b"") -> Path:
    """An archive of a description, a manifest and files."""
    files = {"vm.ovf": text.encode()} | ({"vm.mf": listed} if listed else {}) | members
    return archive(folder / "vm.ova", files)


@condition("DMTF DSP0243, 8.1: a drive's place is its controller and unit")
def disks_listed_out_of_order(folder: Path) -> Made:
    (first, one), (second, two) = exported(folder, 1), exported(folder, 2)
    drives = disk_item(3, 1, "ovf:/disk/vmdisk2"), disk_item(3, 0, "ovf:/disk/vmdisk1")
    text = envelope(*drives, SCSI, files=TWO_FILES, disks=TWO_DISKS)
    return described(folder, text, disk=first, b=second), [one, two]


@condition("VMware Studio, VirtualCenter 2.5: OVF 0.9, ovf:VirtualSystem_Type")
def version_0_9(folder: Path) -> Made:
    data, truth = exported(folder)
    text = old_style(envelope(SCSI, disk_item(resource="/disk/vmdisk1"), disks=DISK))
    return described(folder, text, disk=data), [truth]


@condition("DMTF DSP0243, 9.1: a Disk without fileRef is empty")
def a_disk_without_a_file(folder: Path) -> Made:
    data, truth = exported(folder)
    disks = f'{DISK}<Disk ovf:diskId="empty" ovf:capacity="3" ovf:capacityAllocationUnits="MB"/>'
    text = envelope(SCSI, disk_item(), disk_item(3, 1, "ovf:/disk/empty"), disks=disks)
    return described(folder, text, disk=data), [truth, bytes(3 * MIB)]


@condition("DMTF DSP0243, 9.1: the capacity may be larger than the file's")
def a_larger_capacity(folder: Path) -> Made:
    data, truth = exported(folder)
    disks = f'<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="{5 * MIB}"/>'
    text = envelope(SCSI, disk_item(), disks=disks)
    return described(folder, text, disk=data), [truth.ljust(5 * MIB, b"\0")]


@condition("a description edited by hand; nothing of the file is cut off", "W115")
def a_smaller_capacity(folder: Path) -> Made:
    data, truth = exported(folder)
    disks = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="512"/>'
    return described(folder, envelope(SCSI, disk_item(), disks=disks), disk=data), [truth]


@condition("virt-v2v, tests/test-i-ova-subfolders")
def an_archive_with_a_folder(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK).encode()
    path = archive(folder / "vm.ova", {"sub/vm.ovf": text, "sub/disk.vmdk": data})
    return path, [truth]


@condition("Oracle Linux Virtualization Manager; virt-v2v, pull request 192")
def references_with_a_dot(folder: Path) -> Made:
    data, truth = exported(folder)
    files = '<File ovf:id="file1" ovf:href="./disk.vmdk"/>'
    text = envelope(SCSI, disk_item(), files=files, disks=DISK)
    return packed(folder, text, {"disk.vmdk": data}), [truth]


@condition("tar of macOS: ._vm.ovf comes before vm.ovf")
def files_of_a_mac(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK).encode()
    files = {"._vm.ovf": b"\0\5\x16\7", "vm.ovf": text, "._disk.vmdk": b"x", "disk.vmdk": data}
    return archive(folder / "vm.ova", files), [truth]


@condition("home-assistant/operating-system, issue 3654: digests by OpenSSL 3")
def a_manifest_of_openssl(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = {"vm.ovf": text.encode(), "disk.vmdk": data}
    path = packed(folder, text, {"disk.vmdk": data}, manifest(listed, "SHA2-256({name})= {digest}"))
    assert [each.name for each in machine.read(path).digests] == ["disk.vmdk"]
    return path, [truth]


@condition("home-assistant/operating-system, issue 826: the manifest lists itself, still empty")
def a_manifest_of_itself(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = {"vm.mf": b"", "vm.ovf": text.encode(), "disk.vmdk": data}
    line = "SHA256 ({name}) = {digest}"
    return packed(folder, text, {"disk.vmdk": data}, manifest(listed, line)), [truth]


@condition("an .ovf edited after the export, as is advised in many a forum", "E123")
def a_description_that_was_edited(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = manifest({"vm.ovf": b"as it was", "disk.vmdk": data})
    return packed(folder, text, {"disk.vmdk": data}, listed), [truth]


@condition("virt-v2v, tests/test-i-ova-checksums: a manifest that is not of all", "W117")
def a_manifest_with_a_gap(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = manifest({"vm.ovf": text.encode()})
    return packed(folder, text, {"disk.vmdk": data}, listed), [truth]


@condition("VirtualBox 4: a disk and two CD-ROM drives, all at address 0")
def three_drives_on_one_ide_controller(folder: Path) -> Made:
    data, truth = exported(folder)
    cdroms = (item(15, number, Parent=4, AddressOnParent=0) for number in (20, 21))
    text = envelope(item(5, 4), disk_item(4), *cdroms, disks=DISK)
    return described(folder, text, disk=data), [truth]


@condition("DMTF DSP0243, 7.1: ovf:compression", "E120")
def a_compressed_file(folder: Path) -> Made:
    data, truth = exported(folder)
    files = '<File ovf:id="file1" ovf:href="disk.vmdk" ovf:compression="gzip"/>'
    text = envelope(SCSI, disk_item(), files=files, disks=DISK)
    return described(folder, text, disk=gzip.compress(data)), [truth]


@condition("DMTF DSP0243, 7.1: ovf:chunkSize", "E122")
def a_file_in_chunks(folder: Path) -> Made:
    data, truth = exported(folder)
    files = '<File ovf:id="file1" ovf:href="disk.vmdk" ovf:chunkSize="50000"/>'
    (folder / "disk.vmdk.000000000").write_bytes(data[:50_000])
    (folder / "disk.vmdk.000000001").write_bytes(data[50_000:])
    return described(folder, envelope(SCSI, disk_item(), files=files, disks=DISK)), [truth]


@condition("Vagrant: a box of VirtualBox that is not compressed")
def a_plain_box(folder: Path) -> Made:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK).encode()
    return archive(folder / "vm.box", {"box.ovf": text, "disk.vmdk": data}), [truth]
