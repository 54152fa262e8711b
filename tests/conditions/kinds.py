"""F. Named instead of misnamed: what cannot run or be read, with its way out, which is accepted."""

from __future__ import annotations

from pathlib import Path

from conditions.table import Met, condition, read, said_of
from fixtures import lvm
from fixtures.raw_disk import RawDisk
from fixtures.several import SIZE, noise, write_base, write_child, write_vmx
from fixtures.vmdk import stream_optimized
from fixtures.vmdk.descriptor import Descriptor, Extent
from fixtures.vmdk.layer import Layer, Region
from vmware.reading import SECTOR, codes, content, describe, open_disk

from engine.guest.inspect import look
from engine.vmware import machine

SECTORS = SIZE // SECTOR
DEVICES = "VMware, Virtual Disk Format 5.0: extents on devices"


def ordinary(folder: Path, *lines: str, guest: str = "otherlinux-64") -> tuple[Path, bytes]:
    """A machine of one disk; its .vmx and the disk's content."""
    truth = write_base(folder / "vm/vm.vmdk", noise(1))
    path = write_vmx(folder / "vm/vm.vmx", {"scsi0:0": "vm.vmdk"}, *lines)
    path.write_text(path.read_text().replace("otherlinux-64", guest))
    return path, truth


@condition("Fusion on Apple silicon", "E118")
def a_guest_for_arm(folder: Path) -> Met:
    path, truth = ordinary(folder, guest="arm-windows11-64")
    return path, [truth]


@condition("Fusion on an Intel Mac", "E119")
def a_macos(folder: Path) -> Met:
    path, truth = ordinary(folder, guest="darwin20-64")
    return path, [truth]


def elsewhere(folder: Path, extent: Extent, way_out: str) -> list[str]:
    """Codes of a disk whose data is not in a file; a copy made as is told is read instead of it."""
    path = write_vmx(folder / "vm/vm.vmx", {"scsi0:0": "vm.vmdk"})
    describe(folder / "vm/vm.vmdk", extent)
    found = machine.read(path)
    assert way_out in found.all_findings[0].remedy
    truth = write_base(folder / "copy/copy.vmdk", noise(7))
    assert read(path, [truth], placed={"scsi0:0": folder / "copy/copy.vmdk"}) == []
    (folder / "copy.img").write_bytes(truth)
    located = machine.read(path, placed={"scsi0:0": folder / "copy.img"})
    (disk,) = located.disks
    assert disk.chain is not None
    assert (content(disk.chain), codes(disk.chain.findings)) == (truth, ["W209"])
    return codes(found.all_findings)


@condition("VMware's knowledge base, article 2121181: descriptors of a vSAN", "E213")
def a_disk_in_a_vsan(folder: Path) -> list[str]:
    return elsewhere(folder, Extent(SECTORS, "VMFS", "vsan://3e6aee69-1a70"), "ovftool")


@condition("vSphere's manual, Virtual Volumes", "E214")
def a_disk_in_a_virtual_volume(folder: Path) -> list[str]:
    return elsewhere(folder, Extent(SECTORS, "VMFS", "vvol://rfc4122.4a5b/naa.6"), "vmkfstools -i")


@condition(DEVICES, "E205")
def a_raw_device_mapping(folder: Path) -> list[str]:
    return elsewhere(folder, Extent(SECTORS, "VMFSRDM", "vm-rdm.vmdk"), "vmkfstools -i")


@condition(DEVICES, "E215")
def a_whole_device(folder: Path) -> list[str]:
    return elsewhere(folder, Extent(SECTORS, "FLAT", "/dev/sdb", 0), "dd if=/dev/sdb")


@condition("forum posts: only -flat.vmdk was saved", "W209")
def a_lone_flat_file(folder: Path) -> list[str]:
    truth = write_base(folder / "vm.vmdk", noise(1))
    (folder / "vm.vmdk").unlink()
    chain = open_disk(folder / "vm-flat.vmdk")
    assert content(chain) == truth
    return codes(chain.findings)


