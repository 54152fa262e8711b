"""The copier: what arrives, what stays a hole, stopping, failing, going on."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.disk.copying import journal
from engine.disk.copying.copy import RECORD_EVERY, Copy
from engine.disk.copying.digest import PIECE, ChunkDigests, chunk_size
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.images.growing import Growing
from engine.disk.images.qcow2_target import Qcow2Target
from engine.disk.images.targets import BlockDevice, RawFile, Target
from engine.disk.images.vhd_target import VhdTarget
from engine.disk.images.vmdk_target import GrowableVmdk
from engine.findings import Refusal, Stopped
from engine.job import images
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

SIZE = 90 * (1 << 20) + 3 * 512
THEIRS = {"raw": "raw", "vmdk": "vmdk", "qcow2": "qcow2", "vhd": "vpc"}  #: what QEMU calls them


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


def growing(format: str, path: Path, size: int, resume_at: int | None = None) -> Growing:
    if format == "vmdk":
        return GrowableVmdk(path, size, name="x", resume_at=resume_at)
    kind = {"qcow2": Qcow2Target, "vhd": VhdTarget}[format]
    return kind(path, size, resume_at=resume_at)


def check_read_by_qemu(format: str, image: Path, raw: Path) -> None:
    """QEMU reads of ``image`` what is in ``raw``."""
    command: list[str | Path] = ["qemu-img", "compare", "-f", THEIRS[format], "-F", "raw", image]
    done = subprocess.run([*command, raw], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


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


@pytest.mark.parametrize("format", ["qcow2", "vhd"])
def test_images_of_others_read_the_same(source: Path, tmp_path: Path, format: str) -> None:
    """By QEMU, which finds nothing wrong with it, and by us; what is zeros takes no room."""
    path = tmp_path / f"out.{format}"
    target = growing(format, path, SIZE)
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    check_read_by_qemu(format, path, source)
    info = subprocess.run(
        ["qemu-img", "info", "--output=json", path], capture_output=True, check=True
    )
    assert json.loads(info.stdout)["virtual-size"] == SIZE
    if format == "qcow2":  # QEMU cannot check a VHD
        subprocess.run(["qemu-img", "check", "-q", path], check=True)
    assert path.stat().st_blocks < source.stat().st_blocks
    mapping, files = images.read(path, images.format_of(path))
    with files:
        again = RawFile(tmp_path / "again", SIZE)
        digests = ChunkDigests(chunk_size(SIZE))
        log = journal.create(tmp_path / "log2", {})
        Copy(mapping, files, again, log, digests).run(lambda n: None, threading.Event())
    assert same(source, tmp_path / "again")


@pytest.mark.parametrize("format", ["qcow2", "vhd"])
def test_guests_can_write_to_the_images(source: Path, tmp_path: Path, format: str) -> None:
    """QEMU allocates more of it, as a running guest would."""
    path = tmp_path / f"out.{format}"
    target = growing(format, path, SIZE)
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    expected = tmp_path / "expected"
    shutil.copyfile(source, expected)
    rng = random.Random(2)
    orders: list[str] = []
    with expected.open("r+b") as file:
        for _ in range(40):
            at, length = rng.randrange(SIZE // 512 - 200) * 512, rng.randrange(1, 200) * 512
            orders += ["-c", f"write -q -P 0x5a {at} {length}"]
            file.seek(at)
            file.write(b"\x5a" * length)
    subprocess.run(["qemu-io", "-f", THEIRS[format], *orders, path], check=True)
    check_read_by_qemu(format, path, expected)
    if format == "qcow2":
        subprocess.run(["qemu-img", "check", "-q", path], check=True)


@given(
    size=st.one_of(st.integers(1, 3 << 12), st.integers(1, 1 << 19)).map(lambda count: count * 512),
    parts=st.lists(
        st.tuples(st.one_of(st.integers(0, 3 << 12), st.integers(0, 1 << 19)), st.integers(1, 300)),
        max_size=16,
    ),
    format=st.sampled_from(["raw", "qcow2", "vhd", "vmdk"]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_disk_reads_the_same_by_qemu(
    tmp_path: Path, size: int, parts: list[tuple[int, int]], format: str
) -> None:
    place = Path(tempfile.mkdtemp(dir=tmp_path))
    raw, path = place / "disk.raw", place / f"out.{format}"
    with raw.open("wb") as file:
        file.truncate(size)
        for at, count in parts:
            if (at + count) * 512 <= size:
                file.seek(at * 512)
                file.write(b"\1" * count * 512)
    files = Files()
    target = RawFile(path, size) if format == "raw" else growing(format, path, size)
    digests = ChunkDigests(chunk_size(size))
    log = journal.create(place / "log", {})
    mapping = Flat(files, files.add(raw), size)
    Copy(mapping, files, target, log, digests).run(lambda n: None, threading.Event())
    target.close()
    check_read_by_qemu(format, path, raw)
    shutil.rmtree(place)


def test_too_large_for_a_vhd(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        VhdTarget(tmp_path / "out.vhd", (2040 << 30) + 512)
    assert [each.code for each in caught.value.findings] == ["E411"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["qcow2", "vhd"])
def test_damaged_images_are_refused(source: Path, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"out.{format}"
    target = growing(format, path, SIZE)
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    places = {
        "qcow2": (*range(24), *range(32, 48), *range(60, 104)),
        "vhd": (*range(104), 520, -500),
    }
    with path.open("r+b") as file:
        for at in places[format]:
            file.seek(at, os.SEEK_SET if at >= 0 else os.SEEK_END)
            was = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([was[0] ^ 0x41]))
            file.flush()
            with pytest.raises(Refusal):
                images.read(path, images.format_of(path))
            file.seek(-1, os.SEEK_CUR)
            file.write(was)
        file.truncate(60)
    with pytest.raises(Refusal):
        images.read(path, images.format_of(path))


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


@pytest.mark.parametrize("format", ["raw", "vmdk", "qcow2", "vhd"])
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
        return growing(format, tmp_path / name, SIZE, resume_at)

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
    one, other = ((tmp_path / name).read_bytes() for name in ("stopped", "whole"))
    if format == "vmdk":  # its content ID is its own
        one, other = one[21 * 512 :], other[21 * 512 :]
    if format == "vhd":  # so are its time and its unique ID
        one, other = one[512:-512], other[512:-512]
    assert one == other


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
def small_file_system(file_system_of: Callable[[int], Path]) -> Path:
    return file_system_of(24)


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


@pytest.mark.parametrize("format", ["qcow2", "vhd", "vmdk"])
def test_a_file_that_ended_before_its_metadata_is_begun_again(
    source: Path, tmp_path: Path, format: str
) -> None:
    """Killed before the first record: there is a journal without records, and any file."""
    file = tmp_path / "killed"
    file.write_bytes(b"\xa5" * 1000)
    target = growing(format, file, SIZE, 0)
    copy(source, target, tmp_path / "log").run(lambda count: None, threading.Event())
    target.close()
    check_read_by_qemu(format, file, source)
