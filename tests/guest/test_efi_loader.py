"""The loader that any UEFI firmware starts, copied from the guest's own; fsck.fat is the judge."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest
from fixtures import fat_proof, linux, linux_vmware, partitioned, pe
from fixtures.ntfs import File
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk

from engine.disk.edits.overlay import Overlay
from engine.guest import efi_loader, partitions
from engine.guest.inspect import look
from engine.guest.linux import mend
from engine.guest.linux.mending import Machine
from engine.guest.volumes.open_volume import open_files

EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4"


def program(seed: int, machine: bytes = b"\x64\x86") -> bytes:
    content = bytearray(pe.build("loader.dll", (1, 0, 0, 0), "Loader", size=90_000, seed=seed))
    content[0x84:0x86] = machine
    return bytes(content)


_CLUSTER = {16: 2048, 32: 512}
SHIM, GRUB = program(1), program(2)


def esp(folder: Path, files: dict[str, bytes], bits: int = 32) -> tuple[Memory, int]:
    """A GPT disk with an EFI system partition, and where that begins."""
    own = [File(PurePosixPath(f"/EFI/{path}"), content) for path, content in files.items()]
    volume = partitioned.fat_volume(folder / "volume", own, bits=bits, cluster=_CLUSTER[bits])
    [start] = partitioned.build(folder / "disk", [Part(40 << 20, EFI, volume)], label="gpt")
    disk = RawDisk(folder / "disk")
    return Memory(disk.pread(0, disk.size)), start


def put(disk: Memory) -> tuple[Memory, efi_loader.Put]:
    overlay = Overlay(disk)
    found = efi_loader.put(overlay, partitions.read(disk))
    return Memory(overlay.pread(0, overlay.size)), found


def files(folder: Path, disk: Memory, start: int) -> dict[str, bytes]:
    """The files of the partition, once fsck.fat has found it sound, by their paths."""
    (folder / "after").write_bytes(disk.content[start : start + (40 << 20)])
    subprocess.run(["/usr/sbin/fsck.fat", "-n", folder / "after"], check=True, capture_output=True)
    with (folder / "after").open("rb") as stream:
        found = fat_proof.files(stream)
    return {path: digest.encode() for path, (_, digest, _) in found.items()}


@pytest.mark.parametrize(
    ("held", "copied"),
    [
        (
            {"Microsoft/Boot/bootmgfw.efi": SHIM, "Microsoft/Boot/BCD": b"store"},
            {"BOOTX64.EFI": "Microsoft/Boot/bootmgfw.efi"},
        ),
        (
            {"debian/shimx64.efi": SHIM, "debian/grubx64.efi": GRUB, "debian/grub.cfg": b"set"},
            {"BOOTX64.EFI": "debian/shimx64.efi", "grubx64.efi": "debian/grubx64.efi",
             "grub.cfg": "debian/grub.cfg"},
        ),
        (
            {"debian/grubx64.efi": GRUB, "BOOT/fbx64.efi": b"x"},
            {"BOOTX64.EFI": "debian/grubx64.efi"},
        ),
        (
            {"systemd/systemd-bootx64.efi": SHIM, "Linux/kernel.efi": b"x"},
            {"BOOTX64.EFI": "systemd/systemd-bootx64.efi"},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("bits", [16, 32])
def test_the_own_loader_is_copied_and_nothing_else_changes(
    tmp_path: Path, held: dict[str, bytes], copied: dict[str, str], bits: int
) -> None:
    disk, start = esp(tmp_path, held, bits)
    assert "W827" in [each.code for each in look(disk).findings]
    done, found = put(disk)
    before, after = files(tmp_path, disk, start), files(tmp_path, done, start)
    new = {path: after[path] for path in after.keys() - before.keys() if path != "/EFI/BOOT"}
    assert new == {f"/EFI/BOOT/{name}": before[f"/EFI/{own}"] for name, own in copied.items()}
    assert {path: after[path] for path in before} == before
    assert [each.code for each in found.mended] == ["W827"]
    assert len(found.changes) == len(copied)
    assert "W827" not in [each.code for each in look(done).findings]
    assert put(done)[1] == efi_loader.Put()


@pytest.mark.parametrize(
    "held",
    [
        {"Microsoft/Boot/bootmgfw.efi": SHIM, "ubuntu/shimx64.efi": SHIM},
        {"debian/grubx64.efi": b"MZ no program"},
        {"debian/grubx64.efi": program(3, b"\x4c\x01")},
        {"tools/memtest.efi": GRUB},
    ],
)
def test_where_it_is_not_certain_it_is_told(tmp_path: Path, held: dict[str, bytes]) -> None:
    disk, _ = esp(tmp_path, held)
    done, found = put(disk)
    assert [each.code for each in found.findings] == ["W970"]
    assert (found.changes, found.mended) == ((), ())
    assert done.content == disk.content


def test_a_linux_gets_it_with_its_mending(tmp_path: Path) -> None:
    linux.ext4(tmp_path / "root", linux_vmware.tree(tmp_path / "tree"), size=16 << 20)
    loader = [File(PurePosixPath("/EFI/debian/grubx64.efi"), GRUB)]
    volume = partitioned.fat_volume(tmp_path / "volume", loader)
    parts = [Part(40 << 20, EFI, volume), Part(16 << 20, LINUX, tmp_path / "root")]
    partitioned.build(tmp_path / "disk", parts, label="gpt")
    disk = RawDisk(tmp_path / "disk")
    for around, puts in ((Machine(is_uefi=True), True), (Machine(), False),
                         (Machine(is_uefi=True, keep=("loader",)), False)):  # fmt: skip
        fitting, _ = mend.prepare(disk, around)
        assert ("W827" in [each.code for each in fitting.mended]) == puts
        overlay = Overlay(disk)
        overlay.adopt(fitting.edit)
        held = open_files(overlay, partitions.read(overlay).partitions[0])
        assert (held.find(efi_loader.LOADER) is not None) == puts


def test_a_volume_that_was_not_shut_down_is_told(tmp_path: Path) -> None:
    disk, start = esp(tmp_path, {"debian/grubx64.efi": GRUB})
    content = bytearray(disk.content)
    content[start + 0x41] = 1
    _, found = put(Memory(bytes(content)))
    assert [each.code for each in found.findings] == ["W970"]
