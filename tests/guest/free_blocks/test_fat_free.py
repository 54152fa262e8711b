"""Free clusters of FAT where table and folders agree, and disagreement that proves nothing."""

from __future__ import annotations

import pytest
from fixtures.raw_disk import Memory
from guest.volumes.fat_volumes import SECTOR, Volume, line

from engine.guest.free_blocks import fat_free
from engine.guest.free_blocks.free_spans import NotProvenError

END = {"fat16": 0xFFFF, "fat32": 0x0FFFFFFF}
KINDS = ("fat16", "fat32")


def volume(kind: str, root: bytes, table: dict[int, int]) -> Volume:
    made = Volume(kind, 5000 if kind == "fat16" else 65_600, table=dict(table))
    if kind == "fat16":
        made.root = root
    else:
        made.content[2] = root
    return made


def found(made: Volume) -> list[tuple[int, int]]:
    """Runs of free clusters, by the number of the first and how many."""
    spans = fat_free.find(Memory(made.bytes()))
    return [
        ((low - made.data) // SECTOR + 2, (high - low) // SECTOR)
        for low, high in zip(spans.start.tolist(), spans.stop.tolist(), strict=True)
    ]


def proves_nothing(made: Volume, reason: str) -> None:
    with pytest.raises(NotProvenError, match=reason):
        found(made)


@pytest.mark.parametrize("kind", KINDS)
def test_clusters_of_no_chain_are_free(kind: str) -> None:
    end = END[kind]
    root = line(b"D", 4, attributes=0x10) + line(b"X", 6, 600) + line(b"EMPTY")
    table = {4: end, 6: 7, 7: end, 9: end - 8}  # the last is bad
    made = volume(kind, root, table)
    made.content[4] = line(b".", 4, attributes=0x10) + line(b"..", 0, attributes=0x10)
    first = [(2, 2)] if kind == "fat16" else [(3, 1)]
    assert found(made) == [*first, (5, 1), (8, 1), (10, made.clusters + 2 - 10)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("root", "table", "reason"),
    [
        (line(b"X", 6, 600), {6: 6000}, "leads out"),
        (line(b"X", 6, 600), {6: 1}, "leads out"),
        (line(b"X", 6, 600), {6: 7}, "marked as free"),
        (line(b"X", 6, 600), {}, "marked as free"),
        (line(b"X", 6, 600) + line(b"Y", 5, 600), {5: 7, 6: 7, 7: -1}, "share"),
        (line(b"D", 4, attributes=0x10) + line(b"E", 4, attributes=0x10), {4: -1}, "a loop"),
        (line(b"D", 0x7FFF, attributes=0x10), {}, "marked as free"),
    ],
)
def test_what_disagrees_proves_nothing(
    kind: str, root: bytes, table: dict[int, int], reason: str
) -> None:
    ends = {number: END[kind] if value == -1 else value for number, value in table.items()}
    if reason == "leads out" and kind == "fat32" and ends[6] > 1:
        ends[6] = 70_000
    proves_nothing(volume(kind, root, ends), reason)


def test_a_folder_in_a_folder_in_itself_is_a_loop() -> None:
    made = volume("fat16", line(b"D", 4, attributes=0x10), {4: 0xFFFF})
    made.content[4] = line(b"D", 4, attributes=0x10)
    proves_nothing(made, "a loop")
    made = volume("fat16", line(b"D", 4, attributes=0x10), {4: 5, 5: 4})
    proves_nothing(made, "a loop")


def test_lines_that_are_no_files_do_not_count() -> None:
    gone = line(b"\xe5ONE", 6, 600) + line(b"LABEL", 6, attributes=0x08) + bytes(32)
    made = volume("fat16", gone + line(b"BEHIND", 6, 600), {})
    assert found(made) == [(2, 5000)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_volume_that_was_not_closed_proves_nothing(kind: str) -> None:
    proves_nothing(volume(kind, b"", {1: 0x07FFFFFF & END[kind] & ~(1 << 15)}), "shut down")
    made = volume(kind, b"", {})
    made.boot = {13: b"\3"}
    proves_nothing(made, "boot sector")


def test_copies_of_the_table_have_to_agree() -> None:
    made = volume("fat16", b"", {})
    own = -(-(5000 + 2) * 2 // SECTOR)
    content = bytearray(made.bytes())
    second = content[SECTOR : (1 + own) * SECTOR]
    content[16] = 2
    whole = content[: (1 + own) * SECTOR] + second + content[(1 + own) * SECTOR :]
    whole[32:36] = (len(whole) // SECTOR).to_bytes(4, "little")
    assert len(fat_free.find(Memory(bytes(whole)))) == 1
    whole[(1 + own) * SECTOR + 20] ^= 1
    with pytest.raises(NotProvenError, match="copies"):
        fat_free.find(Memory(bytes(whole)))
