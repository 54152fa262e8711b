"""Files packed by Microsoft: cabinets, single files, and damaged ones."""

from __future__ import annotations

import random
import struct

import pytest
from fixtures import cabinet
from fixtures.cabinet import Compression
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.guest.helper.bounds import Unpacking
from engine.guest.windows.cabinet import Cabinet, expand

FILES = {
    "HALACPI.DLL": random.Random(1).randbytes(50_000),
    "atapi.sys": b"driver " * 9000,
    "ntoskrnl.exe": random.Random(2).randbytes(70_000),
}


def opened(data: bytes) -> Cabinet:
    return Cabinet(r"\driver.cab", lambda offset, length: data[offset : offset + length])


def of_two_folders() -> bytes:
    """A cabinet with a folder of each compression."""
    first = cabinet.build({"one.sys": FILES["atapi.sys"]}, Compression.MSZIP)
    second = cabinet.build({"two.sys": FILES["HALACPI.DLL"]}, Compression.LZX)
    heads, entries, data = [], [], []
    for number, each in enumerate((first, second)):
        start, blocks, kind = struct.unpack_from("<IHH", each, 36)
        heads.append((blocks, kind))
        entry = bytearray(each[44:start])
        struct.pack_into("<H", entry, 8, number)
        entries.append(bytes(entry))
        data.append(each[start:])
    files_at = 36 + 16
    data_at = files_at + sum(map(len, entries))
    offsets = (data_at, data_at + len(data[0]))
    folders = b"".join(
        struct.pack("<IHH", at, *head) for at, head in zip(offsets, heads, strict=True)
    )
    size = data_at + sum(map(len, data))
    header = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, size, 0, files_at, 0, 3, 1, 2, 2, 0, 0, 0)
    return header + folders + b"".join(entries) + b"".join(data)


@pytest.mark.parametrize("compression", Compression)
def test_unpacks_what_is_asked_for(compression: Compression) -> None:
    found = opened(cabinet.build(FILES, compression))
    assert found.names == ("halacpi.dll", "atapi.sys", "ntoskrnl.exe")
    assert found.unpack(["ntoskrnl.exe", "halacpi.dll", "nothing"]) == {
        "halacpi.dll": FILES["HALACPI.DLL"],
        "ntoskrnl.exe": FILES["ntoskrnl.exe"],
    }
    assert found.unpack([]) == {}


def test_reads_only_the_folder_it_unpacks() -> None:
    data = of_two_folders()
    first_data = struct.unpack_from("<I", data, 36)[0]
    second_data = struct.unpack_from("<I", data, 44)[0]
    reads: list[tuple[int, int]] = []

    def read(offset: int, length: int) -> bytes:
        reads.append((offset, length))
        return data[offset : offset + length]

    found = Cabinet("x.cab", read)
    assert found.unpack(["two.sys"]) == {"two.sys": FILES["HALACPI.DLL"]}
    assert reads[1:] == [(second_data, len(data) - second_data)]
    assert found.unpack(["one.sys"]) == {"one.sys": FILES["atapi.sys"]}
    assert reads[2:] == [(first_data, second_data - first_data)]


def szdd(data: bytes) -> bytes:
    """Packed with matches against the last 3 to 18 bytes where these repeat."""
    output, at = bytearray(), 0
    while at < len(data):
        flags, items = 0, bytearray()
        for bit in range(8):
            if at >= len(data):
                break
            length = 0
            if at >= 18:
                while (
                    length < 18
                    and data[at + length : at + length + 1] == data[at - 18 + length :][:1]
                ):
                    length += 1
            if length >= 3:
                place = (at - 18 + 4096 - 16) & 4095
                items += bytes([place & 0xFF, (place >> 8) << 4 | (length - 3)])
                at += length
            else:
                flags |= 1 << bit
                items.append(data[at])
                at += 1
        output += bytes([flags]) + items
    return b"SZDD\x88\xf0\x27\x33AL" + struct.pack("<I", len(data)) + bytes(output)


def test_the_packed_example_has_matches() -> None:
    assert len(szdd(b"x" * 1000)) < 200


