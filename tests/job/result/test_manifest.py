"""The manifest: what is read of it has to agree with itself, and it says whether it was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from refusals import refused

from engine.disk.copying.digest import ALGORITHM, PIECE, chunk_size, disk_digest
from engine.job.result import manifest

CHUNKS = {0: "a" * 64, 2: "b" * 64}
SIZE = 3 * PIECE


def written(folder: Path, **changes: Any) -> Path:
    """A manifest of one disk, as it is written."""
    disk: dict[str, Any] = {
        "file": "a.img",
        "format": "raw",
        "size": SIZE,
        "chunk_size": chunk_size(SIZE),
        "algorithm": ALGORITHM,
        "chunks": {str(number): each for number, each in CHUNKS.items()},
        "digest": disk_digest(CHUNKS),
        "sha256": "c" * 64,
    }
    disk |= changes
    (folder / manifest.NAME).write_text(manifest.as_text({"disks": [disk]}), "utf-8")
    return folder


def load(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / manifest.NAME).read_text())
    return found


def test_a_disk_is_what_was_written(tmp_path: Path) -> None:
    [entry] = manifest.read(written(tmp_path))
    assert entry == manifest.Entry("a.img", "raw", SIZE, PIECE, CHUNKS, "c" * 64)
    assert manifest.check_text(tmp_path)


def test_the_digest_at_its_end_is_made_with_zeros_in_its_place(tmp_path: Path) -> None:
    """As anybody can do it with sed and sha256sum."""
    text = (written(tmp_path) / manifest.NAME).read_bytes()
    digest = load(tmp_path)["manifest_sha256"].encode()
    zeroed = text.replace(digest, b"0" * 64)
    assert hashlib.sha256(zeroed).hexdigest().encode() == digest
    assert text.endswith(digest + b'"\n}')


def test_one_byte_changed_anywhere_is_seen(tmp_path: Path) -> None:
    path = written(tmp_path) / manifest.NAME
    content = path.read_bytes()
    for at in range(0, len(content), 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert refused(lambda: manifest.check_text(tmp_path)) in ("E412", "E420"), at
    path.write_bytes(content + b"\n")
    assert refused(lambda: manifest.check_text(tmp_path)) == "E420"


def test_an_older_one_has_no_digest_of_itself(tmp_path: Path) -> None:
    found = load(written(tmp_path))
    for key in ("manifest_sha256", "format"):
        found.pop(key)
    (tmp_path / manifest.NAME).write_text(json.dumps(found))
    assert not manifest.check_text(tmp_path)
    found["format"] = 2  # then its digest was removed
    (tmp_path / manifest.NAME).write_text(json.dumps(found))
    assert refused(lambda: manifest.check_text(tmp_path)) == "E420"


def test_paths_that_are_no_utf8_are_kept(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text(manifest.as_text({"disks": [], "source": "B\udcfcro ä"}))
    assert manifest.check_text(tmp_path)
    assert load(tmp_path)["source"] == "B\udcfcro ä"


@pytest.mark.parametrize(
    "changes",
    [
        {"file": "../a.img"},
        {"file": "/etc/passwd"},
        {"file": ""},
        {"file": "."},
        {"file": ".."},
        {"file": 7},
        {"format": "zip"},
        {"size": -1},
        {"size": "3"},
        {"chunk_size": 2 * PIECE},
        {"algorithm": "sha1"},
        {"digest": "0" * 64},
        {"chunks": {"0": "a" * 64}},
        {"chunks": {"0": "no hex"}},
        {"chunks": ["a" * 64]},
        {"sha256": "C" * 64},
        {"sha256": "c" * 63},
    ],
    ids=str,
)
def test_what_does_not_agree_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert refused(lambda: manifest.read(written(tmp_path, **changes))) == "E412"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"disks": 7}', b"[" * 100_000, b"\xff", b'{"disks": [7]}']
)
def test_what_is_no_manifest(tmp_path: Path, content: bytes) -> None:
    assert refused(lambda: manifest.read(tmp_path)) == "E412"
    (tmp_path / manifest.NAME).write_bytes(content)
    assert refused(lambda: manifest.read(tmp_path)) == "E412"


def test_one_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (written(tmp_path) / manifest.NAME).open("r+b") as file:
        file.truncate((256 << 20) + 1)
    assert refused(lambda: manifest.read(tmp_path)) == "E412"


def sum_of_another(folder: Path) -> None:
    [entry] = manifest.read(folder)
    manifest.note_digests(folder, "a.img", {1: "d" * 64}, SIZE)
    manifest.note_sum(folder, entry, "e" * 64)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (lambda folder: manifest.note_sum(folder, manifest.read(folder)[0], "e" * 64), "e" * 64),
        (lambda folder: manifest.note_digests(folder, "b.img", {}, 0), "c" * 64),
        (lambda folder: manifest.note_digests(folder, "a.img", CHUNKS, SIZE), ""),
        (sum_of_another, ""),
    ],
    ids=["sum", "another file", "digests", "sum of what it was"],
)
def test_a_sum_is_that_of_the_content(
    tmp_path: Path, note: Callable[[Path], None], expected: str
) -> None:
    note(written(tmp_path))
    assert manifest.read(tmp_path)[0].sha256 == expected
    assert manifest.check_text(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [manifest.NAME]


def test_other_digests_are_noted_with_the_size(tmp_path: Path) -> None:
    manifest.note_digests(written(tmp_path), "a.img", {1: "d" * 64}, 2 * PIECE, "f" * 64)
    [entry] = manifest.read(tmp_path)
    assert (entry.chunks, entry.size, entry.metadata) == ({1: "d" * 64}, 2 * PIECE, "f" * 64)


def test_one_that_was_changed_is_not_revised(tmp_path: Path) -> None:
    path = written(tmp_path) / manifest.NAME
    text = path.read_text().replace(str(SIZE), str(SIZE + 1), 1)
    path.write_text(text)
    assert refused(lambda: manifest.note_config(tmp_path, "e" * 64)) == "E420"
    assert path.read_text() == text
    manifest.note_config(written(tmp_path), "e" * 64)
    assert load(tmp_path)["config_accepted"] == "e" * 64
