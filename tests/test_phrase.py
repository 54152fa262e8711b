"""Phrases are texts that know what they were made of, copies too."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from engine.findings import finding
from engine.phrase import Phrase

HOSTILE = Phrase("{name}: {why}", name="{a}\x1b{}", why=Phrase("unknown"))


def test_to_everyone_else_it_is_its_english_text() -> None:
    assert HOSTILE == "{a}\x1b{}: unknown"
    assert json.loads(json.dumps(HOSTILE)) == HOSTILE
    assert f"{Phrase('{count} bytes', count=5)}" == "5 bytes"


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, copy.copy, lambda it: pickle.loads(pickle.dumps(it))]
)
def test_copies_know_it_too(copied: object) -> None:
    assert callable(copied)
    other = copied(HOSTILE)
    assert (other, other.template, other.fields) == (HOSTILE, HOSTILE.template, HOSTILE.fields)


def test_within_a_finding_it_stays_a_phrase_that_is_safe_to_show() -> None:
    found = finding("W520", guest="x", flags="y", remedy="z", reason=HOSTILE)
    reason = dict(found.fields)["reason"]
    assert isinstance(reason, Phrase)
    assert reason.template == "{name}: {why}"
    assert reason.isprintable()
    assert found.message.endswith(reason)
