"""Files of ours beside a result: whatever somebody else put into their place stays as it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import platform
from engine.disk import side_files
from engine.disk.copying import journal
from engine.disk.edits.edit import Edit, Page
from engine.disk.images.block_archive import BlockArchive
from engine.disk.images.targets import RawFile
from engine.findings import Refusal

PRECIOUS = b"precious"


def link(path: Path, elsewhere: Path) -> None:
    path.symlink_to(elsewhere)


def second_name(path: Path, elsewhere: Path) -> None:
    path.hardlink_to(elsewhere)


def dangling(path: Path, elsewhere: Path) -> None:
    elsewhere.unlink()
    path.symlink_to(elsewhere)


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def archive(path: Path) -> None:
    with BlockArchive(path):
        pass


WRITERS: dict[str, Callable[[Path], object]] = {
    "create": side_files.create,
    "create anew": side_files.create_anew,
    "create or reopen": side_files.create_or_reopen,
    "reopen": side_files.reopen,
    "journal": lambda path: journal.create(path, {}),
    "journal that is gone on with": journal.reopen,
    "edit": Edit(4096, {0: Page(bytes(4096), b"x" * 4096)}).save,
    "image": lambda path: RawFile(path, 4096),
    "image that is gone on with": lambda path: RawFile(path, 4096, resume=True),
    "archive": archive,
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("plant", [link, second_name, dangling, pipe])
def test_nothing_is_written_through_what_is_not_ours(
    tmp_path: Path, writer: str, plant: Callable[[Path, Path], None]
) -> None:
    path, elsewhere = tmp_path / "ours", tmp_path / "elsewhere"
    elsewhere.write_bytes(PRECIOUS)
    plant(path, elsewhere)
    before = path.lstat().st_ino
    with pytest.raises(Refusal, match="E417"):
        WRITERS[writer](path)
    assert path.lstat().st_ino == before
    assert elsewhere.read_bytes() == PRECIOUS if plant is not dangling else not elsewhere.exists()


def test_files_of_ours_are_made_left_over_and_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "ours"
    os.close(side_files.create(path))
    with pytest.raises(Refusal, match="E402"):
        side_files.create(path)
    path.write_bytes(b"left over")
    os.close(side_files.reopen(path))
    os.close(side_files.create_or_reopen(path))
    assert path.read_bytes() == b"left over"
    os.close(side_files.create_anew(path))
    assert path.read_bytes() == b""
    assert side_files.is_there(path)
    assert not side_files.is_there(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError):
        side_files.reopen(tmp_path / "nothing")


@pytest.mark.parametrize("without_renameat2", [False, True])
@pytest.mark.parametrize("there", ["file", "link", "folder"])
def test_a_name_that_is_taken_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str, without_renameat2: bool
) -> None:
    if without_renameat2:
        monkeypatch.setattr(platform, "rename_new", lambda *_: False)
    path, final = tmp_path / "ours", tmp_path / "final"
    path.write_bytes(b"new")
    if there == "file":
        final.write_bytes(PRECIOUS)
    elif there == "link":
        final.symlink_to(tmp_path / "nowhere")
    else:
        final.mkdir()
    with pytest.raises(Refusal, match="E402"):
        side_files.rename(path, final)
    assert path.read_bytes() == b"new"
    side_files.rename(path, tmp_path / "free")
    assert (tmp_path / "free").read_bytes() == b"new"
    assert not path.exists()


def test_a_new_file_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "page"
    with side_files.new_file(target) as file:
        file.write(b"whole")
        assert [each.name for each in tmp_path.iterdir()] == ["page.partial"]
    assert target.read_bytes() == b"whole"
    assert [each.name for each in tmp_path.iterdir()] == ["page"]


def half_written(path: Path) -> None:
    with side_files.new_file(path) as file:
        file.write(b"half")
        raise OSError("the disk is full")


def test_nothing_is_left_of_a_new_file_that_fails(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="E403"):
        half_written(tmp_path / "page")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("plant", [link, second_name, dangling, pipe, None])
def test_a_partial_file_of_somebody_else_stays(
    tmp_path: Path, plant: Callable[[Path, Path], None] | None
) -> None:
    other, elsewhere = tmp_path / "page.partial", tmp_path / "elsewhere"
    elsewhere.write_bytes(PRECIOUS)
    if plant is None:
        other.write_bytes(PRECIOUS)
    else:
        plant(other, elsewhere)
    before = other.lstat().st_ino
    with pytest.raises(Refusal, match="E417" if plant else "E402"):
        half_written(tmp_path / "page")
    assert other.lstat().st_ino == before
    assert not elsewhere.exists() or elsewhere.read_bytes() == PRECIOUS
