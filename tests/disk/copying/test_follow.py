"""Verification that follows a copy: what it has compared, what it finds, when it leaves off."""

from __future__ import annotations

import random
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from engine import platform
from engine.disk.copying.digest import PIECE
from engine.disk.copying.follow import Duplex, Follower
from engine.disk.copying.verify import piece_digests_of
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Refusal

COUNT = 12
DECIDED = 99  #: records after which it is settled that following pays


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Pieces of random bytes, but for some that are holes."""
    path, choose = tmp_path / "image", random.Random(7)
    with path.open("wb") as file:
        file.truncate(COUNT * PIECE)
        for number in (0, 1, 2, 4, 5, 6, 8, 9, 11):
            file.seek(number * PIECE)
            file.write(choose.randbytes(PIECE))
    return path


def opened(path: Path) -> tuple[Flat, Files]:
    files = Files(direct=True)
    file = files.add(path)
    return Flat(files, file, files.size(file)), files


def offered(follower: Follower, digests: dict[int, bytes], start: int = 0) -> None:
    """All pieces from ``start`` on, as if each were a record."""
    for number in range(start, COUNT):
        own = [(number, digests[number])] if number in digests else []
        follower.offer((number + 1) * PIECE, own)


def until_verified(follower: Follower, end: int) -> None:
    while follower.verified < end:
        follower.offer(end, [])  # refuses what was found
        time.sleep(0.01)


def test_all_that_is_durable_is_compared(image: Path) -> None:
    mapping, files = opened(image)
    with files:
        digests = piece_digests_of(mapping, files, threading.Event())
        follower = Follower(partial(opened, image), duplex=Duplex(DECIDED))
        offered(follower, digests)
        until_verified(follower, COUNT * PIECE)
        assert follower.finish() == COUNT * PIECE


@pytest.mark.parametrize("where", [3 * PIECE + 5, 4 * PIECE + 77, 11 * PIECE])
def test_a_difference_is_told(image: Path, where: int) -> None:
    mapping, files = opened(image)
    with files:
        digests = piece_digests_of(mapping, files, threading.Event())
        with image.open("r+b") as file:
            file.seek(where)
            before = file.read(1)[0]
            file.seek(where)
            file.write(bytes([before ^ 1]))
        follower = Follower(partial(opened, image), duplex=Duplex(DECIDED))
        with pytest.raises(Refusal) as caught:  # noqa: PT012 - now or when it is asked again
            offered(follower, digests)
            until_verified(follower, COUNT * PIECE)
        assert [each.code for each in caught.value.findings] == ["E440"]
        follower.finish(cancelled=True)


def test_it_goes_on_where_it_was(image: Path) -> None:
    mapping, files = opened(image)
    with files:
        digests = piece_digests_of(mapping, files, threading.Event())
        with image.open("r+b") as file:
            file.write(b"\0" * 100)  # of a piece that was verified before
        follower = Follower(partial(opened, image), 2 * PIECE, Duplex(DECIDED))
        offered(follower, digests, start=2)
        until_verified(follower, COUNT * PIECE)
        assert follower.finish() == COUNT * PIECE


@pytest.mark.parametrize(("together", "pays"), [(4, True), (2, False), (1.5, False)])
def test_a_disk_that_does_one_thing_at_a_time_is_found_out(together: float, pays: bool) -> None:
    """Alone four pieces a second are copied; then fewer are, and as many are verified."""
    duplex, now, verified = Duplex(), 0.0, 0.0
    for _ in range(7):
        duplex.record(4, 0, now)
        now += 1
    assert duplex.may_follow
    for _ in range(6):
        now += 4 / together
        verified += 4
        duplex.record(4, int(verified), now)
    assert duplex.pays is pays
    assert duplex.may_follow is pays


def test_bounded_memory_is_not_spent_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Duplex.expecting(1).may_follow
    monkeypatch.setattr(platform, "is_bounded", lambda: True)
    duplex = Duplex.expecting(1)
    for second in range(20):
        duplex.record(4, 0, float(second))
        assert not duplex.may_follow
