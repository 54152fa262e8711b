"""Spellings of one name: a file is found whatever form its name was copied in.

A Mac stores ``ü`` as ``u`` and a mark; VMware writes it as one character. ESXi and Windows differ
in upper and lower case. A .zip from Windows, unpacked elsewhere, leaves names in a code page, which
are no UTF-8.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable

from engine.vmware.encodings import CODECS


def same(names: Iterable[str], name: str, *, any_case: bool = True) -> str:
    """The only one of ``names`` that is another spelling of ``name``; empty if none or several.

    Nearer spellings come first: the name itself, other forms of its letters, other case.
    """
    names = list(names)
    tests: list[Callable[[str], bool]] = [
        lambda each: each == name,
        lambda each: composed(each) == composed(name),
        lambda each: _in_a_code_page(each, name),
    ]
    if any_case:
        tests.append(lambda each: folded(each) == folded(name))
    for test in tests:
        if found := [each for each in names if test(each)]:
            return found[0] if len(found) == 1 else ""
    return ""


def composed(name: str) -> str:
    """``name`` with each letter and its marks as one character."""
    return unicodedata.normalize("NFC", name)


def folded(name: str) -> str:
    """``name`` without the difference of composed and decomposed, upper and lower case."""
    return composed(composed(name).casefold())


def readable(name: str) -> str:
    """``name`` as text that can be shown and written: what is no UTF-8 is read as a code page."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _in_a_code_page(on_disk: str, name: str) -> bool:
    """Whether the bytes of a file's name are ``name`` in one of VMware's encodings."""
    raw = os.fsencode(on_disk)
    try:
        raw.decode()
    except UnicodeDecodeError:
        return any(_is(raw, name, codec) for codec in CODECS)
    return False


def _is(raw: bytes, name: str, codec: str) -> bool:
    try:
        return composed(raw.decode(codec)) == composed(name)
    except UnicodeError:
        return False
