"""Free blocks of file systems that were in use: emptied, every file is still what it was."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures import aged, lvm, partitioned
from fixtures.aged import MIB
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk
from fixtures.tools import run

from engine.guest.free_blocks.find import find
from engine.guest.free_blocks.found import FreeBlocks
from engine.guest.free_blocks.process import look


@dataclass(frozen=True)
class Kind:
    make: tuple[str, ...]
    check: tuple[str, ...]
    size: int = 48 * MIB
    mount: tuple[str, ...] = ()


_E2FSCK, _XFS = ("e2fsck", "-fn"), ("xfs_repair", "-n", "-f")
_SMALL_XFS = ("mkfs.xfs", "-qf", "-b", "size=1024")
_NTFS = (("ntfsfix", "-n"), 48 * MIB, ("-t", "ntfs-3g"))
_OLD = "^metadata_csum,uninit_bg,^64bit,^flex_bg"
KINDS = {
    "ext2, blocks of 1 KiB": Kind(("mkfs.ext2", "-qFb", "1024"), _E2FSCK),
    "ext3": Kind(("mkfs.ext3", "-qFb", "4096"), _E2FSCK),
    "ext4": Kind(("mkfs.ext4", "-qFb", "4096"), _E2FSCK),
    "ext4 of old": Kind(("mkfs.ext4", "-qFb", "1024", "-O", _OLD), _E2FSCK),
    "xfs": Kind(("mkfs.xfs", "-qf"), _XFS, 320 * MIB),
    "xfs, small blocks": Kind((*_SMALL_XFS, "-m", "rmapbt=1"), _XFS, 320 * MIB),
    "xfs of old": Kind(("mkfs.xfs", "-qf", "-m", "crc=0"), _XFS, 320 * MIB),
    "ntfs": Kind(("mkntfs", "-qFf"), *_NTFS),
    "ntfs, large clusters": Kind(("mkntfs", "-qFfc", "16384"), *_NTFS),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_files_are_whole_without_free_blocks(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    image, place = tmp_path / "image", tmp_path / "place"
    with image.open("wb") as file:
        file.truncate(kind.size)
    run(*kind.make, image)
    with aged.mounted(image, place, *kind.mount):
        aged.use(place, seed=len(name))
        before = aged.files_in(place)
        free = shutil.disk_usage(place).free
    found = _found(image)
    assert not found.volumes[0].why_kept
    # Some of what is free lies in spans too short, or is held ready for tables.
    assert 0.6 * free < found.spans.total < 1.1 * free + 32 * MIB
    _scribble(image, found)
    run(*kind.check, image)
    with aged.mounted(image, place, *kind.mount, "-r"):
        assert aged.files_in(place) == before


@pytest.mark.parametrize("bits", ["16", "32"])
def test_files_of_fat_are_whole(bits: str, tmp_path: Path) -> None:
    image, source = tmp_path / "image", tmp_path / "source"
    with image.open("wb") as file:
        file.truncate(300 * MIB if bits == "32" else 40 * MIB)
    run("mkfs.vfat", "-F", bits, image)
    source.mkdir()
    choose = random.Random(bits)
    for number in range(120):
        path = source / f"file {number}"
        path.write_bytes(choose.randbytes(int(2 ** choose.uniform(0, 18))))
        run("mcopy", "-i", image, path, "::/")
        if choose.random() < 0.5:
            run("mdel", "-i", image, f"::/file {number}")
            path.unlink()
        elif choose.random() < 0.1:
            run("mmd", "-i", image, f"::/folder {number}")
            run("mcopy", "-i", image, path, f"::/folder {number}/")
    found = _found(image)
    assert not found.volumes[0].why_kept
    assert found.spans.total > 20 * MIB
    _scribble(image, found)
    run("fsck.fat", "-n", image)
    copy = tmp_path / "copy"
    copy.mkdir()
    run("mcopy", "-s", "-i", image, "::/", copy)
    files = aged.files_in(source)
    assert files.items() <= aged.files_in(copy).items()


def _ext(tmp_path: Path) -> Path:
    image, script = tmp_path / "image", tmp_path / "content"
    script.write_bytes(random.Random(1).randbytes(3 * MIB))
    with image.open("wb") as file:
        file.truncate(32 * MIB)
    run("mkfs.ext4", "-qFb", "1024", image)
    lines = [f"write {script} {number}" for number in range(6)] + ["rm 2", "rm 4"]
    run("debugfs", "-w", "-f", "-", image, stdin="\n".join(lines) + "\n")
    run("e2fsck", "-fn", image)
    return image


def test_a_bitmap_that_is_wrong_is_not_believed(tmp_path: Path) -> None:
    image = _ext(tmp_path)
    bitmap = int(run("dumpe2fs", image).split("Block bitmap at ")[1].split()[0]) * 1024
    sound = _found(image).spans
    assert sound.total > 8 * MIB
    content = image.read_bytes()
    choose = random.Random(3)
    for _ in range(12):
        damaged = bytearray(content)
        at = bitmap + choose.randrange(1024)
        damaged[at] ^= 1 << choose.randrange(8)
        found = find(Memory(bytes(damaged)))
        assert found.volumes[0].why_kept
        assert not found.spans.total


def test_what_was_not_shut_down_is_copied_whole(tmp_path: Path) -> None:
    image = _ext(tmp_path)
    run("debugfs", "-w", "-R", "feature needs_recovery", image)
    (volume,) = _found(image).volumes
    assert volume.why_kept == "its journal has to be recovered"


def test_swap_is_free_unless_a_system_sleeps_in_it(tmp_path: Path) -> None:
    swap, data, disk = tmp_path / "swap", _ext(tmp_path), tmp_path / "disk"
    with swap.open("wb") as file:
        file.truncate(16 * MIB)
    run("mkswap", swap)
    parts = [Part(16 * MIB, "82", swap), Part(32 * MIB, "83", data)]
    first, second = partitioned.build(disk, parts)
    found = _found(disk)
    assert {each.kind: bool(each.free) for each in found.volumes} == {"swap": True, "ext4": True}
    inside = (found.spans.start >= first) & (found.spans.stop <= second + 32 * MIB)
    assert inside.all()
    assert not found.is_asleep
    with disk.open("r+b") as file:
        file.seek(first + 4086)
        file.write(b"S1SUSPEND\0")
    found = _found(disk)
    assert found.is_asleep
    assert not len(found.spans)


def test_extents_of_no_logical_volume_are_free(tmp_path: Path) -> None:
    physical, data = tmp_path / "physical", _ext(tmp_path)
    lvm.build([physical], [20], "group", {"data": [(0, 3, 5), (0, 12, 3)]})
    lvm.write([physical], [(0, 3, 5), (0, 12, 3)], data)
    found = _found(physical)
    own = {each.name: each for each in found.volumes}
    assert own["0"].free == (20 - 8) * lvm.EXTENT
    assert 8 * MIB < own["group/data"].free == _found(data).volumes[0].free
    _scribble(physical, found)
    copy = tmp_path / "copy"
    content = physical.read_bytes()
    begin = MIB + 3 * lvm.EXTENT, MIB + 12 * lvm.EXTENT
    copy.write_bytes(content[begin[0] :][: 5 * lvm.EXTENT] + content[begin[1] :][: 3 * lvm.EXTENT])
    run("e2fsck", "-fn", copy)


def test_partitions_that_overlap_are_copied_whole(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    partitioned.build(disk, [Part(32 * MIB, "83", _ext(tmp_path)), Part(8 * MIB, "83")])
    content = bytearray(disk.read_bytes())
    content[462 + 8 : 462 + 12] = (4096).to_bytes(4, "little")
    found = find(Memory(bytes(content)))
    assert not len(found.spans)
    assert {each.why_kept for each in found.volumes} == {"partitions overlap"}


def _found(image: Path) -> FreeBlocks:
    """As a conversion finds it, in the helper process."""
    found, why = look(RawDisk(image))
    assert found is not None, why
    return found


def _scribble(image: Path, found: FreeBlocks) -> None:
    """Put something else into all that is free: if anything of it is in use, it shows."""
    with image.open("r+b") as file:
        for start, stop in zip(found.spans.start, found.spans.stop, strict=True):
            file.seek(int(start))
            file.write(b"\xa5" * int(stop - start))
