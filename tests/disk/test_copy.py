"""The copier: what arrives, what stays a hole, stopping, failing, going on."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from engine.disk import journal
from engine.disk.copy import RECORD_EVERY, Copy
from engine.disk.digest import PIECE, ChunkDigests, chunk_size
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.targets import BlockDevice, RawFile, Target
from engine.disk.vmdk_target import GrowableVmdk
from engine.findings import Refusal, Stopped
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

SIZE = 90 * (1 << 20) + 3 * 512


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disk with content at odd places, holes, and zeros that are stored."""
    path = tmp_path_factory.mktemp("source") / "disk.raw"
    rng = random.Random(1)
    with path.open("wb") as file:
        file.truncate(SIZE)
        for _ in range(60):
            file.seek(rng.randrange(SIZE - (2 << 20)) & -512)
            file.write(rng.randbytes(rng.randrange(1, 2 << 20)))
            file.write(bytes(rng.randrange(300_000)))
        file.seek(SIZE - 700)
        file.write(b"the very end".ljust(700, b"!"))
        file.truncate(SIZE)
    return path


def copy(source: Path, target: Target, log: Path, cancel: threading.Event | None = None) -> Copy:
    files = Files()
    mapping = Flat(files, files.add(source), SIZE)
    digests = ChunkDigests(chunk_size(SIZE))
    return Copy(mapping, files, target, journal.create(log, {}), digests)


def resume(source: Path, target: Target, log: Path) -> tuple[Copy, int]:
    files = Files()
    mapping = Flat(files, files.add(source), SIZE)
    digests = ChunkDigests(chunk_size(SIZE))
    opened, _, records = journal.reopen(log)
    watermark = 0
    for record in records:
        watermark = record.watermark
        for piece, digest in record.pieces:
            digests.add(piece, digest)
    return Copy(mapping, files, target, opened, digests, watermark), watermark


def same(one: Path, other: Path) -> bool:
    return subprocess.run(["cmp", one, other], check=False).returncode == 0


def test_raw_file_is_the_same_and_smaller(source: Path, tmp_path: Path) -> None:
    target = RawFile(tmp_path / "out", SIZE)
    counted: list[int] = []
    copy(source, target, tmp_path / "log").run(counted.append, threading.Event())
    target.close()
    assert same(source, tmp_path / "out")
    assert (tmp_path / "out").stat().st_blocks < source.stat().st_blocks  # stored zeros are gone
    assert 0 < sum(counted) <= SIZE


