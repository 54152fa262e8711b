"""L. What others read wrongly and say nothing: right here, or refused.

The others are asked where they are there, so that it is seen and not believed: qemu-img converts
with exit code 0, dissect reads without an exception, and neither has what the disk is. Of virt-v2v
and of vmx2xen 0.1.0 the conditions are those that were found by running them.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from conditions.command import run
from conditions.table import CONDITIONS, Met, condition, read
from fixtures.several import GRAIN, noise, write_base, write_child, write_vmx
from fixtures.vmdk import hosted_sparse, stream_optimized
from fixtures.vmdk.descriptor import Descriptor, Extent
from fixtures.vmdk.layer import SECTOR, Layer
from vmware.reading import describe

from engine.translate.domain_of_machine import domain_of
from engine.vmware import machine

QEMU = "found with qemu-img 7.2"
DISSECT = "found with dissect.hypervisor 3.21"
BOTH = f"{QEMU} and dissect.hypervisor 3.21"
V2V = "found with virt-v2v 2.2 on the .vmx files of libvirt's tests"
FIRST, SECOND = noise(1, GRAIN), noise(2, GRAIN)
SECTORS = GRAIN // SECTOR

#: In a process of its own, for it leaves its files open.
_DISSECT = """
import sys
from pathlib import Path
from dissect.hypervisor.disk.vmdk import VMDK
Path(sys.argv[2]).write_bytes(VMDK(Path(sys.argv[1])).read())
"""

Peer = Callable[[Path, bytes], bool | None]  #: whether it is silently wrong; None: it is not there


def qemu_img(disk: Path, truth: bytes) -> bool | None:
    """Whether qemu-img converts without an error, and not what the disk is."""
    found = shutil.which("qemu-img")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"version (\d+)", told)
    if version is None or int(version[1]) > 7:
        return None  # later ones were not looked at
    out = disk.with_name("as-others-read-it")
    done = subprocess.run([found, "convert", "-O", "raw", disk, out], capture_output=True)
    return done.returncode == 0 and out.read_bytes() != truth


def dissect(disk: Path, truth: bytes) -> bool:
    """Whether dissect reads without an exception, and not what the disk is."""
    out = disk.with_name("as-others-read-it")
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", _DISSECT, disk, out])
    return done.returncode == 0 and out.read_bytes() != truth


def silently_wrong(disk: Path, truth: bytes, *peers: Peer) -> list[str]:
    """The codes of a conversion of a disk that ``peers`` read wrongly: it is right, or refused."""
    for peer in peers:
        assert peer(disk, truth) is not False, peer.__name__
    path, out = write_vmx(disk.with_name("vm.vmx"), {"scsi0:0": disk.name}), disk.with_name("out")
    done = run("convert", path, "-o", out)
    images = [each.read_bytes() for each in out.glob("*.img")]
    assert (done.code, images) in ((0, [truth]), (3, []))
    return done.codes


def two_extents(folder: Path, second: str) -> Path:
    """A disk of two flat extents, with this line for the second; the file of it is b."""
    (folder / "a").write_bytes(FIRST)
    (folder / "b").write_bytes(SECOND)
    flat = [Extent(SECTORS, "FLAT", name, 0) for name in "ab"]
    path = describe(folder / "disk.vmdk", *flat, create_type="monolithicFlat")
    path.write_text(path.read_text().replace(flat[1].line(), second))
    return path


# -- lines of a descriptor


@condition(BOTH)
def an_extent_of_zeros(folder: Path) -> list[str]:
    disk = two_extents(folder, f'RW {SECTORS} ZERO\nRW {SECTORS} FLAT "b" 0')
    return silently_wrong(disk, FIRST + bytes(GRAIN) + SECOND, qemu_img, dissect)


@condition(QEMU)
def an_extent_that_is_read_only(folder: Path) -> list[str]:
    disk = two_extents(folder, f'RDONLY {SECTORS} FLAT "b" 0')
    return silently_wrong(disk, FIRST + SECOND, qemu_img)


@condition(BOTH, "W203")
def an_extent_that_nobody_may_read(folder: Path) -> list[str]:
    disk = two_extents(folder, f'NOACCESS {SECTORS} FLAT "b" 0')
    return silently_wrong(disk, FIRST + bytes(GRAIN), qemu_img, dissect)


@condition(BOTH)
def an_extent_in_small_letters(folder: Path) -> list[str]:
    disk = two_extents(folder, f'rw {SECTORS} flat "b" 0')
    return silently_wrong(disk, FIRST + SECOND, qemu_img, dissect)


@condition(DISSECT)
def an_extent_with_tabs(folder: Path) -> list[str]:
    disk = two_extents(folder, f'RW\t{SECTORS}\tFLAT\t"b"\t0')
    return silently_wrong(disk, FIRST + SECOND, dissect)


# -- files that are cut or damaged


@condition(BOTH, "E202")
def a_flat_extent_that_is_cut(folder: Path) -> list[str]:
    disk = two_extents(folder, f'RW {SECTORS} FLAT "b" 0')
    os.truncate(folder / "b", GRAIN // 2)
    return silently_wrong(disk, FIRST + SECOND, qemu_img, dissect)


@condition(BOTH, "E204")
def a_sparse_extent_that_is_cut(folder: Path) -> list[str]:
    truth = write_base(folder / "disk.vmdk", noise(1, 4 * GRAIN), "sparse")
    os.truncate(folder / "disk.vmdk", (folder / "disk.vmdk").stat().st_size - GRAIN)
    return silently_wrong(folder / "disk.vmdk", truth, qemu_img, dissect)


@condition(BOTH, "E211")
def an_extent_with_less_than_its_line_says(folder: Path) -> list[str]:
    hosted_sparse.write(folder / "disk-s001.vmdk", Layer.of_bytes(FIRST), None)
    disk = describe(
        folder / "disk.vmdk",
        Extent(2 * SECTORS, "SPARSE", "disk-s001.vmdk"),
        create_type="twoGbMaxExtentSparse",
    )
    return silently_wrong(disk, FIRST + SECOND, qemu_img, dissect)


def with_entry(disk: Path, sector: int) -> None:
    """Has all tables say that the second grain is at a sector."""
    data = bytearray(disk.read_bytes())
    fields = hosted_sparse._HEADER.unpack_from(data)
    for directory in {fields[8], fields[9]} - {0}:
        (table,) = struct.unpack_from("<I", data, directory * SECTOR)
        struct.pack_into("<I", data, table * SECTOR + 4, sector)
    disk.write_bytes(data)


@condition(BOTH, "E204")
def a_grain_behind_the_end(folder: Path) -> list[str]:
    truth = write_base(folder / "disk.vmdk", noise(1, 4 * GRAIN), "sparse")
    with_entry(folder / "disk.vmdk", 0x700000)
    return silently_wrong(folder / "disk.vmdk", truth, qemu_img, dissect)


@condition(BOTH, "E204")
def a_grain_within_the_header(folder: Path) -> list[str]:
    truth = write_base(folder / "disk.vmdk", noise(1, 4 * GRAIN), "sparse")
    with_entry(folder / "disk.vmdk", 2)
    return silently_wrong(folder / "disk.vmdk", truth, qemu_img, dissect)


@condition(BOTH, "E204")
def compressed_grains_in_the_place_of_others(folder: Path) -> list[str]:
    """Two exchanged by a copy that went wrong: each says in its marker which it is."""
    truth, disk = noise(1, 4 * GRAIN), folder / "disk.vmdk"
    extent = Extent(len(truth) // SECTOR, "SPARSE", disk.name)
    text = Descriptor("streamOptimized", (extent,), 0x11111111).encode()
    stream_optimized.write(disk, Layer.of_bytes(truth), text)
    data = bytearray(disk.read_bytes())
    markers = [struct.pack("<Q", number * SECTORS) for number in (1, 2, 3)]
    one, two, end = (
        next(at for at in range(0, len(data), SECTOR) if data[at : at + 8] == each)
        for each in markers
    )
    assert end - two == two - one
    data[one:two], data[two:end] = data[two:end], data[one:two]
    disk.write_bytes(data)
    return silently_wrong(disk, truth, qemu_img, dissect)


# -- chains


@condition(DISSECT, "E302")
def a_parent_that_has_changed_since(folder: Path) -> list[str]:
    below = write_base(folder / "base.vmdk", noise(1), "sparse", cid=0x11111111)
    truth = write_child(
        folder / "disk.vmdk", noise(2), below, parent_cid=0x11111111, hint="base.vmdk"
    )
    write_base(folder / "base.vmdk", noise(3), "sparse", cid=0x33333333)
    return silently_wrong(folder / "disk.vmdk", truth, dissect)


# -- machines


@condition(V2V)
def a_disk_on_ide_of_no_type(folder: Path) -> Met:
    """It is left out, and nothing is said."""
    truth = write_base(folder / "disk.vmdk", FIRST)
    return write_vmx(folder / "vm.vmx", {"ide0:0": "disk.vmdk"}), [truth]


@condition(V2V)
def a_disk_that_is_not_present(folder: Path) -> Met:
    """It is converted all the same."""
    truth = write_base(folder / "disk.vmdk", FIRST)
    write_base(folder / "old.vmdk", SECOND)
    path = write_vmx(folder / "vm.vmx", {"scsi0:0": "disk.vmdk", "scsi0:1": "old.vmdk"})
    text = path.read_text()
    path.write_text(text.replace('scsi0:1.present = "TRUE"', 'scsi0:1.present = "FALSE"'))
    return path, [truth]


@condition(V2V)
def an_address_that_was_set_by_hand(folder: Path) -> list[str]:
    """It is lost: only one that VMware made is kept."""
    truth = write_base(folder / "disk.vmdk", FIRST)
    card = ('ethernet0.present = "TRUE"', 'ethernet0.addressType = "static"',
            'ethernet0.address = "00:50:56:12:34:56"')  # fmt: skip
    path = write_vmx(folder / "vm.vmx", {"scsi0:0": "disk.vmdk"}, *card)
    (vif,) = domain_of(machine.read(path), (), {})[0].vifs
    assert vif.mac == "00:50:56:12:34:56"
    return read(path, [truth])


# -- vmx2xen 0.1.0

#: What it did wrongly and said nothing of, and where that is tried now: a condition, or a test.
OF_0_1_0 = {
    "two disks of one name on two datastores: the first of them twice":
        "places-a_name_that_another_slot_has",
    "an extent of another disk in the place of one that is missing":
        "places-an_extent_of_another_size_stands_in_for_none",
    "a slot, a controller or a type that there is not: its disk left out":
        "places-a_controller_that_is_not_there",
    "a machine that runs": "at_rest-running",
    "a .vmx from before the last snapshots": "at_rest-a_lost_snapshot",
    "an OVF whose disks are listed out of order": "exports-disks_listed_out_of_order",
    "an OVF with a capacity above that of its VMDK": "exports-a_larger_capacity",
    "an OVF's manifest that does not fit what it lists": "exports-a_description_that_was_edited",
    "a guest for ARM": "kinds-a_guest_for_arm",
    "300 machines given, 100 opened": "folders-three_hundred_machines",
    "acpi=0 for a Xen that cannot be told so": "which_xen-acpi_0_is_said_to_fail",
    "a card that Windows takes for another": "which_xen-cards_that_stay_what_they_were",
    "UEFI without an OVMF that knows Xen": "which_xen-uefi_without_an_ovmf",
    "several processors for the Standard PC": "which_xen-a_standard_pc_with_several_processors",
    "an archive without what the configuration says":
        "which_xen-an_archive_keeps_what_the_configuration_keeps",
    "a second disk that stays offline": "real_windows-second_disks_that_stay_offline",
    "a disk that lost its signature": "real_windows-a_disk_that_lost_its_signature",
    "a fixed address that is lost with its card": "real_windows-a_fixed_address_is_set_again",
    "verify: a changed configuration, or a byte more": "verified-a_bit_of_the_configuration",
    "a delivery that was cut, told as refused": "exits-a_delivery_that_is_cut",
    "push: a configuration changed by hand is thrown away":
        "job/result/test_changed_by_hand.py::test_an_edited_configuration_is_sent",
    "xva: the same":
        "job/result/test_changed_by_hand.py::test_an_archive_takes_over_what_it_has_words_for",
    "hal --set: the configuration stays that of before":
        "job/result/test_changed_by_hand.py::"
        "test_a_new_hal_brings_configuration_and_manifest_along",
    "hal --undo: goes on into what the conversion fitted":
        "job/result/test_changed_by_hand.py::test_undo_does_not_go_past_the_users_own_changes",
    "settings that are taken and do nothing":
        "cli/test_usage.py::test_a_setting_without_a_value_is_refused",
    "try: started, though it does not start":
        "boot/test_verdict.py::test_a_guest_that_does_not_start",
    "qcow2 with a second cluster of counts":
        "disk/images/test_metadata.py::test_a_count_in_the_second_cluster_of_counts",
}  # fmt: skip


def is_tried(where: str) -> bool:
    """Whether there is such a condition, or a test of that name in that file."""
    file, _, name = where.partition("::")
    if not name:
        return where in map(str, CONDITIONS)
    path = Path(__file__).resolve().parents[1] / file
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(each, ast.FunctionDef) and each.name == name for each in tree.body)
