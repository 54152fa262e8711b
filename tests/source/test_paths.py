"""Paths are asked of the source that they are on; what cannot be seen is not there."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from refusals import refused

from engine.source import paths
from engine.source.archives import ArchiveFolders
from engine.source.local import LocalFolders
from engine.source.source import FileKind, Part


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a file in a folder, and a folder that is only called like one."""
    (tmp_path / "vm.vmx").write_text("config")
    with tarfile.open(tmp_path / "vm.ova", "w") as file:
        file.add(tmp_path / "vm.vmx", "in/vm.vmx")
    (tmp_path / "folder.ova").mkdir()
    (tmp_path / "folder.ova/a.vmx").write_text("a")
    return tmp_path / "vm.ova"


def test_a_path_says_where_it_lies(archive: Path) -> None:
    assert isinstance(paths.source_of(archive), LocalFolders)
    assert isinstance(paths.source_of(archive / "in/vm.vmx"), ArchiveFolders)
    inside_folder = archive.with_name("folder.ova") / "a.vmx"
    assert isinstance(paths.source_of(inside_folder), LocalFolders)
    assert isinstance(paths.source_of(archive.with_name("none.ova") / "x"), LocalFolders)
    assert refused(lambda: paths.source_of(Path("//ssh:a b/x"))) == "E870"


def test_what_is_in_an_archive_is_listed_and_read(archive: Path) -> None:
    assert paths.listing(archive) == [archive / "in"]
    assert paths.is_folder(archive / "in")
    assert paths.head_of(archive / "in/vm.vmx", 3) == b"con"
    assert not paths.runs(archive / "in/vm.vmx")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("file", FileKind.FILE), ("folder", FileKind.FOLDER), ("to file", FileKind.FILE),
     ("pipe", FileKind.OTHER), ("dangling", None), ("missing", None), ("a\0b", None),
     ("x" * 300, None), ("file/below", None)],
)  # fmt: skip
def test_what_a_path_leads_to(tmp_path: Path, name: str, kind: FileKind | None) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "to file").symlink_to("file")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    path = tmp_path / name
    assert paths.kind_of(path) is kind
    assert paths.exists(path) == (kind is not None)
    assert paths.is_file(path) == (kind is FileKind.FILE)
    assert paths.is_folder(path) == (kind is FileKind.FOLDER)


def test_a_folder_is_listed_in_order_and_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "dbca":
        (tmp_path / name).touch()
    assert [each.name for each in paths.listing(tmp_path)] == ["a", "b", "c", "d"]
    monkeypatch.setattr(paths, "FOLDER_LIMIT", 3)
    assert len(paths.listing(tmp_path)) == 3
    assert paths.listing(tmp_path / "missing") == []
    with pytest.raises(OSError, match="missing"):
        paths.entries(tmp_path / "missing")


def test_the_head_of_a_file_may_be_short(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123")
    heads = [paths.head_of(tmp_path / "a", length) for length in (0, 3, 4, 9)]
    assert heads == [b"", b"012", b"0123", b"0123"]
    with pytest.raises(OSError, match="missing"):
        paths.head_of(tmp_path / "missing", 1)


@dataclass
class Slow:
    """A file that gives two bytes at a time, as a host may; a fake."""

    content: bytes
    fd = -1
    base = 0

    def read_some(self, at: int, buffer: memoryview) -> int:
        part = self.content[at : at + min(2, len(buffer))]
        buffer[: len(part)] = part
        return len(part)

    def read_parts(self, parts: Sequence[Part]) -> None:
        raise NotImplementedError

    def stretches(self, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
        return [(start, stop)]

    def size(self) -> int:
        return len(self.content)

    def close(self) -> None:
        """There is nothing to close."""


@pytest.mark.parametrize(
    ("at", "length", "expected"),
    [(0, 5, b"01234"), (3, 4, b"3456"), (6, 9, b"67"), (8, 1, b""), (0, 0, b"")],
)
def test_a_file_is_read_on_where_less_came(at: int, length: int, expected: bytes) -> None:
    assert paths.read_at(Slow(b"01234567"), at, length) == expected


def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "b").symlink_to("a")
    assert paths.real(tmp_path / "b") == (tmp_path / "a").resolve()
    assert paths.named_on_host(tmp_path / "b") == tmp_path / "b"
