"""What a copy has received is read back as it was, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.disk.copying import received_file
from engine.findings import Refusal
from engine.source.received import Came

COPY = {"size": 8, "sources": {"//ssh:host/x\udcff.vmdk": [8, 1]}}
PARTS: list[Came] = [(Path("//ssh:host/x\udcff.vmdk"), 5, b"abc"), (Path("/y"), 0, bytes(9))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "disk.img.received"
    received_file.save(path, COPY, PARTS)
    return path


def test_it_is_read_as_it_was(path: Path) -> None:
    assert received_file.load(path, COPY) == PARTS
    received_file.save(path, COPY, PARTS[:1])
    assert received_file.load(path, COPY) == PARTS[:1]


def test_that_of_another_copy_is_none(path: Path) -> None:
    assert received_file.load(path, {**COPY, "size": 9}) == []
    assert received_file.load(path.with_name("other"), COPY) == []


def test_what_is_torn_or_changed_is_none(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert received_file.load(path, COPY) == []
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert received_file.load(path, COPY) == []


def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    path.unlink()
    path.symlink_to(other)
    received_file.save(path, COPY, PARTS)
    assert other.read_bytes() == b"mine"
    with pytest.raises(Refusal, match="E417"):
        received_file.load(path, COPY)
