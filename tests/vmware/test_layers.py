"""One layer of a chain: by its descriptor, by bare extents, as a raw copy, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import machine
from fixtures.vmdk import cowd
from fixtures.vmdk.descriptor import Extent
from fixtures.vmdk.layer import Layer
from vmware.made_disks import MIB, noise
from vmware.reading import SECTOR, content, describe, open_disk, said, unreadable

from engine.vmware.descriptor import SIZE_LIMIT

SIZE = 4 * MIB


def test_embedded_descriptor_with_an_old_name(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", snapshots=0, size=MIB)
    renamed = tmp_path / "renamed.vmdk"
    built.disk.rename(renamed)
    assert content(open_disk(renamed)) == built.truths["current"].read_bytes()


@pytest.mark.parametrize(
    "line",
    [
        'encryptionKeys="vmware:key/list/(pair/(fqid/...))"',
        'encryption.keySafe = "vmware:key/list/(pair/(phrase/...))"',
        'ddb.iofilters = "vmwarevmcrypt"',
    ],
)
def test_encrypted(tmp_path: Path, line: str) -> None:
    (tmp_path / "a-flat.vmdk").write_bytes(noise(8 * SECTOR))
    path = describe(tmp_path / "a.vmdk", Extent(8, "FLAT", "a-flat.vmdk", 0))
    path.write_text(path.read_text().replace("version=1", f"version=5\n{line}"))
    assert unreadable(path) == "E207"


@pytest.mark.parametrize("data", [b"", bytes(4096), b"\xeb\x63\x90" + bytes(5000)])
def test_no_disk_at_all(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.vmdk").write_bytes(data)
    assert unreadable(tmp_path / "a.vmdk") == "E203"


def test_a_file_of_a_disk_is_no_disk(tmp_path: Path) -> None:
    """Opened by itself it would be a part, or full of holes where the parent's data belongs."""
    for layout, name in (
        ("twoGbMaxExtentSparse", "win2003-s001.vmdk"),
        ("twoGbMaxExtentFlat", "win2003-f001.vmdk"),
        ("vmfs", "win2003-000001-delta.vmdk"),
        ("vmfsSeSparse", "win2003-000001-sesparse.vmdk"),
    ):
        machine.build(tmp_path / layout, layout=layout, snapshots=1, size=SIZE, split=MIB)
        assert unreadable(tmp_path / layout / name) == "E203", name


# -- without a descriptor


def bare(path: Path, data: bytes) -> Path:
    """COWD extents alone; the header of a root has no parent."""
    cowd.write(path, Layer.of_bytes(data))
    return path


def test_bare_extents_are_a_series(tmp_path: Path) -> None:
    """As far as the numbers go on: after a gap it is not one of them."""
    for name, seed in (("vm", 1), ("vm-02", 2), ("vm-03", 3), ("vm-05", 5)):
        bare(tmp_path / f"{name}.vmdk", noise(MIB, seed))
    chain = open_disk(tmp_path / "vm.vmdk")
    assert content(chain) == noise(MIB) + noise(MIB, 2) + noise(MIB, 3)
    assert [each.name for each in chain.layers[0].files] == ["vm.vmdk", "vm-02.vmdk", "vm-03.vmdk"]


def test_a_bare_delta_is_no_disk(tmp_path: Path) -> None:
    assert unreadable(bare(tmp_path / "vm-DELTA.vmdk", noise(MIB))) == "E203"


def test_a_descriptor_larger_than_any_is_not_read(tmp_path: Path) -> None:
    path = describe(tmp_path / "a.vmdk", Extent(8, "ZERO"))
    with path.open("r+b") as file:
        file.truncate(SIZE_LIMIT)
    assert content(open_disk(path)) == bytes(8 * SECTOR)
    with path.open("r+b") as file:
        file.truncate(SIZE_LIMIT + 1)
    assert unreadable(path) == "E210"


@pytest.mark.parametrize(
    ("name", "signed", "code"),
    [
        ("a.vmdk", True, "E216"),
        ("a.DSK", True, ""),
        ("a.vmdk", False, "E203"),
        ("a-rdm.vmdk", True, "E203"),
        ("a.img", False, ""),
        ("a.bin", True, "E203"),
    ],
)
def test_raw_data_is_a_disk_by_its_name_alone(
    tmp_path: Path, name: str, signed: bool, code: str
) -> None:
    """A boot sector under the name of a .vmdk is told as what it is (E216)."""
    path = tmp_path / name
    path.write_bytes(bytes(510) + (b"\x55\xaa" if signed else b"\0\0") + bytes(3 * SECTOR))
    if code:
        assert unreadable(path) == code
    else:
        chain = open_disk(path)
        assert (content(chain), said(chain)) == (path.read_bytes(), ["W209"])


@pytest.mark.parametrize("size", [0, SECTOR - 1, SECTOR + 1])
def test_raw_data_is_whole_sectors(tmp_path: Path, size: int) -> None:
    (tmp_path / "a.img").write_bytes(b"x" * size)
    assert unreadable(tmp_path / "a.img") == "E203"


def test_data_whose_descriptor_is_there_is_a_part_of_a_disk(tmp_path: Path) -> None:
    (tmp_path / "a-flat.vmdk").write_bytes(noise(8 * SECTOR))
    assert content(open_disk(tmp_path / "a-flat.vmdk")) == noise(8 * SECTOR)
    describe(tmp_path / "a.vmdk", Extent(8, "FLAT", "a-flat.vmdk", 0))
    assert unreadable(tmp_path / "a-flat.vmdk") == "E203"
