"""Text in XML: which characters it cannot hold, and a text without them."""

from __future__ import annotations

import re

#: All but what XML 1.0 calls a Char; https://www.w3.org/TR/xml/#charsets
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fits(text: str) -> bool:
    """Whether XML can hold all characters of ``text``."""
    return _NOT_IN_XML.search(text) is None


def fitting(text: str) -> str:
    """``text`` with the characters replaced that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
