"""A growable VMDK as it is written, read by our reader of VMware's disks."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from disk.copied import KIB, MIB, copied, raw_disk
from hypothesis import given
from hypothesis import strategies as st
from refusals import refused
from vmware.reading import content, open_disk, said

from engine.disk.images import vmdk_target
from engine.disk.images.vmdk_target import GRAIN_SECTORS, SECTOR, GrowableVmdk, Layout, header_of

SIZE = 33 * MIB + 512  #: a second table, of which little is used
HELD = {0: 4 * KIB, 5 * MIB - 512: 1024, 32 * MIB - 512: 1024, 33 * MIB: 512}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    return raw_disk(tmp_path / "disk", SIZE, HELD)


def text_of(path: Path) -> str:
    data = path.read_bytes()[SECTOR : SECTOR * (1 + vmdk_target.DESCRIPTOR_SECTORS)]
    return data.rstrip(b"\0").decode()


def test_it_reads_as_it_was_copied(disk: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.vmdk"
    chain = open_disk(copied(disk, GrowableVmdk(path, SIZE, name=path.name), tmp_path / "log"))
    assert content(chain) == disk.read_bytes()
    assert said(chain) == []
    assert path.stat().st_size < MIB


def test_both_directories_lead_to_the_same_grains(disk: Path, tmp_path: Path) -> None:
    path = copied(disk, GrowableVmdk(tmp_path / "a.vmdk", SIZE, name="a"), tmp_path / "log")
    layout = Layout(SIZE // SECTOR)
    with path.open("r+b") as file:
        file.seek(layout.directory * SECTOR)
        file.write(b"\xff" * 8)
    chain = open_disk(path)
    assert content(chain) == disk.read_bytes()
    assert said(chain) == ["W202"]


def test_it_is_not_closed_until_it_is_finished(disk: Path, tmp_path: Path) -> None:
    target = GrowableVmdk(tmp_path / "a.vmdk", SIZE, name="a.vmdk")
    target.close()
    assert said(open_disk(target.path)) == ["W201"]
    again = GrowableVmdk(tmp_path / "a.vmdk", SIZE, name="a.vmdk", resume_at=target.cursor)
    again.finish()
    again.close()
    assert said(open_disk(target.path)) == []


def test_begun_again_the_metadata_are_written_again(tmp_path: Path) -> None:
    """A cursor of 0: what is in the file may be anything."""
    path = tmp_path / "a.vmdk"
    path.write_bytes(b"anything")
    target = GrowableVmdk(path, SIZE, name="a.vmdk", resume_at=0)
    target.finish()
    target.close()
    assert content(open_disk(path)) == bytes(SIZE)
    assert target.cursor == Layout(SIZE // SECTOR).overhead * SECTOR


def test_a_name_ends_no_line_early(tmp_path: Path) -> None:
    name = 'a"\nRW 1 FLAT "/etc/shadow' + "ä" * 300
    GrowableVmdk(tmp_path / "a.vmdk", MIB, name=name).close()
    (line,) = re.findall(r"^RW .*$", text_of(tmp_path / "a.vmdk"), re.MULTILINE)
    assert line == f'RW 2048 SPARSE "{("aRW 1 FLAT /etc/shadow" + "ä" * 300)[:255]}"'


@pytest.mark.parametrize(
    ("size", "adapter", "geometry"),
    [
        (MIB, "ide", (2, 16, 63)),
        (16 << 30, "ide", (16383, 16, 63)),
        ((1 << 30) - 512, "", (1023, 64, 32)),
        (1 << 30, "", (130, 255, 63)),
        (512, "", (1, 64, 32)),
    ],
)
def test_the_geometry_is_vmwares(
    tmp_path: Path, size: int, adapter: str, geometry: tuple[int, int, int]
) -> None:
    GrowableVmdk(tmp_path / "a.vmdk", size, name="a", adapter=adapter).close()
    text = text_of(tmp_path / "a.vmdk")
    found = [re.search(rf'ddb.geometry.{each} = "(\d+)"', text)
             for each in ("cylinders", "heads", "sectors")]  # fmt: skip
    assert [int(each[1]) for each in found if each] == list(geometry)
    assert f'ddb.adapterType = "{adapter or "lsilogic"}"' in text
    GrowableVmdk(tmp_path / "b.vmdk", size, name="b", geometry=(7, 8, 9)).close()
    assert 'ddb.geometry.cylinders = "7"' in text_of(tmp_path / "b.vmdk")


def test_two_images_have_two_content_ids(tmp_path: Path) -> None:
    for name in "ab":
        GrowableVmdk(tmp_path / name, MIB, name=name).close()
    ids = [re.search(r"^CID=([0-9a-f]{8})$", text_of(tmp_path / name), re.MULTILINE)
           for name in "ab"]  # fmt: skip
    assert ids[0]
    assert ids[1]
    assert ids[0][1] != ids[1][1]


def test_a_disk_whose_tables_alone_are_too_large_is_refused(tmp_path: Path) -> None:
    assert refused(lambda: GrowableVmdk(tmp_path / "a.vmdk", 1 << 56, name="a")) == "E411"
    assert list(tmp_path.iterdir()) == []


@given(st.integers(1, 1 << 36))
def test_nothing_of_the_metadata_overlaps(capacity: int) -> None:
    layout = Layout(capacity)
    tables = layout.tables * 4
    assert layout.tables * 512 * GRAIN_SECTORS >= capacity > (layout.tables - 1) * 512 * 128
    assert layout.redundant_directory == 21
    assert layout.redundant_directory + layout.directory_sectors == layout.redundant_tables
    assert layout.directory_sectors * SECTOR >= layout.tables * 4
    assert layout.redundant_tables + tables == layout.directory
    assert layout.directory + layout.directory_sectors == layout.first_tables
    assert 0 <= layout.overhead - (layout.first_tables + tables) < GRAIN_SECTORS
    assert layout.overhead % GRAIN_SECTORS == 0
    header = header_of(layout, unclean=True)
    assert (len(header), header[72]) == (SECTOR, 1)
    assert struct.unpack_from("<Q", header, 56)[0] == layout.directory
