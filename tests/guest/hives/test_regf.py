"""What the library leaves to us in a hive: headers that tell of a log, lists of Windows 2000."""

from __future__ import annotations

import struct

import pytest
from fixtures import hive
from fixtures.hive import Key, Lists, dword

from engine.guest.helper.helper_protocol import Refused
from engine.guest.hives import regf

KINDS: tuple[Lists, ...] = ("lf", "lh")


def built(lists: Lists = "lf", names: int = 3) -> bytes:
    root = Key()
    for number in range(names):
        root.at(rf"Key{number}\Ab{number}").set({"Start": dword(number)})
    return hive.build(root, name="SYSTEM", lists=lists)


def changed(content: bytes, at: int, data: bytes) -> bytes:
    return content[:at] + data + content[at + len(data) :]


@pytest.mark.parametrize("kind", KINDS)
def test_the_checksum_is_that_of_the_header(kind: Lists) -> None:
    assert regf.has_checksum(built(kind))
    assert not regf.has_checksum(changed(built(kind), 507, b"\1"))


def test_a_checksum_is_never_all_zeros_or_all_ones() -> None:
    assert regf.checksum(bytes(512)) == 1
    assert regf.checksum(b"\xff" * 4 + bytes(508)) == 0xFFFFFFFE
    assert regf.checksum(b"\2\0\0\0" + bytes(504) + b"\xff" * 4) == 2


@pytest.mark.parametrize(
    ("at", "data", "is_dirty"),
    [(0, b"regf", False), (4, b"\7", True), (8, b"\7", True), (60, b"?", True)],
)
def test_changes_wait_in_a_log_where_numbers_or_checksum_differ(
    at: int, data: bytes, is_dirty: bool
) -> None:
    assert regf.is_dirty(changed(built(), at, data)) == is_dirty


def test_a_copy_keeps_its_own_kind_and_has_a_checksum() -> None:
    content = built()
    other = changed(content, 28, b"\4\3\2\1")
    found = regf.of_kind(content, other)
    assert found[28:32] == other[28:32]
    assert regf.has_checksum(found)
    assert (found[:28], found[32:508], found[512:]) == (
        content[:28],
        content[32:508],
        content[512:],
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (built(), ""),
        (built()[:4127], "E622"),
        (changed(built(), 0, b"regF"), "E622"),
        (changed(built(), 4, b"\7"), "E621"),
        (b"", "E622"),
    ],
)
def test_what_the_library_must_not_be_given_is_refused(content: bytes, code: str) -> None:
    if not code:
        regf.check_header("SYSTEM", content)
        return
    with pytest.raises(Refused) as caught:
        regf.check_header("SYSTEM", content)
    assert (caught.value.code, caught.value.fields["name"]) == (code, "SYSTEM")


def test_lists_of_the_root_are_told_apart() -> None:
    assert regf.has_only_old_lists(built("lf"))
    assert not regf.has_only_old_lists(built("lh"))
    outside = changed(built("lf"), 36, struct.pack("<I", 1 << 30))
    assert not regf.has_only_old_lists(outside)


def test_a_list_of_lists_is_of_the_kind_of_its_first() -> None:
    for kind in KINDS:
        content = built(kind)
        (root,) = struct.unpack_from("<I", content, 36)
        at = regf.BINS + root + 4 + 28
        end = len(content) - regf.BINS
        above = struct.pack("<I", (1 << 32) - 16) + b"ri\1\0" + content[at : at + 4] + bytes(4)
        listed = changed(content, at, struct.pack("<I", end)) + above
        assert regf.has_only_old_lists(listed) == (kind == "lf")


@pytest.mark.parametrize("names", [1, 3, 200])
def test_new_lists_become_as_if_windows_2000_had_made_them(names: int) -> None:
    old, new = built("lf", names), built("lh", names)
    assert new[regf.BINS :] != old[regf.BINS :]
    assert regf.with_old_lists(new, regf.BINS)[regf.BINS :] == old[regf.BINS :]
    assert regf.with_old_lists(new, regf.end_of_bins(new)) == new


def test_only_lists_behind_the_old_end_are_changed() -> None:
    first, second = built("lh"), built("lh")
    both = first + second[regf.BINS :]
    end = regf.end_of_bins(first)
    found = regf.with_old_lists(both, end)
    assert found[:end] == first
    assert b"lh" not in found[end:]


def test_bins_end_where_no_bin_follows() -> None:
    content = built(names=200)
    assert len(content) > regf.BINS + 4096
    assert regf.end_of_bins(content) == len(content)
    assert regf.end_of_bins(content + b"rubbish!" * 600) == len(content)
    looping = changed(
        content, regf.BINS + 8, bytes(4)
    )  # a bin of no size is not looked at for ever
    assert regf.BINS < regf.end_of_bins(looping) <= len(content)
    assert len(regf.with_old_lists(looping, regf.BINS)) == len(content)
