"""Registry hives, read beside dissect.regf; dirty and damaged ones."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from dissect.regf import RegistryHive
from fixtures import hive, windows2003_registry
from fixtures.hals import HALS
from fixtures.hive import Key as MadeKey
from fixtures.hive import Value, binary, dword, multi_sz, sz
from fixtures.raw_disk import Memory
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.guest.hives.hive_reader import Hive, Key

SYSTEM = hive.build(
    windows2003_registry.system(
        HALS["halmacpi"], boot_bus="ide", disk_signature=0x12345678, partition_offset=32256
    ),
    name="SYSTEM",
)


def opened(data: bytes) -> Hive:
    return Hive("SYSTEM", Memory(data))


def same(own: Key, other: Any) -> int:
    """Compares the trees of both readers; returns the number of values."""
    assert own.name == other.name
    count = 0
    for value in other.values():
        expected = value.value
        mine = own.value("" if value.name == "(Default)" else value.name)
        assert mine == (tuple(expected) if isinstance(expected, list) else expected), value.name
        count += 1
    theirs = {key.name: key for key in other.subkeys()}
    assert [key.name for key in own.subkeys] == list(theirs)
    return count + sum(same(key, theirs[key.name]) for key in own.subkeys)


def test_reads_what_another_reader_reads() -> None:
    assert same(opened(SYSTEM).root, RegistryHive(io.BytesIO(SYSTEM)).root()) > 100


def test_names_in_any_case_and_missing_ones() -> None:
    found = opened(SYSTEM)
    assert found.number(r"controlset001\SERVICES\Atapi", "sTaRt") == 0
    assert found.text(r"ControlSet001\Services\atapi", "Start") == ""
    assert found.number(r"ControlSet001\Services\nothing", "Start") is None
    assert found.key(r"ControlSet001\Services\atapi\a\b") is None
    assert found.value("Select", "nothing") is None


def test_every_type() -> None:
    values = {
        "text": sz("Größe €"),
        "": sz("default"),
        "list": multi_sz("a", "b"),
        "none": multi_sz(),
        "bytes": binary(b"\0\1\2\3\4"),
        "few": binary(b"\1\2"),
        "number": dword(0xFFFFFFFF),
        "large": Value(11, struct.pack("<Q", 1 << 40)),
        "reversed": Value(5, b"\0\0\1\0"),
        "Größe": dword(1),
    }
    root = MadeKey()
    root.at("Schlüssel").set(values)
    key = opened(hive.build(root, name="X")).key("SCHLÜSSEL")
    assert key is not None
    assert {name: key.value(name) for name in values} == {
        "text": "Größe €",
        "": "default",
        "list": ("a", "b"),
        "none": (),
        "bytes": b"\0\1\2\3\4",
        "few": b"\1\2",
        "number": 0xFFFFFFFF,
        "large": 1 << 40,
        "reversed": 256,
        "Größe": 1,
    }


def with_long_value(content: bytes) -> bytes:
    """A hive whose value "long" has `content` in several cells, as from XP on."""
    root = MadeKey()
    root.set({"long": binary(b"placeholder!")})
    data = bytearray(hive.build(root, name="X"))
    pieces = [content[start : start + 16344] for start in range(0, len(content), 16344)]
    offsets, cells = [], b""
    for piece in [*pieces, b""]:
        offsets.append(len(data) - 4096 + 32 + len(cells))
        if piece:
            size = -(-(len(piece) + 8) // 8) * 8
            cells += struct.pack("<i", -size) + piece.ljust(size - 4, b"\0")
    places = struct.pack(f"<{len(pieces)}I", *offsets[:-1])
    size = -(-(len(places) + 4) // 8) * 8
    cells += struct.pack("<i", -size) + places.ljust(size - 4, b"\0")
    record = offsets[-1] + size
    cells += struct.pack("<i2sHI", -16, b"db", len(pieces), offsets[-1]) + bytes(4)
    data += b"hbin".ljust(32, b"\0") + cells
    at = data.index(b"vk")
    struct.pack_into("<II", data, at + 4, len(content), record)
    data[24] = 5  # minor version
    return bytes(data)


def test_value_in_several_cells() -> None:
    content = bytes(range(256)) * 200
    data = with_long_value(content)
    other = RegistryHive(io.BytesIO(data)).root().value("long")
    assert other.data == content
    assert opened(data).value("", "long") is None
    assert opened(data).root.value("long") == content


@pytest.mark.parametrize("kind", [b"li", b"lh", b"ri"])
def test_other_lists_of_subkeys(kind: bytes) -> None:
    root = MadeKey()
    for name in ("Alpha", "beta", "Gamma"):
        root.at(name)
    data = bytearray(hive.build(root, name="X"))
    at = data.index(b"lf")
    offsets = struct.unpack_from("<6I", data, at + 4)[::2]
    if kind == b"lh":
        data[at : at + 2] = kind
    elif kind == b"li":
        struct.pack_into("<2sH3I", data, at, kind, 3, *offsets)
    else:
        # A list of one list, which is put into a bin of its own.
        struct.pack_into("<2sHI", data, at, kind, 1, len(data) - 4096 + 32)
        data += b"hbin".ljust(32, b"\0") + struct.pack("<i2sH3I", -24, b"li", 3, *offsets)
        data += bytes(4)
    found = opened(bytes(data))
    assert [key.name for key in found.root.subkeys] == ["Alpha", "beta", "Gamma"]
    assert found.key("BETA") is not None


def test_dirty_by_sequence_numbers_or_checksum() -> None:
    assert not opened(SYSTEM).is_dirty
    for at in (4, 8, 20, 508):
        data = bytearray(SYSTEM)
        data[at] ^= 1
        assert opened(bytes(data)).is_dirty


@pytest.mark.parametrize("data", [b"", b"regf", bytes(8192), SYSTEM[:600]])
def test_no_hive_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        _ = opened(data).root
    assert caught.value.findings[0].code == "E622"


def walk(key: Key, depth: int) -> None:
    key.value("Start")
    if depth:
        for each in key.subkeys:
            walk(each, depth - 1)


@settings(max_examples=150, deadline=None)
@given(
    changes=st.dictionaries(
        st.integers(32, len(SYSTEM) - 1), st.integers(0, 255), min_size=1, max_size=30
    ),
    cut=st.integers(512, len(SYSTEM)),
)
def test_any_damage_gives_data_or_a_refusal(changes: dict[int, int], cut: int) -> None:
    data = bytearray(SYSTEM)
    for at, value in changes.items():
        data[at] = value
    try:
        found = opened(bytes(data[:cut]))
        _ = found.is_dirty
        walk(found.root, 5)
    except Refusal as refusal:
        codes = {each.code for each in refusal.findings}
    else:
        codes = set()
    assert codes <= {"E622"}
