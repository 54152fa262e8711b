"""Pieces of a disk on their way to a file here, and their sums on both sides; odd servers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

import pytest
from deliver.answering import answering, failing, silent

from engine.deliver import sent_pieces
from engine.deliver.sent_pieces import Sums
from engine.deliver.transit import Transit
from engine.disk.block_map import Mapping
from engine.disk.copying.digest import PIECE, ChunkDigests, chunk_size
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Refusal, Stopped
from engine.ssh.server import Server

HERE = Server(None)
TAIL = 5_000  # bytes of the last piece
SIZE = 3 * PIECE + TAIL  # piece 1 is a hole


def content() -> bytes:
    """Data at both ends of piece 0, nothing in 1, all of 2, and an odd tail."""
    first = b"a" * 700 + bytes(PIECE - 1400) + b"b" * 700
    return first + bytes(PIECE) + b"c" * PIECE + b"d" * TAIL


def sums_of(data: bytes) -> Sums:
    return {
        at // PIECE: hashlib.sha256(data[at : at + PIECE]).hexdigest()
        for at in range(0, len(data), PIECE)
    }


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("disk") / "disk.img"
    with path.open("wb") as file:
        data = content()
        file.truncate(len(data))
        for number in (0, 2, 3):
            file.seek(number * PIECE)
            file.write(data[number * PIECE : (number + 1) * PIECE])
    return path


@pytest.fixture
def files() -> Iterator[Files]:
    with Files() as opened:
        yield opened


@pytest.fixture
def mapping(disk: Path, files: Files) -> Mapping:
    return Flat(files, files.add(disk), SIZE)


@pytest.fixture
def target(tmp_path: Path) -> PurePosixPath:
    """A file there that is full of something else."""
    (tmp_path / "there").write_bytes(b"x" * SIZE)
    return PurePosixPath(tmp_path / "there")


def send(
    mapping: Mapping,
    files: Files,
    target: PurePosixPath,
    *,
    server: Server = HERE,
    every: bool = True,
    wanted: Collection[int] | None = None,
    old: Collection[int] | None = None,
    cancel: threading.Event | None = None,
    transit: Transit = Transit(),  # noqa: B008 - frozen
) -> tuple[Sums, int]:
    told: list[int] = []
    sums = sent_pieces.send(
        server, target, mapping, files, every=every, wanted=wanted, old=old,
        digests=ChunkDigests(chunk_size(SIZE)), transit=transit, advance=told.append,
        cancel=cancel or threading.Event(),
    )  # fmt: skip
    return sums, sum(told)


def there(target: PurePosixPath, wanted: Collection[int], server: Server = HERE) -> Sums:
    told: list[int] = []
    sums = sent_pieces.sums_there(server, target, SIZE, wanted, told.append, threading.Event())
    assert sum(told) == sum(sent_pieces.length(SIZE, number) for number in wanted)
    return sums


def test_pieces_that_hold_something(mapping: Mapping) -> None:
    assert list(sent_pieces.numbers(mapping, every=True)) == [0, 1, 2, 3]
    assert list(sent_pieces.numbers(mapping, every=False)) == [0, 2, 3]
    assert [sent_pieces.length(SIZE, number) for number in (0, 2, 3)] == [PIECE, PIECE, TAIL]


def test_sums_here_and_there_are_those_of_hashlib(
    mapping: Mapping, files: Files, disk: Path
) -> None:
    told: list[int] = []
    digests = ChunkDigests(chunk_size(SIZE))
    found = sent_pieces.sums_here(
        mapping, files, every=True, digests=digests, advance=told.append, cancel=threading.Event()
    )
    assert found == sums_of(content())
    assert (sum(told), sorted(digests.finish())) == (SIZE, [0, 2, 3])
    assert there(PurePosixPath(disk), range(4)) == found
    assert there(PurePosixPath(disk), [3]) == {3: found[3]}


@pytest.mark.parametrize("transit", [Transit(), Transit(packed=True), Transit(1 << 30)])
def test_all_of_a_disk_arrives(
    mapping: Mapping, files: Files, target: PurePosixPath, transit: Transit
) -> None:
    assert send(mapping, files, target, transit=transit) == (sums_of(content()), SIZE)
    assert Path(target).read_bytes() == content()


def test_what_is_wanted_is_sent_and_nothing_else(
    mapping: Mapping, files: Files, target: PurePosixPath
) -> None:
    sums, told = send(mapping, files, target, wanted=[1, 3])
    assert (sorted(sums), told) == ([1, 3], PIECE + TAIL)
    data = content()
    kept = b"x" * PIECE
    assert Path(target).read_bytes() == kept + data[PIECE : 2 * PIECE] + kept + data[3 * PIECE :]


def test_zeros_are_not_written_where_there_are_zeros(
    mapping: Mapping, files: Files, target: PurePosixPath
) -> None:
    """What is said to hold zeros is believed: that is seen by what stays."""
    send(mapping, files, target, old=[1])
    found = Path(target).read_bytes()
    assert found[PIECE : 2 * PIECE] == bytes(PIECE)
    block = 64 << 10
    assert found[block : PIECE - block] == b"x" * (PIECE - 2 * block)
    assert found[:1400] == content()[:700] + bytes(700)  # a block has its zeros with it


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("0 " + "a" * 64 + "\n", "E712"),  # one is missing
        ("0 " + "a" * 64 + "\n1 " + "a" * 63 + "\n", "E715"),
        ("0 " + "a" * 64 + "\n0 " + "a" * 64 + "\n", "E715"),
        ("2 " + "a" * 64 + "\n", "E715"),
        ("1" * 13 + " " + "a" * 64 + "\n", "E715"),
        ("0 " + "A" * 64 + "\n", "E715"),
    ],
)
def test_sums_that_are_none(said: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        there(PurePosixPath("/x"), [0, 1], answering(said))


def test_what_fails_there_is_told(mapping: Mapping, files: Files, tmp_path: Path) -> None:
    nowhere = PurePosixPath(tmp_path / "none/disk")
    with pytest.raises(Refusal, match="E712"):
        send(mapping, files, nowhere)
    with pytest.raises(Refusal, match="E707"):
        send(mapping, files, nowhere, server=failing("dd: No space left on device"))
    with pytest.raises(Refusal, match=r"E705.*has not said that all is written"):
        send(mapping, files, nowhere, server=answering("writt"))
    with pytest.raises(Refusal, match="E712"):
        there(nowhere, [0], failing("dd: no such file"))


def test_stopped_it_says_so(mapping: Mapping, files: Files, target: PurePosixPath) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Stopped):
        send(mapping, files, target, cancel=cancel)
    with pytest.raises(Stopped):
        sent_pieces.sums_there(silent(), target, SIZE, range(4), lambda _: None, cancel)


def test_zeros_have_a_sum_of_their_own() -> None:
    assert sent_pieces.zeros(TAIL) == hashlib.sha256(bytes(TAIL)).hexdigest()
