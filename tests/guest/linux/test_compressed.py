"""Compressed stretches of a start-up image: their content, where they end, and damage."""

from __future__ import annotations

import random

import pytest
from fixtures.linux import PACKS, zstd

from engine import platform
from engine.findings import Refusal
from engine.guest.linux.compressed import Compressed, kind_of

CONTENT = random.Random(7).randbytes(9_000) + bytes(200_000) + b"end"
KINDS = [kind for kind in PACKS if kind != "plain"]


def unpacked(data: bytes, start: int, kind: str) -> tuple[bytes, int]:
    own = Compressed("/boot/initrd", data, start, kind)
    return b"".join(own), own.stop


def code(data: bytes, kind: str) -> str:
    with pytest.raises(Refusal) as caught:
        unpacked(data, 0, kind)
    (found,) = caught.value.findings
    if found.code == "E634":
        assert str(found.message.fields["path"]) == "/boot/initrd"
    return found.code


@pytest.mark.parametrize("kind", KINDS)
def test_a_stretch_between_others_ends_where_it_ends(kind: str) -> None:
    packed = PACKS[kind](CONTENT)
    assert kind_of(packed) == kind
    data = b"before" + packed + bytes(512) + b"070701 after"
    assert unpacked(data, 6, kind) == (CONTENT, 6 + len(packed))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_off_is_damaged(kind: str) -> None:
    packed = PACKS[kind](CONTENT)
    assert code(packed[: len(packed) // 2], kind) == "E634"
    if kind != "lz4":  # of which there may be no block at all
        assert code(packed[:4], kind) == "E634"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "lz4"])  # it has no sums
def test_what_was_changed_is_damaged(kind: str) -> None:
    packed = bytearray(PACKS[kind](CONTENT))
    packed[60:70] = b"\xff" * 10
    assert code(bytes(packed), kind) == "E634"


@pytest.mark.parametrize("head", [b"", b"\x1f", b"070701", bytes(16), b"BZ"])
def test_what_begins_otherwise_is_not_compressed(head: bytes) -> None:
    assert kind_of(head) == ""


@pytest.mark.parametrize(
    "flags", [[], ["--no-check"], ["--no-content-size"], ["--stream-size=209003"]]
)
def test_every_head_of_a_frame_of_zstd(flags: list[str]) -> None:
    packed = zstd(CONTENT, *flags)
    assert unpacked(packed + b"rest", 0, "zstd") == (CONTENT, len(packed))


@pytest.mark.parametrize("size", [1, 255, 256, 300, 70_000])
def test_sizes_of_a_frame_of_zstd(size: int) -> None:
    content = random.Random(size).randbytes(size)
    packed = zstd(content, f"--stream-size={size}")
    assert unpacked(b"12" + packed + b"rest", 2, "zstd") == (content, 2 + len(packed))


def test_blocks_of_one_byte_over_and_over() -> None:
    packed = zstd(bytes(400_000))
    assert unpacked(packed + b"rest", 0, "zstd") == (bytes(400_000), len(packed))


def test_frames_of_lz4_in_a_row_are_one_stretch() -> None:
    packed = 2 * PACKS["lz4"](b"one")
    assert unpacked(packed + bytes(4) + b"rest", 0, "lz4") == (b"oneone", len(packed))


@pytest.mark.parametrize("kind", ["zstd", "lz4"])
def test_without_the_library_it_is_said_what_is_missing(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise OSError("libarchive.so.13: cannot open shared object file")

    monkeypatch.setattr(platform, "libarchive", missing)
    assert code(PACKS[kind](CONTENT), kind) == "E601"
    assert unpacked(PACKS["gzip"](CONTENT), 0, "gzip")[0] == CONTENT


def test_it_is_unpacked_piece_by_piece() -> None:
    content = random.Random(1).randbytes(300_000)
    pieces = list(Compressed("/boot/initrd", PACKS["gzip"](content), 0, "gzip"))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) < 70_000
