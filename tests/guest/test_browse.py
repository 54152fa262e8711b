"""The files of a guest looked through: volumes, folders, files, and answers that make no sense."""

from __future__ import annotations

import random
import threading
from pathlib import PurePosixPath

import pytest
from fixtures import linux, ntfs, partitioned
from fixtures.ntfs import File
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk

from engine.findings import Refusal, Stopped
from engine.guest import browse
from engine.guest.browse import Browse, Item
from engine.guest.helper.helper_protocol import Broken, Message, Plain

LARGE = random.Random(9).randbytes(700_001)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> RawDisk:
    """A Windows' volume and a Linux's."""
    folder = tmp_path_factory.mktemp("browse")
    files = [File(PurePosixPath("/Folder/large"), LARGE), File(PurePosixPath("/a.txt"), b"")]
    ntfs.build(folder / "one", files, sectors=16384)
    (folder / "tree" / "etc").mkdir(parents=True)
    (folder / "tree" / "etc" / "fstab").write_text("# own\n")
    linux.ext4(folder / "two", folder / "tree", 4 << 20)
    parts = [Part(9 << 20, volume=folder / "one"), Part(5 << 20, "83", folder / "two")]
    partitioned.build(folder / "disk", parts)
    return RawDisk(folder / "disk")


def code(call: object, *arguments: object) -> str:
    with pytest.raises(Refusal) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.findings[0].code


def test_volumes_folders_and_files(disk: RawDisk) -> None:
    with Browse(disk) as found:
        assert [(each.name, each.kind) for each in found.volumes] == [("1", "ntfs"), ("2", "ext4")]
        assert Item("Folder", True, 0) in found.list("1", "\\")
        assert found.list("1", "\\Folder") == (Item("large", False, len(LARGE)),)
        assert found.list("2", "/etc") == (Item("fstab", False, 6),)
        assert found.list("2", "/etc/fstab") == ()
        assert found.find("2", "/etc/fstab") == Item("fstab", False, 6)
        assert found.find("2", "/etc/none") is None
        assert code(found.list, "9", "/") == "E846"


def test_a_file_is_copied_part_by_part(disk: RawDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "_PART", 250_000)
    monkeypatch.setattr(browse, "_TURN", 500_000)
    parts: list[bytes] = []
    told: list[int] = []
    with Browse(disk) as found:
        before = found._helper
        found.copy("1", "\\Folder\\large", parts.append, told.append)
        assert found._helper is not before  # a new process went on
        assert code(found.copy, "1", "\\Folder", parts.append, told.append) == "E847"
        assert code(found.copy, "1", "\\none", parts.append, told.append) == "E847"
    assert b"".join(parts) == LARGE
    assert told == [250_000, 500_000, len(LARGE)]


def test_it_stops_when_asked(disk: RawDisk) -> None:
    cancel = threading.Event()
    with Browse(disk, cancel) as found:
        cancel.set()
        with pytest.raises(Stopped):
            found.copy("1", "\\Folder\\large", lambda _: None, lambda _: None)


@pytest.mark.parametrize("row", [["a", True], ["a", True, 1, 1], ["a", "yes", 1], 7, [None] * 3])
def test_rows_that_make_no_sense_are_refused(row: Plain) -> None:
    good: list[Plain] = ["a", False, 7]
    assert browse._rows(Item, [good]) == (Item("a", False, 7),)
    assert code(browse._rows, Item, [good, row]) == "E848"


def test_a_helper_that_fails_is_a_refusal(disk: RawDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    with Browse(disk) as found:
        helper = found._helper
        assert helper is not None

        def short(*_: object, **__: object) -> Message:
            return Message({"entries": [["large", False, 9]]}, b"123")

        def broken(*_: object, **__: object) -> Message:
            raise Broken("it is gone")

        monkeypatch.setattr(helper, "call", short)
        assert code(found.copy, "1", "\\Folder\\large", print, print) == "E848"
        monkeypatch.setattr(helper, "call", broken)
        assert code(found.list, "1", "\\") == "E848"
    with pytest.raises(ValueError, match="not open"):
        Browse(disk).list("1", "\\")