def test_growable_vmdk_reads_the_same(source: Path, tmp_path: Path) -> None:
    target = GrowableVmdk(tmp_path / "out.vmdk", SIZE, name="out.vmdk", adapter="ide")
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    command: list[str | Path] = [
        "qemu-img",
        "compare",
        "-f",
        "vmdk",
        "-F",
        "raw",
        tmp_path / "out.vmdk",
        source,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    check: list[str | Path] = ["qemu-img", "check", "-f", "vmdk", tmp_path / "out.vmdk"]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    chain = open_chain(tmp_path / "out.vmdk", Folder(tmp_path))
    assert chain.findings == ()  # closed, both directories sound
    assert chain.layers[0].adapter == "ide"


def test_growable_vmdk_keeps_its_redundant_tables(source: Path, tmp_path: Path) -> None:
    """With the primary directory wiped the redundant one gives the same disk."""
    path = tmp_path / "out.vmdk"
    target = GrowableVmdk(path, SIZE, name="out.vmdk")
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    with path.open("r+b") as file:
        file.seek(56)
        directory = int.from_bytes(file.read(8), "little")
        file.seek(directory * 512)
        file.write(b"\xff" * 8)
    chain = open_chain(path, Folder(tmp_path))
    assert [each.code for each in chain.findings] == ["W202"]
    again = RawFile(tmp_path / "again", SIZE)
    log = journal.create(tmp_path / "log2", {})
    digests = ChunkDigests(chunk_size(SIZE))
    Copy(chain.mapping, chain.files, again, log, digests).run(lambda n: None, threading.Event())
    again.close()
    assert same(source, tmp_path / "again")


@pytest.mark.parametrize("format", ["raw", "vmdk"])
@pytest.mark.parametrize("after", [0, 3, 11])
def test_stop_and_go_on_gives_the_same_file(
    source: Path, tmp_path: Path, format: str, after: int
) -> None:
    cancel = threading.Event()
    calls = 0

    def advance(count: int) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            cancel.set()

    def make(name: str, resume_at: int | None = None) -> Target:
        if format == "raw":
            return RawFile(tmp_path / name, SIZE, resume=resume_at is not None)
        return GrowableVmdk(tmp_path / name, SIZE, name="x", resume_at=resume_at)

    target = make("stopped")
    begun = copy(source, target, tmp_path / "log")
    with pytest.raises(Stopped):
        begun.run(advance, cancel)
    cursor = target.cursor
    target.close()
    begun.journal.close()
    target = make("stopped", cursor)
    going_on, watermark = resume(source, target, tmp_path / "log")
    assert watermark >= min(after, 1) * PIECE
    digests = going_on.run(lambda count: None, threading.Event())
    target.close()

    target = make("whole")
    whole = copy(source, target, tmp_path / "log2").run(lambda count: None, threading.Event())
    target.close()
    assert digests == whole
    content_from = 0 if format == "raw" else 21 * 512  # its content ID is its own
    command: list[str | Path] = [
        "cmp",
        "-i",
        str(content_from),
        tmp_path / "stopped",
        tmp_path / "whole",
    ]
    assert subprocess.run(command, check=False).returncode == 0


def test_a_record_is_never_further_away_than_promised(source: Path, tmp_path: Path) -> None:
    target = RawFile(tmp_path / "out", SIZE)
    job = copy(source, target, tmp_path / "log")
    job.run(lambda count: None, threading.Event())
    target.close()
    job.journal.close()
    opened, _, records = journal.reopen(tmp_path / "log")
    marks = [0] + [record.watermark for record in records]
    opened.close()
    assert len(marks) > 2
    assert marks[-1] == SIZE
    for before, after in pairwise(marks):
        assert job.mapping.blocks(before, after).held <= RECORD_EVERY + PIECE


@pytest.fixture
def small_file_system(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB; needs root."""
    folder = tmp_path / "small"
    folder.mkdir()
    command: list[str | Path] = ["mount", "-t", "tmpfs", "-o", "size=24M", "none", folder]
    if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a tmpfs needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_loses_nothing(source: Path, tmp_path: Path, small_file_system: Path) -> None:
    """The refusal says why; with room again it goes on where it was."""
    out = small_file_system / "out"
    target = RawFile(out, SIZE)
    job = copy(source, target, tmp_path / "log")
    with pytest.raises(Refusal) as refusal:
        job.run(lambda count: None, threading.Event())
    assert refusal.value.findings[0].code == "E403"
    assert "space" in refusal.value.findings[0].message
    target.close()
    job.journal.close()
    subprocess.run(["mount", "-o", "remount,size=200M", small_file_system], check=True)
    target = RawFile(out, SIZE, resume=True)
    going_on, watermark = resume(source, target, tmp_path / "log")
    assert watermark > 0
    going_on.run(lambda count: None, threading.Event())
    target.close()
    assert same(source, out)


@pytest.fixture
def loop_device(tmp_path: Path) -> Iterator[Path]:
    """A block device full of old data, larger than the disk; needs root."""
    image = tmp_path / "device"
    with image.open("wb") as file:
        file.write(b"old data" * (1 << 17))
        file.truncate(SIZE + (8 << 20))
        for offset in range(0, SIZE, 3 << 20):
            file.seek(offset)
            file.write(b"x" * 100_000)
    if os.getuid() or not shutil.which("losetup"):
        pytest.skip("a loop device needs root")
    command: list[str | Path] = ["losetup", "--find", "--show", image]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no loop device: {done.stderr.strip()}")
    device = Path(done.stdout.strip())
    yield device
    subprocess.run(["losetup", "--detach", device], check=True)


def test_block_device_holds_nothing_old(source: Path, tmp_path: Path, loop_device: Path) -> None:
    target = BlockDevice(loop_device, SIZE)
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    command: list[str | Path] = ["cmp", "-n", str(SIZE), source, loop_device]
    assert subprocess.run(command, check=False).returncode == 0


def test_block_device_too_small_is_refused(loop_device: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        BlockDevice(loop_device, SIZE + (9 << 20))
    assert refusal.value.findings[0].code == "E409"


def test_what_is_no_block_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    with pytest.raises(Refusal) as refusal:
        BlockDevice(tmp_path / "file", 4)
    assert refusal.value.findings[0].code == "E408"


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    with pytest.raises(Refusal) as refusal:
        RawFile(tmp_path / "file", SIZE)
    assert refusal.value.findings[0].code == "E402"
    assert (tmp_path / "file").read_bytes() == b"precious"


def test_a_source_that_shrinks_is_refused(source: Path, tmp_path: Path) -> None:
    shrinking = tmp_path / "shrinking"
    shutil.copy(source, shrinking)
    target = RawFile(tmp_path / "out", SIZE)
    job = copy(shrinking, target, tmp_path / "log")
    os.truncate(shrinking, SIZE // 2)
    with pytest.raises(Refusal) as refusal:
        job.run(lambda count: None, threading.Event())
    assert refusal.value.findings[0].code in ("E202", "E410")
    target.close()
