"""NTFS read: names in any case, bounds, and what a stranger's volume leads to."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

import pytest
from fixtures import ntfs
from fixtures.ntfs import Attribute, File
from fixtures.raw_disk import Memory

from engine.findings import Refusal
from engine.guest.volumes import ntfs_reader
from engine.guest.volumes.ntfs_reader import NtfsFiles
from engine.guest.volumes.volume_stream import Stream

LARGE = random.Random(2).randbytes(50_001)
NAME = r"\Folder\A long name.text"


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path: Path = tmp_path_factory.mktemp("ntfs") / "volume"
    files = [
        File(PurePosixPath("/Folder/A long name.text"), LARGE, Attribute.HIDDEN),
        File(PurePosixPath("/Folder/empty"), b""),
    ]
    ntfs.build(path, files, sectors=8192, turns=3)
    return path.read_bytes()


def opened(content: bytes) -> NtfsFiles:
    return NtfsFiles(Stream(Memory(content), 0, len(content)))


def code(call: object, *arguments: object) -> str:
    with pytest.raises(Refusal) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.findings[0].code


def test_a_file_by_its_names(volume: bytes) -> None:
    files = opened(volume)
    for path in (NAME, NAME.upper(), NAME.replace("\\", "/")):
        found = files.find(path)
        assert found is not None
        assert (found.is_folder, found.size, found.attributes & 2) == (False, len(LARGE), 2)
        assert files.read(path) == LARGE
    listed = files.list(r"\folder")
    assert [(each.name, each.size) for each in listed] == [
        ("A long name.text", len(LARGE)),
        ("empty", 0),
    ]  # each once, though one has a short name too
    root = files.find("\\")
    assert root is not None
    assert root.is_folder
    assert files.list(NAME) == ()
    assert files.find(rf"{NAME}\below") is None


def test_bounds_and_parts(volume: bytes) -> None:
    files = opened(volume)
    assert files.read(NAME, len(LARGE)) == LARGE
    assert code(files.read, NAME, len(LARGE) - 1) == "E620"
    assert code(files.read, r"\Folder") == "E617"
    assert code(files.read, r"\none") == "E617"
    assert code(files.part, r"\Folder", 0, 1) == "E617"
    assert files.part(NAME, 4090, 20) == LARGE[4090:4110]
    assert files.part(NAME, len(LARGE) - 2, 20) == LARGE[-2:]
    assert files.part(NAME, len(LARGE) + 9, 20) == b""


def test_a_folder_of_too_many_names_is_refused(
    volume: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ntfs_reader, "_FOLDER_LIMIT", 2)
    assert len(opened(volume).list(r"\Folder")) == 2  # of three entries: one is a short name
    monkeypatch.setattr(ntfs_reader, "_FOLDER_LIMIT", 1)
    assert code(opened(volume).list, r"\Folder") == "E631"


def test_buffers_of_an_index_are_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once = ntfs_reader._Once(lambda number: f"buffer {number}")
    assert [once(2), once(1)] == ["buffer 2", "buffer 1"]
    with pytest.raises(ValueError, match="back to itself"):
        once(2)
    monkeypatch.setattr(ntfs_reader, "_BUFFERS_LIMIT", 2)
    with pytest.raises(ValueError, match="too large"):
        once(3)


def test_records_are_held_and_forgotten(volume: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    files = opened(volume)
    first = files._record(NAME)
    assert files._record(NAME) is first
    monkeypatch.setattr(ntfs_reader, "_RECORDS_HELD", 1)
    files._record(r"\Folder")
    assert list(files._records) == [r"\Folder"]


def test_content_compressed_by_compact_is_refused(volume: bytes) -> None:
    files = opened(volume)

    class Compressed:
        """A record as ``compact /exe`` leaves it."""

        class attributes:  # noqa: N801 - as the library has it
            class STANDARD_INFORMATION:  # noqa: N801
                file_attributes = 0

            class REPARSE_POINT:  # noqa: N801
                tag = 0x80000017

        def is_dir(self) -> bool:
            return False

        def is_reparse_point(self) -> bool:
            return True

    files._records[r"\x"] = Compressed()
    assert code(files.read, r"\x") == "E631"


def test_what_is_no_volume_is_refused(volume: bytes) -> None:
    assert code(opened, bytes(1 << 20)) == "E631"
    assert code(opened, b"") == "E631"
