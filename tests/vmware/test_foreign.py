"""What is no disk in a file: named as what it is, with a way out that is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.several import SIZE, noise, write_base, write_child, write_vmx
from fixtures.vmdk import stream_optimized
from fixtures.vmdk.descriptor import Descriptor, Extent
from fixtures.vmdk.layer import Layer, Region
from vmware.reading import SECTOR, codes, content, describe, open_disk, unreadable

from engine.cli.main import main
from engine.vmware import machine
from engine.vmware.model import Disk, VirtualMachine

SECTORS = SIZE // SECTOR
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
#: An extent line, the code it is refused with, and words that its remedy must have.
#: Sources: VMware KB 1013458 (vSAN descriptors: KB 2121181), "Virtual Disk Format 5.0" for devices.
EXTENTS = [
    (Extent(SECTORS, "VMFS", "vsan://3e6aee69-1a70-96ba-d4e6-3868dd1ad2e0"), "E213", "ovftool"),
    (Extent(SECTORS, "VMFS", "vvol://rfc4122.4a5b/naa.600"), "E214", "vmkfstools -i"),
    (Extent(SECTORS, "VMFSRDM", "vm-rdm.vmdk"), "E205", "vmkfstools -i"),
    (Extent(SECTORS, "VMFSRDM", "vm-rdmp.vmdk"), "E205", "dd if="),
    (Extent(SECTORS, "VMFSRAW", "vmhba0:0:0:0"), "E205", "dd if="),
    (Extent(SECTORS, "FLAT", "/dev/sdb", 0), "E215", "dd if=/dev/sdb"),
    (Extent(SECTORS, "FLAT", r"\\.\PhysicalDrive1", 0), "E215", "dd if="),
    (Extent(SECTORS, "VMFS", "rados://pool/image"), "E206", "vmware-vdiskmanager"),
]


def only(found: VirtualMachine) -> Disk:
    (disk,) = found.disks
    return disk


def read(disk: Disk) -> bytes:
    assert disk.chain is not None, disk.findings
    return content(disk.chain)


@pytest.fixture
def vmx(tmp_path: Path) -> Path:
    return write_vmx(tmp_path / "vm" / "vm.vmx", {"scsi0:0": "vm.vmdk"})


@pytest.mark.parametrize(("extent", "code", "way_out"), EXTENTS, ids=lambda each: str(each)[:40])
def test_data_elsewhere(vmx: Path, tmp_path: Path, extent: Extent, code: str, way_out: str) -> None:
    describe(vmx.with_name("vm.vmdk"), extent)
    (finding,) = only(machine.read(vmx)).findings
    assert (finding.code, finding.locatable) == (code, code != "E206")
    assert way_out in finding.remedy
    assert code == "E206" or "--set locate.scsi0:0=PATH" in finding.remedy
    truth = noise(7)
    (tmp_path / "copy.img").write_bytes(truth)
    disk = only(machine.read(vmx, placed={"scsi0:0": tmp_path / "copy.img"}))
    assert (read(disk), codes(disk.chain.findings if disk.chain else ())) == (truth, ["W209"])
    write_base(tmp_path / "copy" / "copy.vmdk", truth)
    disk = only(machine.read(vmx, placed={"scsi0:0": tmp_path / "copy" / "copy.vmdk"}))
    assert (read(disk), codes(disk.findings)) == (truth, [])
    disk = only(machine.read(vmx, placed={"scsi0:0.1.1": tmp_path / "copy.img"}))
    assert read(disk) == truth


def test_a_copy_in_the_place_of_the_mapping(vmx: Path) -> None:
    """Copied off the host, the mapping's file is the content of the device."""
    describe(vmx.with_name("vm.vmdk"), Extent(SECTORS, "VMFSRDM", "vm-rdm.vmdk"))
    vmx.with_name("vm-rdm.vmdk").write_bytes(noise(7)[:-1])
    assert codes(only(machine.read(vmx)).findings) == ["E205"]
    vmx.with_name("vm-rdm.vmdk").write_bytes(noise(7))
    disk = only(machine.read(vmx))
    assert read(disk) == noise(7)
    assert disk.chain is not None
    assert codes(disk.chain.findings) == ["W210"]


