"""What stays of VMware's disks in a Windows: letters, disks that are offline, boot sectors."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from fixtures import guests, hive, hive_proof, mbr, ntfs, partitioned, windows2003
from fixtures.guest_proof import Guest as Proof
from fixtures.hive import Key, Value, binary, dword
from fixtures.ntfs import File
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk
from fixtures.tools import run

from engine.disk.disk import Disk
from engine.disk.edits.overlay import Overlay
from engine.guest.fit import Fitting, prepare
from engine.guest.inspect import look
from engine.guest.windows.changes import RegistryChange, SignatureChange
from engine.guest.wishes import Wishes

START, SIGNATURE, SIZE = 63 * 512, 0x4F3C2B1A, 48 << 20
PARTMGR = r"ControlSet001\Services\partmgr"
EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"


def after(disk: Disk, fitting: Fitting) -> bytes:
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    return overlay.pread(0, overlay.size)


def codes(disk: Disk) -> list[str]:
    return [each.code for each in look(disk).findings]


def windows_10(folder: Path, change: Callable[[Key], object]) -> Memory:
    """A Windows 10 whose SYSTEM hive was changed."""
    files = []
    for each in guests.GUESTS["windows10"].files(guests.Choice("ide", "", 63, 0, SIGNATURE)):
        data = each.data
        if each.path.name == "SYSTEM":
            root = Key()
            for path, values in hive_proof.flatten(data).items():
                key = root.at(path) if path else root
                key.set({name: Value(*value) for name, value in values.items()})
            change(root)
            data = hive.build(root, name="SYSTEM", lists="lh")
        files.append(File(PurePosixPath(each.path), data))
    place = windows2003.partition(SIZE)
    ntfs.build(folder / "volume", files, sectors=place.length, first_sector=place.start)
    record = mbr.build([place], signature=SIGNATURE, message="remains")
    whole = record.ljust(START, b"\0") + (folder / "volume").read_bytes()
    return Memory(whole.ljust(SIZE, b"\0"))


def test_the_copy_of_a_boot_sector_follows(tmp_path: Path) -> None:
    guests.build(tmp_path / "disk", "windowsxp")
    disk = RawDisk(tmp_path / "disk")
    done = after(disk, prepare(disk, look(disk), Wishes(bus="ide")))
    (sectors,) = struct.unpack_from("<Q", done, START + 40)
    first, copy = (done[at : at + 512] for at in (START, START + 512 * sectors))
    assert copy[3:7] == b"NTFS"
    assert first == copy
    assert int.from_bytes(copy[0x1A:0x1C], "little") == 0x40
    size = look(disk).table.partitions[0].size
    (tmp_path / "volume").write_bytes(done[START : START + size])
    assert "alternate boot sector... OK" in run("ntfsfix", "-n", tmp_path / "volume")


@pytest.mark.parametrize(("policy", "changes"), [(2, True), (3, True), (1, False), (None, False)])
def test_second_disks_are_brought_online(tmp_path: Path, policy: int | None, changes: bool) -> None:
    def change(root: Key) -> None:
        key = root.at(PARTMGR)
        if policy is not None:
            key.at("Parameters").set({"SanPolicy": dword(policy)})

    disk = windows_10(tmp_path, change)
    wishes = Wishes(bus="ide", several_disks=True)
    fitting = prepare(disk, look(disk), wishes)
    own = [
        each
        for each in fitting.changes
        if isinstance(each, RegistryChange) and each.value == "SanPolicy"
    ]
    assert [each.after for each in own] == (["1"] if changes else [])
    if changes:
        proof = Proof(after(disk, fitting), START, "ntfs")
        found = hive_proof.flatten(proof.read("/Windows/System32/config/SYSTEM"))
        assert found[rf"{PARTMGR}\Parameters"]["SanPolicy"] == tuple(dword(1))
    alone = prepare(disk, look(disk), Wishes(bus="ide"))
    assert "SanPolicy" not in str(alone.changes)


@pytest.mark.parametrize(
    ("letters", "lost"),
    [
        ({"C:": (SIGNATURE, START)}, ()),
        ({"C:": (SIGNATURE + 1, START)}, ("C:",)),
        ({"C:": (SIGNATURE, START), "E:": (7, START)}, ()),
        ({"D:": (7, START + 512)}, ()),
        ({}, ()),
    ],
)
def test_letters_by_another_signature_are_told(
    tmp_path: Path, letters: dict[str, tuple[int, int]], lost: tuple[str, ...]
) -> None:
    def change(root: Key) -> None:
        values = {
            rf"\DosDevices\{letter}": binary(struct.pack("<IQ", *place))
            for letter, place in letters.items()
        }
        root.at("MountedDevices").set(values)

    disk = windows_10(tmp_path, change)
    found = look(disk).windows[0]
    assert tuple(each.letter for each in found.lost_letters) == lost
    assert found.known_signature == ""
    assert codes(disk).count("W825") == len(lost)


def unsigned(folder: Path, letters: dict[str, int]) -> Memory:
    """A Windows 10 that knows letters by signatures, on a disk that has none."""

    def change(root: Key) -> None:
        values = {
            rf"\DosDevices\{letter}": binary(struct.pack("<IQ", signature, START))
            for letter, signature in letters.items()
        }
        root.at("MountedDevices").set(values)

    disk = windows_10(folder, change)
    disk.content = disk.content[:440] + bytes(4) + disk.content[444:]
    return disk


@pytest.mark.parametrize(
    ("letters", "signature"),
    [
        ({"C:": SIGNATURE}, SIGNATURE),
        ({"C:": SIGNATURE, "E:": 7}, SIGNATURE),  # C: is where SOFTWARE says that it is
        ({"E:": 7}, 7),
        ({"E:": 7, "F:": 8}, 0),
    ],
)
def test_a_disk_without_a_signature_gets_the_one_that_windows_knows(
    tmp_path: Path, letters: dict[str, int], signature: int
) -> None:
    disk = unsigned(tmp_path, letters)
    guest = look(disk)
    fitting = prepare(disk, guest, Wishes(bus="ide"))
    done = after(disk, fitting)
    own = [each for each in fitting.changes if isinstance(each, SignatureChange)]
    assert own == ([SignatureChange("00000000", f"{signature:08x}")] if signature else [])
    assert done[440:444] == signature.to_bytes(4, "little")
    assert (done[:440], done[444:512]) == (disk.content[:440], disk.content[444:512])
    left = [each.code for each in guest.findings if each not in fitting.mended]
    lost = len([each for each in letters.values() if each != signature])
    assert left.count("W825") == lost
    assert ("W641" in left) == (signature != SIGNATURE)  # the menu names the disk by it too
    assert look(Memory(done)).windows[0].lost_letters == () or not signature
    for wishes in (Wishes(bus="ide", signature=False),
                   Wishes(bus="ide", other_disks=(f"{signature:08x}",))):  # fmt: skip
        off = prepare(disk, guest, wishes)
        assert after(disk, off)[440:444] == bytes(4)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["/EFI/debian/shimx64.efi"], True),
        (["/EFI/debian/shimx64.efi", "/EFI/BOOT/BOOTX64.EFI"], False),
        (["/config.txt"], False),
    ],
)
def test_an_efi_partition_without_a_loader_for_all(
    tmp_path: Path, files: list[str], told: bool
) -> None:
    loaders = [File(PurePosixPath(path), b"loader") for path in files]
    volume = partitioned.fat_volume(tmp_path / "volume", loaders)
    partitioned.build(tmp_path / "disk", [Part(40 << 20, EFI, volume)], label="gpt")
    assert ("W827" in codes(RawDisk(tmp_path / "disk"))) == told
