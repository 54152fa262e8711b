"""What leads in a circle in a guest is found as a circle: indexes of NTFS, trees of btrfs, hives.

The circles are laid into sound volumes and hives that mkntfs, mkfs.btrfs and the fixtures made.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from fixtures import hive as hives
from fixtures import linux, ntfs
from fixtures.ntfs import File
from fixtures.raw_disk import Memory

from engine.findings import Refusal
from engine.guest.hives.hive_reader import Hive
from engine.guest.linux.linux_files import Device, open_linux
from engine.guest.volumes.file_systems import identify
from engine.guest.volumes.ntfs_reader import NtfsFiles
from engine.guest.volumes.volume_stream import Stream

KEYS = tuple(f"Key{number:03}" for number in range(40))


# -- NTFS: the buffers of a folder's index


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A folder with so many files that its index needs buffers."""
    path = tmp_path_factory.mktemp("ntfs") / "volume"
    files = [File(PurePosixPath(f"/folder/{key} with a long name.txt"), b"") for key in KEYS]
    ntfs.build(path, files, sectors=16384)
    return path.read_bytes()


def buffers(content: bytes) -> Iterator[int]:
    """Where the buffers of indexes begin."""
    at = content.find(b"INDX")
    while at >= 0:
        if at % 512 == 0:
            yield at
        at = content.find(b"INDX", at + 4)


def entry(volume: bytearray, at: int, number: int) -> None:
    """Lay an entry with nothing but the number of another buffer first into the buffer at `at`."""
    (first,) = struct.unpack_from("<I", volume, at + 24)
    struct.pack_into("<8xHHHxxQ", volume, at + 24 + first, 24, 0, 3, number)


def ntfs_files(content: bytes) -> NtfsFiles:
    return NtfsFiles(Stream(Memory(content), 0, len(content)))


def test_an_index_that_leads_to_itself(volume: bytes) -> None:
    assert ntfs_files(volume).find(r"\folder\Key003 with a long name.txt")
    damaged = bytearray(volume)
    for at in buffers(volume):
        (own,) = struct.unpack_from("<Q", volume, at + 16)
        entry(damaged, at, own)
    with pytest.raises(Refusal, match="leads back to itself"):
        ntfs_files(bytes(damaged)).find(r"\folder\Key003 with a long name.txt")


def test_an_index_that_leads_round_two_buffers(volume: bytes) -> None:
    places = {struct.unpack_from("<Q", volume, at + 16)[0]: at for at in buffers(volume)}
    numbers = sorted(places)
    assert len(numbers) > 1
    damaged = bytearray(volume)
    for own, following in zip(numbers, [*numbers[1:], numbers[0]], strict=True):
        entry(damaged, places[own], following)
    with pytest.raises(Refusal, match="leads back to itself"):
        ntfs_files(bytes(damaged)).find(r"\folder\Key003 with a long name.txt")


# -- btrfs: the nodes of its trees


