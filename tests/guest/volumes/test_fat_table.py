"""The layout of a FAT volume, and its table: chains followed, made longer and cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures.raw_disk import Memory
from guest.volumes.fat_volumes import SECTOR, Volume

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.volumes.fat_table import Geometry, Table, geometry, is_dirty

END = {"fat16": 0xFFFF, "fat32": 0x0FFFFFFF}


def volume(kind: str, table: dict[int, int] | None = None) -> Volume:
    return Volume(kind, 5000 if kind == "fat16" else 65_600, table or {})


def opened(made: Volume) -> tuple[Overlay, Geometry, Table]:
    overlay = Overlay(Memory(made.bytes()))
    layout = geometry(overlay, 0)
    return overlay, layout, Table(overlay, layout)


@pytest.mark.parametrize("kind", ["fat16", "fat32"])
def test_the_layout_by_the_boot_sector(kind: str) -> None:
    made = volume(kind)
    _, layout, _ = opened(made)
    assert (layout.kind, layout.clusters, layout.data) == (kind, made.clusters, made.data)
    assert (layout.tables, layout.cluster) == ((SECTOR,), SECTOR)
    assert layout.root_cluster == (0 if kind == "fat16" else 2)
    assert layout.place(2) == made.data
    assert layout.place(made.clusters + 1) == made.data + (made.clusters - 1) * SECTOR
    for cluster in (1, made.clusters + 2):
        with pytest.raises(Refusal) as caught:
            layout.place(cluster)
        assert caught.value.findings[0].code == "E615"


@pytest.mark.parametrize(
    ("clusters", "kind"), [(4084, None), (4085, "fat16"), (65_524, "fat16"), (65_525, "fat32")]
)
def test_the_kind_is_told_by_the_number_of_clusters(clusters: int, kind: str | None) -> None:
    disk = Memory(Volume("fat32" if clusters > 65_524 else "fat16", clusters).bytes())
    if kind is not None:
        assert geometry(disk, 0).kind == kind
        return
    with pytest.raises(Refusal) as caught:
        geometry(disk, 77)
    assert caught.value.findings[0].code == "E614"
    assert str(caught.value.findings[0].message.fields["offset"]) == "77"


@pytest.mark.parametrize(
    "boot",
    [
        {510: b"\0\0"},
        {11: b"\x00\x03"},  # sectors of 768 bytes
        {13: b"\0"},
        {13: b"\3"},
        {14: b"\0\0"},
        {16: b"\0"},
        {16: b"\5"},
        {22: b"\0\0"},  # no table
        {22: b"\1\0"},  # too short a table
        {32: b"\xff\xff\xff\0"},  # beyond the disk
    ],
)
def test_what_contradicts_itself_is_refused(boot: dict[int, bytes]) -> None:
    with pytest.raises(Refusal) as caught:
        geometry(Memory(Volume(boot=boot).bytes()), 0)
    assert caught.value.findings[0].code == "E614"


def test_of_fat32_one_copy_may_be_in_use() -> None:
    made = volume("fat32")
    made.boot = {40: b"\x80\0"}
    assert geometry(Memory(made.bytes()), 0).tables == (SECTOR,)
    made.boot = {40: b"\x81\0"}
    with pytest.raises(Refusal) as caught:
        geometry(Memory(made.bytes()), 0)
    assert caught.value.findings[0].code == "E614"


@pytest.mark.parametrize(
    ("kind", "state", "boot", "dirty"),
    [
        ("fat16", 0xFFFF, {}, False),
        ("fat16", 0x7FFF, {}, True),
        ("fat16", 0xBFFF, {}, True),
        ("fat16", 0xFFFF, {0x25: b"\1"}, True),
        ("fat16", 0xFFFF, {0x25: b"\4"}, False),
        ("fat32", 0x0FFFFFFF, {}, False),
        ("fat32", 0x07FFFFFF, {}, True),
        ("fat32", 0x0BFFFFFF, {}, True),
        ("fat32", 0x0FFFFFFF, {0x41: b"\2"}, True),
    ],
)
def test_volumes_that_were_not_shut_down(
    kind: str, state: int, boot: dict[int, bytes], dirty: bool
) -> None:
    made = volume(kind, table={1: state})
    made.boot = boot
    overlay, layout, _ = opened(made)
    assert is_dirty(overlay, layout) == dirty


@pytest.mark.parametrize("kind", ["fat16", "fat32"])
def test_a_chain_is_followed_to_its_end(kind: str) -> None:
    for end in (END[kind], END[kind] - 7):
        assert opened(volume(kind, table={9: 4, 4: 7, 7: end}))[2].chain(9) == [9, 4, 7]
    for following in (9, 0, 1, END[kind] - 8):
        with pytest.raises(Refusal) as caught:
            opened(volume(kind, table={9: 4, 4: following}))[2].chain(9)
        assert caught.value.findings[0].code == "E615"


@pytest.mark.parametrize("kind", ["fat16", "fat32"])
def test_a_file_gets_longer_and_shorter(kind: str) -> None:
    end = END[kind]
    upper = 0xF0000000 if kind == "fat32" else 0  # not ours: they stay
    made = volume(kind, table={2: end, 3: 5 | upper, 4: end, 5: end, 6: upper})
    overlay, layout, table = opened(made)
    second = replace(layout, tables=(SECTOR, layout.data + SECTOR * 3000))
    both = Table(overlay, second)
    both._disk.pwrite(second.tables[1], overlay.pread(SECTOR, 4096))
    assert both.resize([3, 5], 4, "x") == [3, 5, 6, 7]
    assert both.chain(3) == [3, 5, 6, 7]
    assert overlay.pread(second.tables[1], 64) == overlay.pread(SECTOR, 64)
    width = 4 if kind == "fat32" else 2
    held = int.from_bytes(overlay.pread(SECTOR + 6 * width, width), "little")
    assert held == 7 | upper
    assert table.resize([3, 5, 6, 7], 1, "x") == [3]
    assert table.chain(3) == [3]
    assert table.resize([3], 0, "x") == []
    assert int.from_bytes(overlay.pread(SECTOR + 3 * width, width), "little") == upper


def test_what_does_not_fit_is_refused() -> None:
    used = dict.fromkeys(range(2, 5002), 0xFFFF)
    del used[5001]
    _, _, table = opened(volume("fat16", table=used))
    assert table.resize([], 1, "x") == [5001]
    with pytest.raises(Refusal) as caught:
        opened(volume("fat16", table=used))[2].resize([], 2, r"\x")
    (found,) = caught.value.findings
    fields = {name: str(value) for name, value in found.message.fields.items()}
    assert (found.code, fields["needed"], fields["free"]) == ("E613", "1024", "512")
