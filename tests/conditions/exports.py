"""E. OVF and OVA, as they are exported and packed."""

from __future__ import annotations

import gzip
from pathlib import Path

from conditions.table import MIB, Met, condition
from fixtures.machine import build
from vmware.appliances import SCSI, archive, disk_item, envelope, item, manifest, old_style

from engine.vmware import machine

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
def disks_listed_out_of_order(folder: Path) -> Met:
    (first, one), (second, two) = exported(folder, 1), exported(folder, 2)
    drives = disk_item(3, 1, "ovf:/disk/vmdisk2"), disk_item(3, 0, "ovf:/disk/vmdisk1")
    text = envelope(*drives, SCSI, files=TWO_FILES, disks=TWO_DISKS)
    return described(folder, text, disk=first, b=second), [one, two]


@condition("VMware Studio, VirtualCenter 2.5: OVF 0.9, ovf:VirtualSystem_Type")
def version_0_9(folder: Path) -> Met:
    data, truth = exported(folder)
    text = old_style(envelope(SCSI, disk_item(resource="/disk/vmdisk1"), disks=DISK))
    return described(folder, text, disk=data), [truth]


@condition("DMTF DSP0243, 9.1: a Disk without fileRef is empty")
def a_disk_without_a_file(folder: Path) -> Met:
    data, truth = exported(folder)
    disks = f'{DISK}<Disk ovf:diskId="empty" ovf:capacity="3" ovf:capacityAllocationUnits="MB"/>'
    text = envelope(SCSI, disk_item(), disk_item(3, 1, "ovf:/disk/empty"), disks=disks)
    return described(folder, text, disk=data), [truth, bytes(3 * MIB)]


@condition("DMTF DSP0243, 9.1: the capacity may be larger than the file's")
def a_larger_capacity(folder: Path) -> Met:
    data, truth = exported(folder)
    disks = f'<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="{5 * MIB}"/>'
    text = envelope(SCSI, disk_item(), disks=disks)
    return described(folder, text, disk=data), [truth.ljust(5 * MIB, b"\0")]


@condition("a description edited by hand; nothing of the file is cut off", "W115")
def a_smaller_capacity(folder: Path) -> Met:
    data, truth = exported(folder)
    disks = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="512"/>'
    return described(folder, envelope(SCSI, disk_item(), disks=disks), disk=data), [truth]


@condition("virt-v2v, tests/test-i-ova-subfolders")
def an_archive_with_a_folder(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK).encode()
    path = archive(folder / "vm.ova", {"sub/vm.ovf": text, "sub/disk.vmdk": data})
    return path, [truth]


@condition("Oracle Linux Virtualization Manager; virt-v2v, pull request 192")
def references_with_a_dot(folder: Path) -> Met:
    data, truth = exported(folder)
    files = '<File ovf:id="file1" ovf:href="./disk.vmdk"/>'
    text = envelope(SCSI, disk_item(), files=files, disks=DISK)
    return packed(folder, text, {"disk.vmdk": data}), [truth]


@condition("tar of macOS: ._vm.ovf comes before vm.ovf")
def files_of_a_mac(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK).encode()
    files = {"._vm.ovf": b"\0\5\x16\7", "vm.ovf": text, "._disk.vmdk": b"x", "disk.vmdk": data}
    return archive(folder / "vm.ova", files), [truth]


@condition("home-assistant/operating-system, issue 3654: digests by OpenSSL 3")
def a_manifest_of_openssl(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = {"vm.ovf": text.encode(), "disk.vmdk": data}
    path = packed(folder, text, {"disk.vmdk": data}, manifest(listed, "SHA2-256({name})= {digest}"))
    assert [each.name for each in machine.read(path).digests] == ["disk.vmdk"]
    return path, [truth]


@condition("home-assistant/operating-system, issue 826: the manifest lists itself, still empty")
def a_manifest_of_itself(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = {"vm.mf": b"", "vm.ovf": text.encode(), "disk.vmdk": data}
    line = "SHA256 ({name}) = {digest}"
    return packed(folder, text, {"disk.vmdk": data}, manifest(listed, line)), [truth]


@condition("an .ovf edited after the export, as is advised in many a forum", "E123")
def a_description_that_was_edited(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = manifest({"vm.ovf": b"as it was", "disk.vmdk": data})
    return packed(folder, text, {"disk.vmdk": data}, listed), [truth]


@condition("virt-v2v, tests/test-i-ova-checksums: a manifest that is not of all", "W117")
def a_manifest_with_a_gap(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK)
    listed = manifest({"vm.ovf": text.encode()})
    return packed(folder, text, {"disk.vmdk": data}, listed), [truth]


@condition("VirtualBox 4: a disk and two CD-ROM drives, all at address 0")
def three_drives_on_one_ide_controller(folder: Path) -> Met:
    data, truth = exported(folder)
    cdroms = (item(15, number, Parent=4, AddressOnParent=0) for number in (20, 21))
    text = envelope(item(5, 4), disk_item(4), *cdroms, disks=DISK)
    return described(folder, text, disk=data), [truth]


@condition("DMTF DSP0243, 7.1: ovf:compression", "E120")
def a_compressed_file(folder: Path) -> Met:
    data, truth = exported(folder)
    files = '<File ovf:id="file1" ovf:href="disk.vmdk" ovf:compression="gzip"/>'
    text = envelope(SCSI, disk_item(), files=files, disks=DISK)
    return described(folder, text, disk=gzip.compress(data)), [truth]


@condition("DMTF DSP0243, 7.1: ovf:chunkSize", "E122")
def a_file_in_chunks(folder: Path) -> Met:
    data, truth = exported(folder)
    files = '<File ovf:id="file1" ovf:href="disk.vmdk" ovf:chunkSize="50000"/>'
    (folder / "disk.vmdk.000000000").write_bytes(data[:50_000])
    (folder / "disk.vmdk.000000001").write_bytes(data[50_000:])
    return described(folder, envelope(SCSI, disk_item(), files=files, disks=DISK)), [truth]


@condition("Vagrant: a box of VirtualBox that is not compressed")
def a_plain_box(folder: Path) -> Met:
    data, truth = exported(folder)
    text = envelope(SCSI, disk_item(), disks=DISK).encode()
    return archive(folder / "vm.box", {"box.ovf": text, "disk.vmdk": data}), [truth]