def test_partitions_of_a_device(vmx: Path, tmp_path: Path) -> None:
    """Each extent can be said: the partition table is in a file, the partition on a device."""
    extents = (Extent(63, "FLAT", "vm-pt.vmdk", 0), Extent(65, "FLAT", "/dev/sda2", 0))
    table, partition = noise(1, 63 * SECTOR), noise(2, 65 * SECTOR)
    vmx.with_name("vm-pt.vmdk").write_bytes(table)
    describe(vmx.with_name("vm.vmdk"), *extents, create_type="partitionedDevice")
    (tmp_path / "sda2.img").write_bytes(partition)
    disk = only(machine.read(vmx, placed={"scsi0:0.1.2": tmp_path / "sda2.img"}))
    assert read(disk) == table + partition


@pytest.mark.parametrize("name", ["copy.vmdk", "copy-flat.vmdk"])
def test_a_copy_that_is_no_raw_data(vmx: Path, tmp_path: Path, name: str) -> None:
    describe(vmx.with_name("vm.vmdk"), Extent(SECTORS, "VMFSRDM", "vm-rdm.vmdk"))
    write_base(tmp_path / name, noise(7), "sparse")
    disk = only(machine.read(vmx, placed={"scsi0:0.1.1": tmp_path / name}))
    assert codes(disk.findings) == ["E203"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"QFI\xfb", "qcow2"), (b"conectix", "VHD"), (b"vhdxfile", "VHDX"), (b"MSWIM\0\0\0", "WIM")],
)
def test_images_of_others_are_no_raw_data(
    vmx: Path, tmp_path: Path, head: bytes, kind: str
) -> None:
    (tmp_path / "copy.img").write_bytes(head.ljust(SIZE, b"\1"))
    (finding,) = only(machine.read(vmx, placed={"scsi0:0": tmp_path / "copy.img"})).findings
    assert (finding.code, kind in finding.message) == ("E203", True)


