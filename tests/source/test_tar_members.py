"""pax records of a member of an archive: lengths that lie are refused, not followed."""

from __future__ import annotations

import pytest

from engine.source.member import OddError
from engine.source.tar_members import _records


def test_records_follow_each_other() -> None:
    assert _records(b"11 path=ab\n11 size=12\n") == {"path": "ab", "size": "12"}
    assert _records(b"11 path=ab\n\0\0\0\0") == {"path": "ab"}  # the rest of a block
    assert _records(b"") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"2 11 path=ab\n",
        b"2 \n",
        b"1 a=b\n",
        b"0 a=b\n",
        b"-6 a=b\n",
        b"99 a=b\n",
        b"x a=b\n",
        b"12 path=ab\n",
    ],
)
def test_lengths_that_cannot_be(data: bytes) -> None:
    with pytest.raises(OddError):
        _records(data)
