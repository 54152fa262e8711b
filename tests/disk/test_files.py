"""Files of a disk: a bounded number is open, what shrank or is gone is refused, none is kept."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from engine.disk.files import OPEN_AT_ONCE, Files
from engine.findings import Refusal


def opened() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def code(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.findings[0].code


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / str(number) for number in range(OPEN_AT_ONCE + 40)]
    for number, path in enumerate(paths):
        path.write_bytes(b"%8d" % number)
    return paths


def test_many_files_are_not_all_open(many: list[Path]) -> None:
    before = opened()
    with Files() as files:
        numbers = [files.add(path) for path in many]
        for turn in (numbers, reversed(numbers)):
            for number in turn:
                assert int(files.read(number, 0, 8)) == number
                assert opened() - before <= OPEN_AT_ONCE + 1
    assert opened() == before


def test_what_is_being_read_stays_open_after_a_release(many: list[Path]) -> None:
    before, files = opened(), Files()
    number = files.add(many[7])
    with files.open(number) as file:
        files.release()
        assert file.read(0, 8) == b"       7"
    assert opened() == before
    assert files.read(number, 0, 8) == b"       7"
    assert opened() == before


def test_several_threads_share_them(many: list[Path]) -> None:
    wrong: list[int] = []
    with Files() as files:
        numbers = [files.add(path) for path in many]

        def read(start: int) -> None:
            turn = numbers[start:] + numbers[:start]
            wrong.extend(each for each in turn if int(files.read(each, 0, 8)) != each)

        threads = [threading.Thread(target=read, args=(start,)) for start in range(0, 160, 40)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert wrong == []


def test_a_file_that_shrank(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    path.write_bytes(bytes(4096))
    with Files() as files:
        number = files.add(path)
        os.truncate(path, 100)
        with pytest.raises(Refusal) as read:
            files.read(number, 0, 4096)
        with pytest.raises(Refusal) as asked:
            files.stretches(number, 0, 4096)
    assert code(read) == code(asked) == "E202"


def test_nothing_beyond_the_end(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    path.write_bytes(bytes(100))
    with Files() as files:
        number = files.add(path)
        assert files.size(number) == 100
        for offset, length in ((100, 1), (-1, 2), (50, 51)):
            with pytest.raises(Refusal) as caught:
                files.read(number, offset, length)
            assert code(caught) == "E202"


def test_what_is_no_file(tmp_path: Path) -> None:
    files = Files()
    os.mkfifo(tmp_path / "pipe")
    expected = {"gone": "E201", "pipe": "E209", ".": "E209"}
    for name, wanted in expected.items():
        with pytest.raises(Refusal) as caught:
            files.add(tmp_path / name)
        assert code(caught) == wanted
    assert len(files) == 0


def test_two_names_of_one_file(tmp_path: Path) -> None:
    (tmp_path / "disk").write_bytes(b"x")
    (tmp_path / "link").symlink_to("disk")
    with Files() as files:
        one, other = files.add(tmp_path / "disk"), files.add(tmp_path / "link")
        assert files.place(one) == files.place(other)
        assert files.has(tmp_path / "disk")
        assert not files.has(tmp_path / "another")
