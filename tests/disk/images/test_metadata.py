"""Metadata of images: what our writers leave is right, and one bit more or less is seen."""

from __future__ import annotations

import random
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fixtures import machine

from engine.disk.copying.content import Content
from engine.disk.copying.digest import BLOCKS, PIECE, chunk_size
from engine.disk.copying.pieces import Piece
from engine.disk.copying.verify import digests_of
from engine.disk.files import Files
from engine.disk.images import metadata, qcow2, qcow2_check
from engine.disk.images.qcow2_target import Qcow2Target
from engine.findings import Refusal
from engine.image_formats import Format
from engine.job import images
from engine.job.convert.disk_job import DiskJob
from engine.job.work import run

FORMATS: tuple[Format, ...] = ("qcow2", "vhd", "vmdk")
SIZE = (5 << 20) + 512  # neither a whole cluster nor a whole block


@pytest.fixture(scope="module", params=FORMATS)
def image(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    format: Format = request.param
    folder = tmp_path_factory.mktemp(format)
    vm = machine.build(folder / "vm", size=SIZE, snapshots=1)
    target = folder / f"disk.{format}"
    job = DiskJob.planned(vm.disk, target, format)
    assert run(job, lambda _: None, threading.Event()).outcome == "done"
    return target


def seen(path: Path) -> tuple[str, dict[int, str]]:
    """The digests of an image: of its metadata, and of the chunks. Refuses what is damaged."""
    format = images.format_of(path)
    images.check(path, format)
    mapping, files = images.read(path, format)
    with files:
        chunks = digests_of(
            mapping, files, chunk_size(mapping.size), lambda _: None, threading.Event()
        )
        return metadata.digest(path, mapping), chunks


def changed(image: Path, folder: Path, content: bytes) -> Path:
    path = folder / image.name
    path.write_bytes(content)
    return path


def is_caught(path: Path, before: object) -> bool:
    try:
        return seen(path) != before
    except Refusal:
        return True


def places(content: bytes, count: int) -> Iterator[int]:
    """Some bytes of a file: of the beginning and the end, of what is not zero, and of the rest."""
    dice = random.Random(len(content))
    used = np.flatnonzero(np.frombuffer(content, np.uint8))
    yield from range(0, min(len(content), 4096), 397)
    yield from range(len(content) - 512, len(content), 151)
    yield from (int(used[dice.randrange(len(used))]) for _ in range(count))
    yield from (dice.randrange(len(content)) for _ in range(count))


def test_one_bit_anywhere_is_caught(image: Path, tmp_path: Path) -> None:
    content, before = image.read_bytes(), seen(image)
    dice = random.Random(1)
    for place in places(content, 20):
        damaged = bytearray(content)
        damaged[place] ^= 1 << dice.randrange(8)
        assert is_caught(changed(image, tmp_path, bytes(damaged)), before), place


@pytest.mark.parametrize("count", [1, 512, 65536])
def test_bytes_more_or_less_are_caught(image: Path, tmp_path: Path, count: int) -> None:
    content = image.read_bytes()
    format = images.format_of(image)
    for damaged in (content + bytes(count), content[:-count]):
        with pytest.raises(Refusal, match=r"E421|E202"):
            images.check(changed(image, tmp_path, damaged), format)


def test_what_no_table_decides_is_in_the_digest(image: Path, tmp_path: Path) -> None:
    """A content ID may be any: it is right by itself, and another all the same."""
    content = image.read_bytes()
    if image.suffix != ".vmdk":
        pytest.skip("only a descriptor says such things")
    at = content.index(b"\nCID=") + 5
    other = b"%08x" % (int(content[at : at + 8], 16) ^ 1)
    path = changed(image, tmp_path, content[:at] + other + content[at + 8 :])
    images.check(path, "vmdk")
    assert seen(path)[1] == seen(image)[1]
    assert seen(path)[0] != seen(image)[0]


# -- qcow2 beyond 2 GiB: several clusters of reference counts


class Hollow(Qcow2Target):
    """A qcow2 that is told of data and writes none of it: the file stays small."""

    def write_parts(self, parts: list[memoryview], offset: int) -> None:
        """Only the tables matter here."""


def hollow(path: Path, pieces: int) -> Path:
    target = Hollow(path, pieces * PIECE)
    full, data = np.ones(BLOCKS, bool), memoryview(bytes(PIECE))
    at = target.cursor
    for number in range(pieces):
        piece = Piece(number, PIECE, PIECE)
        content = Content(piece, full, b"", [(0, data)], [(0, data)])
        end = target.place(content, at)
        target.store(content, at)
        at = end
    target.extend(at)
    target.begin(at)
    target.finish()
    target.close()
    return path


@pytest.mark.parametrize("pieces", [1, 511, 512, 513, 1024, 1600])
def test_every_cluster_is_counted_once(tmp_path: Path, pieces: int) -> None:
    path = hollow(tmp_path / "image.qcow2", pieces)
    done = subprocess.run(["qemu-img", "check", path], capture_output=True, text=True, check=False)
    assert (done.returncode, "No errors" in done.stdout) == (0, True), done.stdout + done.stderr
    qcow2_check.check(path)


def test_a_count_in_the_second_cluster_of_counts(tmp_path: Path) -> None:
    path = hollow(tmp_path / "image.qcow2", 600)
    with Files() as files:
        header = qcow2.Header.unpack(files.read(files.add(path), 0, 512))
    with path.open("r+b") as file:
        file.seek(header.refcounts - qcow2.CLUSTER + 7)
        file.write(b"\2")
    with pytest.raises(Refusal, match="reference counts are wrong"):
        qcow2_check.check(path)
