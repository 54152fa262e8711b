"""Messages between the application and its helper: whole, bounded, and believed in no detail."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guest.helper.helper_protocol import (
    BODY_LIMIT,
    HEAD_LIMIT,
    Broken,
    Message,
    Plain,
    Refused,
    Wire,
)
from engine.phrase import Phrase, packed


@pytest.fixture
def pair() -> Iterator[tuple[Wire, Wire]]:
    """Both ends of a wire; those that a test has not closed are closed."""
    first, second = os.pipe(), os.pipe()
    yield Wire(first[0], second[1]), Wire(second[0], first[1])
    for each in (*first, *second):
        try:
            os.close(each)
        except OSError:  # the test did
            continue


def test_a_message_arrives_as_it_was_sent(pair: tuple[Wire, Wire]) -> None:
    here, there = pair
    head: dict[str, Plain] = {"text": "ä\ud800", "number": 1 << 40, "rows": [["a", 1, None]]}
    here.send(head, b"\0\1")
    here.send({})
    assert there.receive() == (head, b"\0\1")
    assert there.receive() == ({}, b"")


def test_the_end_and_silence_are_told_apart(pair: tuple[Wire, Wire]) -> None:
    here, there = pair
    with pytest.raises(Broken, match=r"no answer for 0.01 seconds"):
        there.receive(0.01)
    os.close(here.writing)
    with pytest.raises(Broken, match="has ended"):
        there.receive(0.01)
    os.close(there.reading)
    os.close(here.reading)
    with pytest.raises(Broken, match="has ended"):
        there.send({})


@pytest.mark.parametrize(
    ("head", "body", "text", "reason"),
    [
        (HEAD_LIMIT + 1, 0, b"", "too long"),
        (2, BODY_LIMIT + 1, b"{}", "too long"),
        (9, 0, b"{}", "has ended"),
        (2, 5, b"{}1234", "has ended"),
        (2, 0, b"[]", "cannot be understood"),
        (2, 0, b"{'", "cannot be understood"),
        (40_000, 0, b"[" * 40_000, "cannot be understood"),
    ],
)
def test_what_is_no_message(
    pair: tuple[Wire, Wire], head: int, body: int, text: bytes, reason: str
) -> None:
    here, there = pair
    os.write(here.writing, struct.pack("<II", head, body) + text)
    os.close(here.writing)
    with pytest.raises(Broken, match=reason) as caught:
        there.receive(5)
    assert caught.value.findings[0].code == "E602"


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=4), st.from_type(int | str | bool | None)))  # type: ignore[arg-type]
def test_any_head_can_be_asked_for_anything(head: dict[str, Plain]) -> None:
    message = Message(head)
    for key, value in [*head.items(), ("none at all", None)]:
        assert message.has(key) == (key in head)
        if isinstance(value, str):
            assert message.text(key) == value
        else:
            with pytest.raises(Broken):
                message.text(key)
        for ask in (message.rows, message.fields):
            with pytest.raises(Broken):
                ask(key)


@pytest.mark.parametrize("value", [None, -1, 1 << 63, "7", 1.5, [], {}])
def test_a_number_is_one(value: object) -> None:
    with pytest.raises(Broken):
        Message({"n": value}).number("n")  # type: ignore[dict-item]
    assert Message({"n": (1 << 63) - 1}).number("n") == (1 << 63) - 1


def test_fields_are_phrases_or_nothing() -> None:
    told = json.loads(json.dumps(packed(Phrase("{name} is damaged", name="SYSTEM"))))
    found = Message({"fields": {"reason": told}}).fields("fields")["reason"]
    assert isinstance(found, Phrase)
    assert (found, found.template) == ("SYSTEM is damaged", "{name} is damaged")
    for wrong in (7, None, [1], {"x": 1}):
        with pytest.raises(Broken):
            Message({"fields": {"reason": wrong}}).fields("fields")  # type: ignore[dict-item]
    assert Refused("E622", reason=OSError(2, "no such file")).fields["reason"] != ""
