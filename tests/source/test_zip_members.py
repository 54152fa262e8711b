"""ZIP archives that lie: each is a finding, and none takes more memory than a directory may."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.source import archives, paths
from engine.source.local import LocalFolders
from engine.source.member import MEMBERS_LIMIT

CONFIG = b'displayName = "x"\n' * 50
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("vm.vmx", CONFIG)
        archive.writestr("disk.vmdk", b"disk" * 300)
    return path


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        archives.folders(path, LocalFolders())
    (found,) = caught.value.findings
    return found.code, found.message


def patched(path: Path, signature: bytes, field: int, value: bytes, number: int = 0) -> None:
    """Write ``value`` at ``field`` of the header ``number`` that begins with ``signature``."""
    data, at = bytearray(path.read_bytes()), -1
    for _ in range(number + 1):
        at = data.index(signature, at + 1)
    data[at + field : at + field + len(value)] = value
    path.write_bytes(data)


def test_it_is_read(path: Path) -> None:
    found = archives.folders(path, LocalFolders())
    assert list(found.members) == ["vm.vmx", "disk.vmdk"]


def test_an_encrypted_member(path: Path) -> None:
    patched(path, CENTRAL, 8, b"\1\0", 1)
    patched(path, LOCAL, 6, b"\1\0", 1)
    code, message = refused(path)
    assert code == "E930"
    assert "disk.vmdk" in message


def test_members_over_each_other(path: Path) -> None:
    """Both entries of the directory are at the first member's place."""
    patched(path, CENTRAL, 42, struct.pack("<L", 0), 1)
    assert "lies over another" in refused(path)[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [(6, b"\0\10"), (8, struct.pack("<H", 8)), (30, b"DI"), (26, b"\5\0"), (0, b"PK\x07\x08")],
    ids=["flags", "method", "name", "length of the name", "signature"],
)
def test_a_member_that_is_described_twice(path: Path, field: int, value: bytes) -> None:
    patched(path, LOCAL, field, value, 1)
    assert "not alike" in refused(path)[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (20, struct.pack("<L", 1 << 30)),
        (24, struct.pack("<L", 7)),
        (42, struct.pack("<L", 1 << 30)),
    ],
    ids=["held", "size", "place"],
)
def test_lies_about_sizes(path: Path, field: int, value: bytes) -> None:
    patched(path, CENTRAL, field, value, 1)
    assert refused(path)[0] == "E112"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x"])
def test_names_that_lead_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    assert "leads out" in refused(path)[1]


def test_links_are_not_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "vm.zip", zipfile.ZipInfo("vm.vmx")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "no ordinary file" in refused(path)[1]


def test_a_file_that_is_a_folder_too(tmp_path: Path) -> None:
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"x")
        archive.writestr("a/b", b"y")
    assert "is a folder too" in refused(path)[1]


def test_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MEMBERS_LIMIT + 1):
            archive.writestr(str(number), b"")
    assert str(MEMBERS_LIMIT) in refused(path)[1]


def test_a_directory_that_is_too_large(tmp_path: Path) -> None:
    """Of holes, behind a record that says that it begins at the first byte."""
    path, size = tmp_path / "vm.zip", 1 << 30
    with path.open("wb") as file:
        file.write(LOCAL)
        file.seek(size)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, size, 0, 0))
    assert "too large" in refused(path)[1]


def test_zip64(tmp_path: Path) -> None:
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w") as archive, archive.open("disk", "w", force_zip64=True) as file:
        file.write(b"disk" * 99)
    opened = paths.source_of(path / "disk").open(path / "disk")
    assert paths.read_at(opened, 0, 1000) == b"disk" * 99
    opened.close()


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:-9], lambda data: b"\xff" * len(data), lambda _: zlib.compress(b"")],
)
def test_what_cannot_be_inflated(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vm.vmx", CONFIG)
        held = archive.getinfo("vm.vmx").compress_size
    data = bytearray(path.read_bytes())
    data[36 : 36 + held] = spoil(bytes(data[36 : 36 + held])).ljust(held, b"\0")
    path.write_bytes(data)
    with pytest.raises(Refusal) as caught:
        paths.head_of(path / "vm.vmx", 10)
    assert caught.value.findings[0].code == "E112"


def test_more_than_the_directory_says(tmp_path: Path) -> None:
    """A member that would inflate to much more than its size is not inflated further."""
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vm.vmx", bytes(64 << 20))
    patched(path, CENTRAL, 24, struct.pack("<L", 100))
    with pytest.raises(Refusal):
        paths.head_of(path / "vm.vmx", 10)


@given(st.data())
def test_any_change_is_a_finding_or_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "vm.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vm.vmx", CONFIG)
        archive.writestr("disk.vmdk", b"disk" * 30, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: data.draw(st.integers(4, len(raw)))])
    try:
        for each in archives.folders(path, LocalFolders()).members:
            paths.head_of(path / each, 100)
    except Refusal as refusal:
        codes = {each.code for each in refusal.findings}
    else:
        codes = set()
    assert codes <= {"E112", "E930"}