@condition("the same, with the .vmx", "E219")
def a_descriptor_that_is_lost(folder: Path) -> list[str]:
    path, truth = ordinary(folder)
    path.with_name("vm.vmdk").unlink()
    lost = said_of(machine.read(path).all_findings, "E219")
    located = machine.read(path, placed={lost.place: path.with_name("vm-flat.vmdk")})
    (disk,) = located.disks
    assert disk.chain is not None
    assert content(disk.chain) == truth
    return codes(machine.read(path).all_findings)


@condition("vSphere's manual: a template's configuration is a .vmtx")
def a_folder_of_a_template(folder: Path) -> Met:
    path, truth = ordinary(folder)
    path.rename(path.with_suffix(".vmtx"))
    return path.parent, [truth]


@condition("VMware's knowledge base, article 1002929: workingDir")
def snapshots_in_a_working_folder(folder: Path) -> list[str]:
    path, below = ordinary(folder, 'workingDir = "work"')
    hint = str(path.with_name("vm.vmdk"))
    child = path.parent / "work/vm-000001.vmdk"
    truth = write_child(child, noise(2), below, parent_cid=0x11111111, hint=hint)
    path.write_text(path.read_text().replace('"vm.vmdk"', '"vm-000001.vmdk"'))
    return read(path, [truth])


@condition("the same, of a host", "W213")
def a_working_folder_of_a_host(folder: Path) -> Met:
    path, truth = ordinary(folder, 'workingDir = "/vmfs/volumes/fast/vm"')
    return path, [truth]


@condition("ESX Server 2.5, Administration Guide: scsi0:0.name", "E216", "W105")
def keys_of_esx_2(folder: Path) -> Met:
    path, _ = ordinary(folder)
    text = path.read_text().replace("scsi0:0.fileName", "scsi0:0.name").replace('"vm', '"san:vm')
    path.write_text(text)
    path.with_name("vm.vmdk").write_bytes(bytes(510) + b"\x55\xaa" + noise(1))
    return path, [b""]


@condition('GSX Server 2.5, "Files that make up a virtual disk"', "E218")
def a_plain_disk_of_gsx(folder: Path) -> Met:
    path, _ = ordinary(folder)
    path.with_name("a.pln").write_text('DRIVETYPE\tide\n#vm|VERSION\t1\nACCESS "a.dat" 0 64\n')
    path.write_text(path.read_text().replace("vm.vmdk", "a.pln"))
    return path, [b""]


@condition("qemu, block/vmdk.c reads grains of up to 64 MiB")
def grains_of_4096_sectors(folder: Path) -> list[str]:
    size = 5 << 20
    data = noise(1, 3 << 20).ljust(size, b"\0")
    text = Descriptor("streamOptimized", (Extent(size // SECTOR, "SPARSE", "a.vmdk"),), 1)
    layer = Layer.of_bytes(data, [Region(0, 3 << 20)])
    options = stream_optimized.Options(grain_sectors=4096)
    stream_optimized.write(folder / "a.vmdk", layer, text.encode(), options)
    chain = open_disk(folder / "a.vmdk")
    assert content(chain) == data
    return codes(chain.findings)


@condition("git-lfs, docs/spec.md: pointers", "E217")
def a_pointer_of_git_lfs(folder: Path) -> Met:
    path, _ = ordinary(folder)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    path.with_name("vm.vmdk").write_bytes(pointer)
    return path, [b""]


@condition("lvm2, lib/format_text: segment types", "W220")
def a_logical_volume_that_is_a_raid(folder: Path) -> list[str]:
    lvm.build([folder / "pv"], [2], "vg", {"root": [(0, 0, 2)]}, kind="raid5")
    return codes(look(RawDisk(folder / "pv")).findings)