@pytest.fixture(scope="module")
def btrfs(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("btrfs")
    linux.btrfs(folder / "volume", linux.tree(folder / "tree"))
    return (folder / "volume").read_bytes()


def nodes(content: bytes, owner: int) -> Iterator[int]:
    """Where the nodes of a tree are, every copy of them."""
    identity = content[65536 + 32 : 65536 + 48]
    at = content.find(identity)
    while at >= 0:
        begin = at - 32
        if begin % 4096 == 0 and struct.unpack_from("<Q", content, begin + 88) == (owner,):
            yield begin
        at = content.find(identity, at + 16)


def opened(content: bytes) -> bool:
    """Whether something is at the root; refuses what cannot be read."""
    disk = Memory(content)
    device = Device("1", disk, 0, disk.size, identify(disk, 0, disk.size))
    return any(files.list("/") for files in open_linux(device))


@pytest.mark.parametrize("owner", [1, 3, 5], ids=["roots", "chunks", "files"])
def test_a_tree_that_leads_to_itself(btrfs: bytes, owner: int) -> None:
    assert opened(btrfs)
    damaged = bytearray(btrfs)
    for at in nodes(btrfs, owner):
        (address,) = struct.unpack_from("<Q", btrfs, at + 48)
        struct.pack_into("<IB", damaged, at + 96, 1, 1)
        struct.pack_into("<Q", damaged, at + 101 + 17, address)
    assert damaged != btrfs
    with pytest.raises(Refusal, match="leads back to itself"):
        opened(bytes(damaged))


@pytest.mark.parametrize("count", [0, 65535])
def test_a_node_with_an_impossible_number_of_items(btrfs: bytes, count: int) -> None:
    damaged = bytearray(btrfs)
    for at in nodes(btrfs, 5):
        struct.pack_into("<I", damaged, at + 96, count)
    with pytest.raises(Refusal, match="a node of its tree is damaged"):
        opened(bytes(damaged))


# -- hives: the lists of a key's subkeys


def hive() -> bytearray:
    root = hives.Key(subkeys={name: hives.Key() for name in KEYS})
    return bytearray(hives.build(root, name="SYSTEM"))


def with_cells(content: bytearray, cells: list[bytes]) -> list[int]:
    """Append a bin that holds `cells`; the offsets of these."""
    start, at, offsets, body = len(content) - 4096, 32, [], b""
    for cell in cells:
        size = -(-(4 + len(cell)) // 8) * 8
        body += struct.pack("<i", -size) + cell.ljust(size - 4, b"\0")
        offsets.append(start + at)
        at += size
    size = -(-at // 4096) * 4096
    content += (b"hbin" + struct.pack("<II20x", start, size) + body).ljust(size, b"\0")
    return offsets


def root_list(content: bytes | bytearray) -> int:
    """Where the root says what its list of subkeys is."""
    root: int = struct.unpack_from("<I", content, 36)[0]
    return 4096 + root + 4 + 28


def first_key(content: bytes | bytearray) -> int:
    (place,) = struct.unpack_from("<I", content, root_list(content))
    first: int = struct.unpack_from("<I", content, 4096 + place + 8)[0]
    return first


def keys_of(content: bytes | bytearray) -> tuple[str, ...]:
    return tuple(key.name for key in Hive("SYSTEM", Memory(bytes(content))).root.subkeys)


def listed(kind: bytes, places: list[int]) -> bytes:
    step = "<I4x" if kind in (b"lf", b"lh") else "<I"
    return kind + struct.pack("<H", len(places)) + b"".join(struct.pack(step, p) for p in places)


@pytest.mark.parametrize("kind", [b"lf", b"lh", b"li"])
def test_a_list_that_names_a_key_over_and_over(kind: bytes) -> None:
    content = hive()
    assert keys_of(content) == KEYS
    (place,) = with_cells(content, [listed(kind, [first_key(content)] * 60_000)])
    struct.pack_into("<I", content, root_list(content), place)
    with pytest.raises(Refusal, match="leads back to itself"):
        keys_of(content)


def test_a_list_of_one_list_over_and_over() -> None:
    content = hive()
    keys = [first_key(content)]
    (inner,) = with_cells(content, [listed(b"lf", keys)])
    (outer,) = with_cells(content, [listed(b"ri", [inner] * 60_000)])
    struct.pack_into("<I", content, root_list(content), outer)
    with pytest.raises(Refusal, match="leads back to itself"):
        keys_of(content)


def test_two_lists_of_the_same_keys() -> None:
    content = hive()
    keys = [first_key(content)]
    inner = with_cells(content, [listed(b"lf", keys), listed(b"li", keys)])
    (outer,) = with_cells(content, [listed(b"ri", inner)])
    struct.pack_into("<I", content, root_list(content), outer)
    with pytest.raises(Refusal, match="leads back to itself"):
        keys_of(content)


def test_a_list_of_lists_within_itself() -> None:
    content = hive()
    (place,) = with_cells(content, [listed(b"ri", [0])])
    struct.pack_into("<I", content, 4096 + place + 4 + 4, place)
    struct.pack_into("<I", content, root_list(content), place)
    with pytest.raises(Refusal, match="is not one"):
        keys_of(content)


def test_a_sound_list_of_lists_is_read() -> None:
    content = hive()
    (place,) = struct.unpack_from("<I", content, root_list(content))
    (outer,) = with_cells(content, [listed(b"ri", [place])])
    struct.pack_into("<I", content, root_list(content), outer)
    assert keys_of(content) == KEYS
