"""Values of the registry: what they say, and how they travel to the helper and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guest.helper.helper_protocol import Broken, Message, Plain
from engine.guest.hives import values
from engine.guest.hives.values import Type, Value


def test_values_say_what_they_mean() -> None:
    assert values.sz("ä\N{SNOWMAN}").text == "ä\N{SNOWMAN}"
    assert values.multi_sz("a", "b").texts == ("a", "b")
    assert values.multi_sz("a", "b").data == "a\0b\0\0".encode("utf-16-le")
    assert values.dword(7).number == 7
    assert Value(Type.DWORD, b"abc").number is None
    assert Value(Type.SZ, b"a\0b\0\0\0rubbish").text == "ab"
    assert str(values.sz("a")) == '"a"'
    assert str(values.multi_sz("a", "b")) == '"a", "b"'
    assert str(values.multi_sz()) == "(no texts)"
    assert str(values.binary(b"\1\2")) == "hex(3):01,02"
    assert str(Value(11, b"\0" * 8)) == "hex(b):00,00,00,00,00,00,00,00"
    assert str(Value(Type.DWORD, b"abc")) == "hex(4):61,62,63"


def test_texts_end_where_windows_ends_them() -> None:
    assert values.sz("a").data == b"a\0\0\0"
    assert Value(Type.SZ, "no end".encode("utf-16-le")).text == "no end"
    assert Value(Type.SZ, b"a\0b").text == "a"  # half a character
    assert Value(Type.MULTI_SZ, "a\0\0b".encode("utf-16-le")).texts == ("a", "b")
    assert Value(Type.SZ, b"\x00\xd8").text == "\N{REPLACEMENT CHARACTER}"
    assert values.sz("\udc80").data == b"\x80\xdc\0\0"


@settings(max_examples=30)
@given(st.dictionaries(st.text(), st.builds(Value, st.integers(0, 15), st.binary(max_size=9))))
def test_what_goes_over_the_wire_comes_back(found: dict[str, Value]) -> None:
    rows, body = values.to_wire(found)
    assert values.from_wire(Message({"values": rows}, body)) == found


@pytest.mark.parametrize(
    "rows",
    [
        [["a", 1, 5]],
        [["a", 1, 3], ["b", 1, 2]],
        [["a", 1, -1]],
        [["a", "1", 1]],
        [["a", 1]],
        ["a"],
        "a",
    ],
)
def test_what_the_other_side_made_up_is_not_believed(rows: Plain) -> None:
    assert len(values.from_wire(Message({"values": [["a", 1, 2], ["b", 1, 2]]}, b"1234"))) == 2
    with pytest.raises(Broken):
        values.from_wire(Message({"values": rows}, b"1234"))
