"""An NTFS volume that is edited: all or nothing, what it is refused for, and odd answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

import pytest
from fixtures import ntfs as made
from fixtures.ntfs import File
from fixtures.raw_disk import Memory

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken, Message, Plain
from engine.guest.volumes import ntfs

START = 4096


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    path = tmp_path_factory.mktemp("ntfs") / "volume"
    made.build(path, [File(PurePosixPath("/Folder/a.txt"), b"old")], sectors=8192)
    return Memory(bytes(START) + path.read_bytes())


def test_files_are_changed_where_they_are(native: Native, disk: Memory) -> None:
    overlay = Overlay(disk)
    with ntfs.edit(native, overlay, START, disk.size - START) as files:
        entry = files.find(r"\folder\A.TXT")
        assert entry is not None
        assert (entry.name, entry.size, entry.is_folder) == ("a.txt", 3, False)
        assert files.find(r"\none") is None
        files.replace(r"\Folder\a.txt", b"newer")
        files.create(r"\Folder\b.txt", b"made", like=r"\Folder\a.txt")
        files.create_folder(r"\Folder\deep", like=r"\Folder")
        files.set_attributes(r"\Folder\b.txt", 3)
        assert overlay.edit().pages == {}
    assert overlay.edit().pages
    with ntfs.edit(native, overlay, START, disk.size - START) as files:
        assert files.read(r"\Folder\a.txt") == b"newer"
        listed = {each.name: each for each in files.list(r"\Folder")}
        assert set(listed) == {"a.txt", "b.txt", "deep"}
        assert listed["b.txt"].attributes & 3 == 3
        assert listed["deep"].is_folder


def refused_and_gone_on(files: ntfs.NtfsFiles) -> None:
    with pytest.raises(Refusal):
        files.replace(r"\Folder\none.txt", b"x")


def interrupted(_: ntfs.NtfsFiles) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("then", "error"), [(refused_and_gone_on, Refusal), (interrupted, ZeroDivisionError)]
)
def test_what_is_refused_or_raised_leaves_nothing(
    native: Native,
    disk: Memory,
    then: Callable[[ntfs.NtfsFiles], None],
    error: type[Exception],
) -> None:
    overlay = Overlay(disk)

    def change() -> None:
        with ntfs.edit(native, overlay, START, disk.size - START) as files:
            files.replace(r"\Folder\a.txt", b"newer")
            then(files)

    with pytest.raises(error):
        change()
    assert overlay.edit().pages == {}


@pytest.mark.parametrize(
    ("magic", "reason"), [(b"-FVE-FS-", "BitLocker"), (b"EXFAT   ", "another kind")]
)
def test_other_volumes_are_refused(native: Native, disk: Memory, magic: bytes, reason: str) -> None:
    content = bytearray(disk.content)
    content[START + 3 : START + 11] = magic
    overlay = Overlay(Memory(bytes(content)))
    with (
        pytest.raises(Refusal, match=reason) as caught,
        ntfs.edit(native, overlay, START, overlay.size - START),
    ):
        pass
    (found,) = caught.value.findings
    assert (found.code, str(found.message.fields["offset"])) == ("E614", str(START))


@pytest.mark.parametrize(
    "row", [["a", True, 1], ["a", 1, 1, 1], [1, True, 1, 1], ["a", True, "1", 1], "a"]
)
def test_an_entry_that_the_helper_made_up_is_not_believed(row: Plain) -> None:
    good: list[Plain] = ["a", False, 7, 32]
    assert ntfs._entries(Message({"entries": [good]}))[0].size == 7
    with pytest.raises(Broken):
        ntfs._entries(Message({"entries": [good, row]}))