@pytest.mark.parametrize(
    "data", [b"", b"abc", b"x" * 1000, b"eighteen bytes ... " * 500, FILES["HALACPI.DLL"][:9000]]
)
def test_expands_single_files(data: bytes) -> None:
    packed = szdd(data)
    assert expand("hal.dl_", packed, "hal.dll", Unpacking()) == data
    if data:
        alone = cabinet.build({"halacpi.dll": data}, Compression.LZX)
        assert expand("halacpi.dl_", alone, "halacpi.dll", Unpacking()) == data
    assert expand("hal.dll", b"MZ" + data, "hal.dll", Unpacking()) == b"MZ" + data


def code(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        opened(data).unpack(["atapi.sys"])
    return caught.value.findings[0].code


def test_damaged_cabinets_are_refused() -> None:
    whole = cabinet.build(FILES, Compression.MSZIP)
    flipped = bytearray(whole)
    flipped[30_000] ^= 0xFF
    in_a_set = bytearray(whole)
    in_a_set[30] = 1
    for damaged in (b"", whole[:30], whole[:60], whole[:30_000], bytes(flipped), bytes(in_a_set)):
        assert code(damaged) == "E634"
    with pytest.raises(Refusal):
        expand("hal.dl_", szdd(b"abc" * 100)[:20], "hal.dll", Unpacking())
    bomb = b"SZDD\x88\xf0\x27\x33AL" + struct.pack("<I", 1 << 31) + b"\xff"
    with pytest.raises(Refusal):
        expand("hal.dl_", bomb, "hal.dll", Unpacking())


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(0, 200), st.integers(0, 255), min_size=1, max_size=8))
def test_any_directory_gives_files_or_a_refusal(changes: dict[int, int]) -> None:
    data = bytearray(cabinet.build({"atapi.sys": b"x" * 2000}, Compression.MSZIP))
    for at, value in changes.items():
        if at < len(data):
            data[at] = value
    try:
        found = opened(bytes(data)).unpack(["atapi.sys"])
    except Refusal as refusal:
        found = {}
        assert {each.code for each in refusal.findings} == {"E634"}  # noqa: PT017
    assert found.keys() <= {"atapi.sys"}


def renamed(whole: bytes, name: bytes, attributes: int = 0) -> bytes:
    """The cabinet with its first file called `name`, of the same length."""
    changed = bytearray(whole)
    at = changed.index(next(iter(FILES)).encode() + b"\0")
    changed[at : at + len(name)] = name
    struct.pack_into("<H", changed, at - 2, attributes)
    return bytes(changed)


@pytest.mark.parametrize("in_utf_8", [0, 0x80])
@pytest.mark.parametrize(
    "name", [b"\xff\xfe\x81\x8d.dll...", "Hä.dll.....".encode("latin-1"), b"\x1b]0;x\x07.dll."]
)
def test_names_of_any_bytes_hide_no_other_file(name: bytes, in_utf_8: int) -> None:
    whole = renamed(cabinet.build(FILES, Compression.LZX), name, in_utf_8)
    found = opened(whole)
    assert found.unpack(["atapi.sys"]) == {"atapi.sys": FILES["atapi.sys"]}
    assert found.unpack([name.decode("latin-1").lower()]).popitem()[1] == FILES["HALACPI.DLL"]


def claiming(size: int) -> bytes:
    """A cabinet whose last file, by its directory, begins 1000 bytes in and has `size` bytes."""
    whole = bytearray(cabinet.build({"one.sys": b"1" * 1000, "two.sys": b"2"}, Compression.MSZIP))
    struct.pack_into("<I", whole, whole.index(b"two.sys\0") - 16, size)
    return bytes(whole)


def test_a_file_larger_than_any_of_windows_is_not_unpacked() -> None:
    with pytest.raises(Refusal, match=r"E634.*two.sys has \d+ bytes"):
        opened(claiming((64 << 20) + 1)).unpack(["two.sys"])


def test_the_archives_of_a_volume_unpack_to_a_bounded_amount() -> None:
    whole = cabinet.build(FILES, Compression.MSZIP)
    size = sum(map(len, FILES.values()))
    unpacking = Unpacking(2 * size)
    for _ in range(2):
        Cabinet("x.cab", lambda at, length: whole[at : at + length], unpacking).unpack(
            ["ntoskrnl.exe"]
        )
    with pytest.raises(Refusal, match=r"E634.*in all"):
        Cabinet("x.cab", lambda at, length: whole[at : at + length], unpacking).unpack(
            ["ntoskrnl.exe"]
        )
