"""Images that are not complete: what is durable of them is read back while the rest is written."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.layouts import LAYOUTS, Disk
from fixtures.vmdk.layer import Layer, Region

from engine.disk.block_map import First
from engine.disk.copying import journal
from engine.disk.copying.digest import PIECE
from engine.disk.copying.verify import piece_digests_of
from engine.findings import Stopped
from engine.image_formats import Format
from engine.job import images
from engine.job.convert.disk_steps import ConvertDisk, VerifyDisk
from engine.job.convert.disk_task import DiskTask, single_disk
from engine.job.places import journal_of, partial
from engine.job.work import Work

FORMATS: tuple[Format, ...] = ("raw", "qcow2", "vhd", "vmdk")
PIECES = 30
HELD = [number for number in range(PIECES) if number % 4 != 3]  # the rest are holes


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pieces that begin with a few random pages, and end within a block of any format."""
    folder, choose = tmp_path_factory.mktemp("unfinished"), random.Random(18)
    data = bytearray(PIECES * PIECE)
    for number in HELD:
        begin = number * PIECE
        data[begin : begin + 3 * 4096] = choose.randbytes(3 * 4096)
        data[begin + (1 << 20) : begin + (3 << 20)] = choose.randbytes(2 << 20)
    regions = [Region(number * PIECE, PIECE) for number in HELD]
    made = Disk(folder, "disk", Layer.of_bytes(bytes(data), regions), cid=1)
    LAYOUTS["monolithicSparse"].base(made)
    return made.path


class Counting(Work):
    """Work that is cancelled at a byte; Progress, which is told now and then, may come too late."""

    at = 0

    def progress(self, total: int, done: int = 0) -> Callable[[int], None]:
        def advance(count: int) -> None:
            nonlocal done
            done += count
            if done >= self.at:
                self.cancel.set()

        return advance


def stopped(task: DiskTask, at: int) -> None:
    """Copy ``task`` until about ``at`` bytes are read."""
    work = Counting(lambda event: None, threading.Event())
    work.at = at
    with pytest.raises(Stopped):
        ConvertDisk(task).run(work)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_durable_reads_as_it_was_copied(disk: Path, tmp_path: Path, format: Format) -> None:
    """Also where the rest was written after the image was opened, before its tables were read."""
    task, _ = single_disk(disk, tmp_path / f"image.{format}", format)
    stopped(task, 20 << 20)
    opened, _, records = journal.reopen(journal_of(task.target))
    watermark, expected = 0, dict[int, bytes]()
    for record in records:
        watermark = record.watermark
        expected.update(record.pieces)
    opened.close()
    assert 0 < watermark < task.size
    mapping, files = images.read_unfinished(partial(task.target), format, task.size)
    with files:
        files.read(0, 0, 1)  # it is open
        ConvertDisk(task).run(Work(lambda event: None, threading.Event()))
        found = piece_digests_of(First(mapping, watermark), files, threading.Event())
    assert found == expected


@pytest.mark.parametrize("format", FORMATS)
def test_a_small_disk_is_followed_from_the_start(
    disk: Path, tmp_path: Path, format: Format
) -> None:
    """Where the copy was stopped, what is durable was compared, and only the rest is read again."""
    task, _ = single_disk(disk, tmp_path / f"image.{format}", format)
    work = Work(lambda event: None, threading.Event())
    ConvertDisk(task).run(work)
    VerifyDisk(task).run(work)
    assert work.verified[task.target] > 0
