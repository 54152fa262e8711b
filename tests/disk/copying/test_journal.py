"""The journal survives what a crash leaves of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refused

from engine.disk.copying import journal
from engine.disk.copying.journal import Record
from engine.findings import Refusal

IDENTITY = {"size": 1 << 40, "sources": {"/vm/ä.vmdk": [1, 2]}}
RECORDS = [
    Record(4 << 20, 0, ((0, b"a" * 32),)),
    Record(40 << 20, 7 << 16, ((3, b"b" * 32), (9, b"c" * 32))),
    Record(99 << 20, 8 << 16, ()),
]


def write(path: Path, records: list[Record]) -> list[int]:
    """A journal, and the file size after each record."""
    opened = journal.create(path, IDENTITY)
    sizes = [path.stat().st_size]
    for record in records:
        opened.append(record)
        sizes.append(path.stat().st_size)
    opened.close()
    return sizes


def read(path: Path) -> list[Record]:
    opened, identity, records = journal.reopen(path)
    assert identity == IDENTITY
    found = list(records)
    opened.close()
    return found


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "j", RECORDS)
    assert read(tmp_path / "j") == RECORDS


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_torn_end_is_cut_off_and_written_over(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    sizes = write(path, RECORDS)
    cut = data.draw(st.integers(sizes[0], sizes[-1]))
    whole = sum(size <= cut for size in sizes) - 1
    content = path.read_bytes()
    rubbish = data.draw(st.binary(max_size=200))
    path.write_bytes(content[:cut] + rubbish)
    opened, _, records = journal.reopen(path)
    found = list(records)
    if not rubbish or not content[cut:].startswith(rubbish):
        assert found == RECORDS[:whole]
    opened.append(RECORDS[0])
    opened.close()
    assert read(path) == [*found, RECORDS[0]]


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 1 << 16), flip=st.integers(1, 255))
def test_a_flipped_bit_never_gives_a_false_record(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    sizes = write(path, RECORDS)
    content = bytearray(path.read_bytes())
    content[sizes[0] + place % (len(content) - sizes[0])] ^= flip
    path.write_bytes(content)
    found = read(path)
    assert found == RECORDS[: len(found)]
    assert len(found) < len(RECORDS)


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"rubbish", b'{"magic": 1}\n', b"[1]\n"])
def test_what_is_no_journal_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "j").write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        journal.reopen(tmp_path / "j")
    assert refusal.value.findings[0].code == "E404"


def test_only_one_may_write(tmp_path: Path) -> None:
    opened = journal.create(tmp_path / "j", IDENTITY)
    with pytest.raises(Refusal) as refusal:
        journal.reopen(tmp_path / "j")
    assert refusal.value.findings[0].code == "E407"
    opened.close()
    assert read(tmp_path / "j") == []


def test_one_that_is_held_is_not_begun_anew_and_left_open(tmp_path: Path) -> None:
    write(tmp_path / "j", RECORDS)
    opened, _, _ = journal.reopen(tmp_path / "j")
    before = sorted(Path("/proc/self/fd").iterdir())
    assert refused(lambda: journal.create(tmp_path / "j", IDENTITY)) == "E407"
    assert sorted(Path("/proc/self/fd").iterdir()) == before
    opened.close()
    assert read(tmp_path / "j") == RECORDS
