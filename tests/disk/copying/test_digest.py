"""The digests are what digest.py says: checked with an implementation of the words alone."""

from __future__ import annotations

import random
import struct
import threading
from pathlib import Path
from typing import BinaryIO

import pytest
from blake3 import blake3

from engine.disk.copying.digest import CHUNKS_LIMIT, PIECE, chunk_size, disk_digest
from engine.disk.copying.verify import digests_of
from engine.disk.files import Files
from engine.disk.flat import Flat

PAGE = 4096


def zeros(data: bytes) -> bool:
    return data.count(0) == len(data)


def by_the_words(pieces: dict[int, bytes], chunk: int) -> dict[int, str]:
    """As the module's docstring describes it, one byte string after another."""
    chunks: dict[int, list[bytes]] = {}
    for piece, part in pieces.items():
        if zeros(part):
            continue
        pages = [part[i : i + PAGE] for i in range(0, len(part), PAGE)]
        bits = sum(1 << i for i, page in enumerate(pages) if not zeros(page))
        digest = blake3(bits.to_bytes(128, "little"))
        digest.update(b"".join(page for page in pages if not zeros(page)))
        number = piece // (chunk // PIECE)
        chunks.setdefault(number, []).append(struct.pack("<Q", piece) + digest.digest())
    return {number: blake3(b"".join(parts)).hexdigest() for number, parts in chunks.items()}


def found(path: Path, chunk: int) -> dict[int, str]:
    with Files() as files:
        file = files.add(path)
        mapping = Flat(files, file, files.size(file))
        return digests_of(mapping, files, chunk, lambda count: None, threading.Event())


@pytest.mark.parametrize("size", [0, 1, 511, PAGE, 65536, PIECE - 1, PIECE, 3 * PIECE + 12345])
@pytest.mark.parametrize("chunk", [PIECE, 2 * PIECE])
def test_as_described(tmp_path: Path, size: int, chunk: int) -> None:
    rng = random.Random(size)
    data = bytearray(size)
    for _ in range(20 if size else 0):
        at = rng.randrange(size)
        part = rng.randbytes(rng.randrange(1, 70000))[: size - at]
        data[at : at + len(part)] = part
    path = tmp_path / "image"
    path.write_bytes(data)
    parts = {at // PIECE: bytes(data[at : at + PIECE]) for at in range(0, size, PIECE)}
    assert found(path, chunk) == by_the_words(parts, chunk)


def test_does_not_depend_on_holes(tmp_path: Path) -> None:
    """Zeros that are stored and zeros that are holes give the same."""
    data = bytes(PIECE) + b"x" * 5000 + bytes(2 * PIECE)
    dense, sparse = tmp_path / "dense", tmp_path / "sparse"
    dense.write_bytes(data)
    with sparse.open("wb") as file:
        file.truncate(len(data))
        file.seek(PIECE)
        file.write(b"x" * 5000)
    assert found(dense, PIECE) == found(sparse, PIECE) != {}


def test_crumbs_are_read_directly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies between them: opening the file again for each would take ten times as long."""
    path = tmp_path / "image"
    rng = random.Random(5)
    with path.open("wb") as file:
        file.truncate(64 << 20)
        for _ in range(300):
            file.seek(rng.randrange((64 << 20) // PAGE) * PAGE)
            file.write(rng.randbytes(PAGE))
    expected = found(path, PIECE)
    with Files(direct=True) as files:
        mapping = Flat(files, files.add(path), 64 << 20)
        monkeypatch.delattr(Path, "open")
        direct = digests_of(mapping, files, PIECE, lambda count: None, threading.Event())
    assert direct == expected != {}


@pytest.mark.parametrize("tib", [0, 1, 2, 62, 128])
def test_number_of_chunks_is_bounded(tib: int) -> None:
    size = tib << 40
    assert chunk_size(size) * CHUNKS_LIMIT >= size
    assert chunk_size(size) % PIECE == 0


def test_disk_digest_covers_place_and_content() -> None:
    one, two = blake3(b"1").hexdigest(), blake3(b"2").hexdigest()
    digests = {disk_digest(each) for each in ({}, {0: one}, {1: one}, {0: two}, {0: one, 1: two})}
    assert len(digests) == 5


def test_little_in_many_places(tmp_path: Path) -> None:
    """Pieces far apart, each with a few bytes: many of them are read together."""
    rng = random.Random(5)
    path, size = tmp_path / "image", 700 * PIECE + 12345
    pieces: set[int] = set()
    with path.open("wb") as file:
        file.truncate(size)
        for _ in range(400):
            at = rng.randrange(size - 70000) // 512 * 512
            data = rng.randbytes(rng.choice((1, 512, 5000, 70000)))
            file.seek(at)
            file.write(data)
            pieces |= {at // PIECE, (at + len(data) - 1) // PIECE}
        file.seek(size - 7)
        file.write(b"the end")
    with path.open("rb") as file:
        parts = {number: piece(file, number) for number in sorted(pieces | {size // PIECE})}
    assert found(path, 4 * PIECE) == by_the_words(parts, 4 * PIECE)


def piece(file: BinaryIO, number: int) -> bytes:
    file.seek(number * PIECE)
    return file.read(PIECE)
