"""Whatever a text holds, what is written is XML, and reads as the text as far as XML has it."""

from __future__ import annotations

import xmlrpc.client
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.xen.xml_rpc import encoded
from engine.xen.xml_text import fits, fitting


def read(value: object) -> object:
    text = tostring(encoded(value), encoding="utf-8").decode()
    reply = f"<methodResponse><params><param>{text}</param></params></methodResponse>"
    return xmlrpc.client.loads(reply)[0][0]


@given(st.text(st.characters(blacklist_categories=()), max_size=20))
def test_any_text(text: str) -> None:
    assert fits(fitting(text))
    ends_of_lines_alike = fitting(text).replace("\r\n", "\n").replace("\r", "\n")
    assert str(read({"text": text, "more": [text, True]})) == str(
        {"text": ends_of_lines_alike, "more": [ends_of_lines_alike, True]}
    )


@pytest.mark.parametrize("text", ["\x1f", "\0", "\udcff", "\ufffe", "a\x0bb"])
def test_what_xml_cannot_hold(text: str) -> None:
    assert not fits(text)
    assert "\N{REPLACEMENT CHARACTER}" in str(read(text))
