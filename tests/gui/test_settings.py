"""What is remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gui.settings import FILE_LIMIT, FOLDERS, Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_they_come_back_as_they_were(file: Path) -> None:
    settings = Settings(file, geometry="01d9", last_folder="/vm")
    settings.remember_unfinished(Path("/vm/server-xen"))
    assert Settings.load(file) == settings
    settings.forget_unfinished(Path("/vm/server-xen"))
    assert Settings.load(file).unfinished == []


def test_nothing_stored_means_defaults(file: Path) -> None:
    assert Settings.load(file) == Settings(file)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"geometry": 5, "unfinished": [1]}'],
)
def test_a_damaged_file_means_defaults(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert Settings.load(file) == Settings(file)


def test_a_huge_file_is_not_read(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(json.dumps({"geometry": "0" * FILE_LIMIT}).encode())
    assert Settings.load(file).geometry == ""


def test_what_is_unknown_is_left_out(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"file": "/etc/passwd", "save": "x", "last_folder": "/vm"}')
    settings = Settings.load(file)
    assert (settings.file, settings.last_folder) == (file, "/vm")
    settings.save()
    names = {
        *(
            "geometry",
            "splitter",
            "columns",
            "tree",
            "drawer",
            "last_folder",
            "recent",
            "unfinished",
            "unfolded",
            "folded",
        ),
        *("speed", "server", "server_folder", "group", "networks", "target_folder", "presets"),
        *("language", "theme", "after"),
    }
    assert set(json.loads(file.read_text())) == names


def test_unfinished_folders_are_kept_once_and_not_forever(file: Path) -> None:
    settings = Settings(file)
    for number in range(FOLDERS + 5):
        settings.remember_unfinished(Path(f"/vm/{number}"))
    settings.remember_unfinished(Path("/vm/20"))
    assert len(settings.unfinished) == FOLDERS
    assert settings.unfinished[-1] == "/vm/20"


def test_a_folder_that_cannot_be_written_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, not a folder")
    Settings(tmp_path / "config" / "settings.json").save()