@pytest.mark.parametrize("name", ["vm.nvram", "vm.vmdk", "copy", "copy.txt"])
def test_not_any_file_is_raw_data(vmx: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(noise(7))
    disk = only(machine.read(vmx, placed={"scsi0:0": tmp_path / name}))
    assert codes(disk.findings) == ["E203"]


def test_an_image_that_is_opened_itself(tmp_path: Path) -> None:
    (tmp_path / "disk.img").write_bytes(noise(7))
    found = machine.read(tmp_path / "disk.img")
    assert (read(only(found)), codes(found.all_findings)) == (noise(7), ["W209"])
    assert only(found).chain is not None
    assert codes(open_disk(tmp_path / "disk.img").findings) == ["W209"]
    assert main(["raw", str(tmp_path / "disk.img"), str(tmp_path / "o.img")]) == 0
    assert (tmp_path / "o.img").read_bytes() == noise(7)
    (tmp_path / "disk.img").write_bytes(b"QFI\xfb".ljust(SIZE, b"\1"))
    assert codes(machine.read(tmp_path / "disk.img").all_findings) == ["E203"]
    (tmp_path / "disk.img").write_bytes(noise(7)[:-1])
    assert codes(machine.read(tmp_path / "disk.img").all_findings) == ["E203"]


# -- descriptors that are lost


def test_a_lone_flat_file(tmp_path: Path) -> None:
    truth = write_base(tmp_path / "vm.vmdk", noise(1))
    assert unreadable(tmp_path / "vm-flat.vmdk") == "E203"  # it has a descriptor
    (tmp_path / "vm.vmdk").unlink()
    chain = open_disk(tmp_path / "vm-flat.vmdk")
    assert (content(chain), codes(chain.findings)) == (truth, ["W209"])
    assert main(["raw", str(tmp_path / "vm-flat.vmdk"), str(tmp_path / "o.img")]) == 0
    assert (tmp_path / "o.img").read_bytes() == truth


def test_a_descriptor_that_is_lost(vmx: Path) -> None:
    truth = write_base(vmx.with_name("vm.vmdk"), noise(1))
    vmx.with_name("vm.vmdk").unlink()
    (finding,) = only(machine.read(vmx)).findings
    assert finding.code == "E219"
    assert "vm-flat.vmdk is the disk: --set locate.scsi0:0=PATH" in finding.remedy
    disk = only(machine.read(vmx, placed={finding.place: vmx.with_name("vm-flat.vmdk")}))
    assert read(disk) == truth


def test_a_parent_whose_descriptor_is_lost(vmx: Path) -> None:
    below = write_base(vmx.with_name("base.vmdk"), noise(1))
    child = vmx.with_name("vm.vmdk")
    truth = write_child(child, noise(2), below, parent_cid=0x11111111, hint="base.vmdk")
    vmx.with_name("base.vmdk").unlink()
    (finding,) = only(machine.read(vmx)).findings
    assert (finding.code, finding.place) == ("E219", "scsi0:0.2")
    placed = {"scsi0:0.2": vmx.with_name("base-flat.vmdk")}
    assert read(only(machine.read(vmx, placed=placed))) == truth
    with vmx.with_name("base-flat.vmdk").open("ab") as file:  # of another size it is another disk
        file.write(bytes(SECTOR))
    assert codes(only(machine.read(vmx, placed=placed)).findings) == ["E301"]


def test_what_looks_like_a_raw_disk(vmx: Path) -> None:
    """ESX 2 kept disks as they are, under keys of its own."""
    data = bytearray(noise(1))
    data[510:512] = b"\x55\xaa"
    text = vmx.read_text().replace("scsi0:0.fileName", "scsi0:0.name").replace('"vm', '"san:vm')
    vmx.write_text(text)
    vmx.with_name("vm.vmdk").write_bytes(data)
    disk = only(machine.read(vmx))
    assert disk.written == "[san] vm.vmdk"
    assert codes(disk.findings) == ["E216", "W105"]
    vmx.with_name("vm.vmdk").rename(vmx.with_name("vm-flat.vmdk"))
    assert read(only(machine.read(vmx, placed={"scsi0:0": vmx.with_name("vm-flat.vmdk")}))) == data


# -- other kinds of files


def test_pointers_of_git_lfs(vmx: Path, tmp_path: Path) -> None:
    vmx.with_name("vm.vmdk").write_bytes(LFS)
    assert codes(only(machine.read(vmx)).findings) == ["E217"]
    write_base(vmx.with_name("vm.vmdk"), noise(1))
    vmx.with_name("vm-flat.vmdk").write_bytes(LFS)
    assert codes(only(machine.read(vmx)).findings) == ["E217"]
    for name in ("a.vmx", "a.ova", "a.ovf"):
        (tmp_path / name).write_bytes(LFS)
        assert main(["inspect", str(tmp_path / name)]) == 3


def test_plain_disks(vmx: Path) -> None:
    """Disks of GSX 2 in a .pln with .dat files (VMware GSX Server 2.5, "Files that make up…")."""
    text = 'DRIVETYPE\tide\n#vm|VERSION\t1\nCYLINDERS\t2\nCAPACITY\t64\nACCESS "a.dat" 0 64\n'
    vmx.with_name("a.pln").write_text(text)
    vmx.write_text(vmx.read_text().replace("vm.vmdk", "a.pln"))
    assert codes(only(machine.read(vmx)).findings) == ["E218"]


def test_large_compressed_grains(tmp_path: Path) -> None:
    """Grains of 4096 sectors, which qemu-img reads."""
    size = 5 << 20
    data = noise(1, 3 << 20).ljust(size, b"\0")
    text = Descriptor("streamOptimized", (Extent(size // SECTOR, "SPARSE", "a.vmdk"),), 1)
    options = stream_optimized.Options(grain_sectors=4096)
    layer = Layer.of_bytes(data, [Region(0, 3 << 20)])
    stream_optimized.write(tmp_path / "a.vmdk", layer, text.encode(), options)
    assert content(open_disk(tmp_path / "a.vmdk")) == data


# -- guests, templates, folders


@pytest.mark.parametrize(
    ("guest", "code"),
    [
        ("arm-windows11-64", "E118"),
        ("arm-fedora-64", "E118"),
        ("darwin20-64", "E119"),
        ("Darwin", "E119"),
        ("windows9-64", ""),
        ("other-64", ""),
        ("", ""),
    ],
)
def test_guests_that_cannot_run(vmx: Path, guest: str, code: str) -> None:
    write_base(vmx.with_name("vm.vmdk"), noise(1))
    vmx.write_text(vmx.read_text().replace("otherlinux-64", guest))
    assert codes(machine.read(vmx).findings) == ([code] if code else [])


def test_a_template(vmx: Path) -> None:
    truth = write_base(vmx.with_name("vm.vmdk"), noise(1))
    vmx.rename(vmx.with_suffix(".vmtx"))
    found = machine.read(vmx.parent)
    assert (found.path.name, read(only(found))) == ("vm.vmtx", truth)


@pytest.mark.parametrize("work", ["work", "{folder}/work", "../outside"])
def test_the_working_folder(vmx: Path, work: str) -> None:
    """Snapshots are there, and .vmx and .vmsd may name them as if they were beside."""
    folder = vmx.parent / work.format(folder=vmx.parent)
    below = write_base(vmx.with_name("vm.vmdk"), noise(1), cid=0xAAAA)
    child = folder / "vm-000001.vmdk"
    truth = write_child(
        child, noise(2), below, parent_cid=0xAAAA, hint=str(vmx.with_name("vm.vmdk"))
    )
    text = vmx.read_text().replace("vm.vmdk", "vm-000001.vmdk")
    vmx.write_text(text + f'workingDir = "{work.format(folder=vmx.parent)}"\n')
    lines = ('uid = "1"', 'numDisks = "1"', 'disk0.node = "scsi0:0"', 'disk0.fileName = "vm.vmdk"')
    (folder / "vm.vmsd").write_text("\n".join(f"snapshot0.{line}" for line in lines))
    if ".." in work:
        assert codes(only(machine.read(vmx)).findings) == ["E109"]
    found = machine.read(vmx, trusted=True)
    assert read(only(found)) == truth
    assert found.all_findings == ()
    assert read(only(machine.state(found, "1", trusted=True))) == below


def test_a_working_folder_that_is_not_here(vmx: Path) -> None:
    write_base(vmx.with_name("vm.vmdk"), noise(1))
    vmx.write_text(vmx.read_text() + 'workingDir = "/vmfs/volumes/fast/vm"\n')
    assert codes(machine.read(vmx).all_findings) == ["W213"]


@pytest.mark.parametrize(
    ("slot", "lines", "reason"),
    [
        ("scsi1:0", [], "controller scsi1 is not present"),
        ("scsi0:7", [], "no such place"),
        ("ide2:0", [], "no such place"),
        ("sata0:30", [], "no such place"),
        ("scsi0:1", ['scsi0:1.deviceType = "tape"'], "device type tape"),
        ("scsi0:1", ['scsi0:1.present = "FALSE"'], ""),
        ("scsi0:1", ['scsi0:1.deviceType = "cdrom-image"'], ""),
    ],
)
def test_named_disks_that_are_left_out(vmx: Path, slot: str, lines: list[str], reason: str) -> None:
    write_base(vmx.with_name("vm.vmdk"), noise(1))
    more = [f'{slot}.present = "TRUE"', f'{slot}.fileName = "data.vmdk"', *lines]
    vmx.write_text(vmx.read_text() + "\n".join(more) + "\n")
    found = machine.read(vmx)
    assert len(found.disks) == 1
    assert codes(found.findings) == (["W211"] if reason else [])
    assert not reason or (reason in found.findings[0].message and slot in found.findings[0].message)
