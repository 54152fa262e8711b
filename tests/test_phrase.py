"""Phrases are texts that know what they were made of, copies too."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from engine.findings import finding
from engine.phrase import Phrase, packed, unpacked

HOSTILE = Phrase("{name}: {why}", name="{a}\x1b{}", why=Phrase("unknown"))


def test_to_everyone_else_it_is_its_english_text() -> None:
    assert HOSTILE == "{a}\x1b{}: unknown"
    assert json.loads(json.dumps(HOSTILE)) == HOSTILE
    assert f"{Phrase('{count} bytes', count=5)}" == "5 bytes"


@pytest.mark.parametrize(
    "copied",
    [
        copy.deepcopy,
        copy.copy,
        lambda it: pickle.loads(pickle.dumps(it)),
        lambda it: unpacked(json.loads(json.dumps(packed(it)))),
    ],
)
def test_copies_know_it_too(copied: object) -> None:
    assert callable(copied)
    other = copied(HOSTILE)
    assert (other, other.template, other.fields) == (HOSTILE, HOSTILE.template, HOSTILE.fields)


def test_within_a_finding_it_stays_a_phrase_that_is_safe_to_show() -> None:
    found = finding("W520", guest="x", flags="y", remedy="z", reason=HOSTILE)
    reason = found.message.fields["reason"]
    assert isinstance(reason, Phrase)
    assert reason.template == "{name}: {why}"
    assert reason.isprintable()
    assert found.message.endswith(reason)


def test_several_are_one() -> None:
    said = Phrase.joined("; ", (HOSTILE, "atapi"))
    assert said == f"{HOSTILE}; atapi"
    assert isinstance(said.fields["part0"], Phrase)
    assert Phrase.joined("; ", ()) == ""


def test_an_exception_says_what_it_was_raised_with() -> None:
    found = finding("E501", key="k", value="v", reason=ValueError(HOSTILE))
    assert isinstance(found.message.fields["reason"], Phrase)
    assert finding("E501", key="k", value="v", reason=ValueError("plain")).message.endswith(
        "plain."
    )


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        ["{a}"],
        ["{a}", {}],
        ["{a", {"a": "x"}],
        ["{a.__class__}", {"a": "x", "a.__class__": "x"}],
        ["{a[0]}", {"a": "x", "a[0]": "x"}],
        ["{a:>999999999}", {"a": "x"}],
        ["{a!r}", {"a": "x"}],
        ["{}", {"": "x"}],
        ["{a}", {"a": 1}],
        ["{a}" * 100, {"a": "x" * 100_000}],
    ],
)
def test_what_is_no_phrase_is_not_unpacked(data: object) -> None:
    """It comes from a process that reads what strangers made."""
    with pytest.raises(ValueError, match=r"it is|expected"):
        unpacked(data)
