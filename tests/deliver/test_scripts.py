"""The scripts of the server, run here: what they print, and what they never do."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from engine.deliver import scripts
from engine.ssh.server import Failed, Server

HERE = Server(None)


def lines(script: str, *arguments: object, data: bytes = b"") -> list[str]:
    return HERE.run(script, *map(str, arguments), data=data).splitlines()


def test_what_a_place_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kind, free = lines(scripts.LOOK, tmp_path / "not/yet/there")
    count, unit = free.removeprefix("free ").split()
    system = os.statvfs(tmp_path)
    assert (kind, int(unit)) == ("kind folder", system.f_frsize)
    assert 0 < int(count) <= system.f_blocks
    assert lines(scripts.LOOK, tmp_path / "file")[0] == "kind other"
    assert lines(scripts.LOOK, "/dev/null")[-1] == "kind other"
    assert lines(scripts.LOOK, "/dev/no-group/no-volume")[-1] == "kind other"


def test_tools_that_are_missing_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sh", "dd", "dirname", "stat"):
        (tmp_path / name).symlink_to(f"/bin/{name}")
    script = f"PATH={tmp_path}\n" + scripts.LOOK
    found = [each for each in lines(script, tmp_path) if each.startswith("missing")]
    assert found == [f"missing {each}" for each in
                     ("cat", "mkdir", "mv", "rm", "sha256sum", "sync", "truncate")]  # fmt: skip


def test_what_is_at_a_path(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"12345")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "link").symlink_to(tmp_path / "a file")
    os.mkfifo(tmp_path / "pipe")
    assert lines(scripts.STATE, tmp_path / "a file")[0] == "file 5"
    assert lines(scripts.STATE, tmp_path / "none") == []
    assert lines(scripts.STATE, tmp_path / "dangling") == ["link"]
    assert lines(scripts.STATE, tmp_path / "link") == ["link"]
    assert lines(scripts.STATE, tmp_path) == ["other"]
    assert lines(scripts.STATE, tmp_path / "pipe") == ["other"]


def test_a_file_of_holes_takes_no_place_that_was_taken_meanwhile(tmp_path: Path) -> None:
    path, final = tmp_path / "a.partial", tmp_path / "a"
    lines(scripts.FILE, "0", path, 4096, "new", final)
    assert (path.stat().st_size, path.stat().st_blocks) == (4096, 0)
    path.write_bytes(b"theirs")
    with pytest.raises(Failed) as failed:
        lines(scripts.FILE, "0", path, 4096, "new", "")
    assert failed.value.code == scripts.TAKEN
    assert path.read_bytes() == b"theirs"
    lines(scripts.FILE, "0", path, 8192, "", "")  # ours from before, without a word
    assert path.stat().st_size == 8192
    final.write_bytes(b"theirs")
    with pytest.raises(Failed) as failed:
        lines(scripts.FILE, "0", path, 4096, "", final)
    assert (failed.value.code, path.exists(), final.read_bytes()) == (46, False, b"theirs")
    with pytest.raises(Failed) as failed:
        lines(scripts.FILE, "0", tmp_path / "none/a", 4096, "new", "")
    assert failed.value.code == 1


def test_data_and_zeros_go_to_their_places(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"x" * 4096)
    data = b"d 512 1 2\n" + b"a" * 1024 + b"z 512 4 3\nd 1 4090 10\nb\nd 1 0 1\n"
    assert lines(scripts.WRITE, path, "", data=data) == ["written"]
    expected = bytearray(b"x" * 4090 + b"b\nd 1 0 1\n")
    expected[512:1536], expected[2048:3584] = b"a" * 1024, bytes(1536)
    assert path.read_bytes() == expected


@pytest.mark.parametrize("data", [b"q 1 0 1\na", b"d 0 0 1\na", b"d x 0 1\na", b"hello\n"])
def test_a_line_that_is_none_ends_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"x")
    with pytest.raises(Failed):
        lines(scripts.WRITE, path, "", data=data)
    assert path.read_bytes() == b"x"


def test_sums_of_pieces(tmp_path: Path) -> None:
    content = os.urandom(3000)
    (tmp_path / "disk").write_bytes(content)
    found = lines(scripts.SUMS, tmp_path / "disk", data=b"7 1000 1 2\n8 512 0 1\n9 512 5 9\n")
    parts = {7: content[1000:], 8: content[:512], 9: content[2560:]}
    assert found == [f"{number} {hashlib.sha256(part).hexdigest()}"
                     for number, part in parts.items()]  # fmt: skip


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    """Between looking and writing somebody puts one into the place of the new file."""
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "link"
    elsewhere.write_bytes(b"precious")
    link.symlink_to(elsewhere)
    with pytest.raises(Failed, match="link"):
        lines(scripts.WRITE, link, data=b"d 1 0 4\nevil")
    for pair in ((tmp_path / "x", link), (link, tmp_path / "x")):
        with pytest.raises(Failed, match="link"):
            lines(scripts.RENAME, *pair)
    with pytest.raises(Failed) as failed:
        lines(scripts.FILE, "0", link, 4096, "new", "")
    assert failed.value.code == scripts.TAKEN
    lines(scripts.PUT, "0", link, data=b"new")
    assert (link.read_bytes(), link.is_symlink()) == (b"new", False)
    assert elsewhere.read_bytes() == b"precious"


def test_a_name_is_given_and_no_folder_is_moved_into(tmp_path: Path) -> None:
    path, final = tmp_path / "a.partial", tmp_path / "a"
    path.write_bytes(b"new")
    final.write_bytes(b"old")
    lines(scripts.RENAME, path, final)
    assert (path.exists(), final.read_bytes()) == (False, b"new")
    with pytest.raises(Failed, match="folder"):
        lines(scripts.RENAME, final, tmp_path)
    assert final.exists()


def test_a_small_file_and_a_program(tmp_path: Path) -> None:
    path = tmp_path / "it's a file"
    lines(scripts.PUT, "0", path, data=b"#!/bin/sh\n")
    assert lines(scripts.READ, path) == ["#!/bin/sh"]
    lines(scripts.PROGRAM, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    lines(scripts.FOLDER, tmp_path / "one/two")
    assert (tmp_path / "one/two").is_dir()


def test_a_file_has_no_right_that_it_was_not_to_have(tmp_path: Path) -> None:
    def rights(name: str) -> int:
        return stat.S_IMODE((tmp_path / name).stat().st_mode)

    lines(scripts.FILE, "0", tmp_path / "usual", 512, "new", "")
    (tmp_path / "made").touch()
    assert rights("usual") == rights("made")  # the umask alone
    for taken, left in (("077", 0o600), ("27", 0o640), ("022", 0o644)):
        lines(scripts.FILE, taken, tmp_path / f"file{taken}", 512, "new", "")
        lines(scripts.PUT, taken, tmp_path / f"put{taken}", data=b"x")
        for name in (f"file{taken}", f"put{taken}"):
            assert rights(name) == left & rights("usual")
    lines(scripts.PROGRAM, tmp_path / "put077")
    lines(scripts.PROGRAM, tmp_path / "put27")
    assert (rights("put077"), rights("put27")) == (0o700, 0o750)
