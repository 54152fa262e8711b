"""The largest disks there are: whatever their size, looking at the whole map takes little memory.

All files are holes but for a few grains. Each disk is opened and walked in a process of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures.vmdk import cowd, flat, hosted_sparse, se_sparse
from fixtures.vmdk.descriptor import Extent
from fixtures.vmdk.layer import Layer, Region, Window
from vmware.reading import SECTOR, describe

ROOT = Path(__file__).resolve().parents[2]
MIB, GIB, TIB = 1 << 20, 1 << 30, 1 << 40
MEMORY_LIMIT = 256 * MIB

# What getrusage says of a child includes what its parent took before the child became another
# program; VmHWM does not.
PROGRAM = """
import re, sys
from pathlib import Path
from engine.disk.reader import Reader
from engine.disk.copying.pieces import held
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder
path = Path(sys.argv[1])
chain = open_chain(path, Folder(path.parent))
found = held(chain.mapping)
reader = Reader(chain.mapping, chain.files)
data = [reader.pread(int(at), 8).hex() for at in sys.argv[2:]]
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(chain.size, found, int(peak) << 10, *data)
"""


@dataclass(frozen=True)
class Numbers:
    """Content in which every eight bytes are the number of their sector."""

    def read(self, offset: int, length: int) -> bytes:
        first, last = offset // SECTOR, -(-(offset + length) // SECTOR)
        data = b"".join(number.to_bytes(8, "little") * 64 for number in range(first, last))
        return data[offset - first * SECTOR :][:length]


def scattered(size: int, grain: int, count: int) -> tuple[Region, ...]:
    """Whole grains all over a disk, and its first and last."""
    draw = random.Random(size)
    last = (size - 1) // grain
    numbers = {0, last, *(draw.randrange(last) for _ in range(count))}
    return tuple(
        Region(number * grain, min(grain, size - number * grain)) for number in sorted(numbers)
    )


def layer(size: int, grain: int, count: int) -> Layer:
    return Layer(size, Numbers(), scattered(size, grain, count))


def check(disk: Path, size: int, held: int, regions: tuple[Region, ...]) -> None:
    """The disk has this size, so much has to be read of it, and the regions hold what they must."""
    places = [region.offset for region in (regions[0], regions[len(regions) // 2], regions[-1])]
    command = [sys.executable, "-c", PROGRAM, str(disk), *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found_size, found_held, peak, *data = done.stdout.split()
    assert int(found_size) == size
    assert int(found_held) == held
    assert data == [(place // SECTOR).to_bytes(8, "little").hex() for place in places]
    assert int(peak) < MEMORY_LIMIT


def total(regions: tuple[Region, ...]) -> int:
    return sum(region.length for region in regions)


def test_two_tebibytes_growable(tmp_path: Path) -> None:
    size, grain = 2 * TIB, 64 << 10
    held = layer(size, grain, 3000)
    hosted_sparse.write(tmp_path / "a-s001.vmdk", held)
    path = describe(tmp_path / "a.vmdk", Extent(size // SECTOR, "SPARSE", "a-s001.vmdk"))
    check(path, size, total(held.regions), held.regions)


def test_largest_cowd(tmp_path: Path) -> None:
    size = ((1 << 32) - 1) * SECTOR
    held = layer(size, SECTOR, 300)
    cowd.write(tmp_path / "a-delta.vmdk", held)
    path = describe(tmp_path / "a.vmdk", Extent(size // SECTOR, "VMFSSPARSE", "a-delta.vmdk"))
    check(path, size, total(held.regions), held.regions)


def test_no_two_runs_follow_each_other(tmp_path: Path) -> None:
    """As many runs as there are sectors, the most that a window can have: every other one."""
    size = 128 * MIB
    odd = tuple(Region(at, SECTOR) for at in range(0, size, 2 * SECTOR))
    flat.write(tmp_path / "base-flat.vmdk", Layer(size, Numbers(), (Region(0, size),)))
    describe(tmp_path / "base.vmdk", Extent(size // SECTOR, "VMFS", "base-flat.vmdk"))
    options = cowd.Options(order="random")
    cowd.write(tmp_path / "a-delta.vmdk", Layer(size, Numbers(), odd), options)
    line = Extent(size // SECTOR, "VMFSSPARSE", "a-delta.vmdk")
    path = describe(tmp_path / "a.vmdk", line, parent="base.vmdk")
    check(path, size, size, odd)


@pytest.mark.slow
def test_largest_chain(tmp_path: Path) -> None:
    """62 TiB: a seSparse layer over flat files; a file system may not hold that in one."""
    size = 62 * TIB
    part = size // 4
    flats = []
    for number in range(4):
        path = tmp_path / f"base-f{number}.vmdk"
        with path.open("wb") as file:
            file.truncate(part)
        flats.append(Extent(part // SECTOR, "VMFS", path.name))
    describe(tmp_path / "0.vmdk", *flats, create_type="vmfs")
    held = layer(size, 4096, 200)
    se_sparse.write(tmp_path / "1-sesparse.vmdk", held)
    line = Extent(size // SECTOR, "SESPARSE", "1-sesparse.vmdk")
    describe(tmp_path / "1.vmdk", line, parent="0.vmdk")
    check(tmp_path / "1.vmdk", size, total(held.regions), held.regions)


@pytest.mark.slow
def test_largest_split_disk(tmp_path: Path) -> None:
    """62 TiB in 31,744 parts; all but one are the same file."""
    count, part, grain = 31_744, 2047 * MIB, 64 << 10
    options = hosted_sparse.Options(all_tables=False)
    place = (count - 2) * part
    held = Layer(part, Window(Numbers(), place), (Region(part - grain, grain),))
    hosted_sparse.write(tmp_path / "empty", Layer(part, Numbers(), ()), None, options)
    hosted_sparse.write(tmp_path / "held", held, None, options)
    names = ["empty"] * (count - 2) + ["held", "empty"]
    lines = (Extent(part // SECTOR, "SPARSE", name) for name in names)
    path = describe(tmp_path / "a.vmdk", *lines, create_type="twoGbMaxExtentSparse")
    check(path, count * part, grain, (Region(place + part - grain, grain),))
