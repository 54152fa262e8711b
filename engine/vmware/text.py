"""Bytes of .vmx, .vmsd and descriptors to text: the encoding is named inside the file."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

#: The encodings VMware writes, and their Python names. Only these: Python knows codecs that are no
#: encodings of text.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1257": "cp1257",
    "windows-932": "cp932",
    "windows-936": "gbk",
    "windows-949": "cp949",
    "windows-950": "cp950",
    "iso-8859-1": "cp1252",
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "gbk": "gbk",
    "gb2312": "gbk",
    "gb18030": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "big5": "cp950",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
}
_FALLBACK = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that was named (or UTF-8), and the one that was used."""

    text: str
    named: str
    used: str

    @property
    def as_named(self) -> bool:
        return self.named == self.used


def decode(data: bytes, key: str) -> Decoded:
    """Text of a file that names its encoding as ``key = "…"``; never fails.

    A byte-order mark wins over the name; what does not decode is read as windows-1252.
    """
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), *_UTF16):
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(codec, "replace"), codec, codec)
    match = re.search(
        rb"^[ \t]*" + re.escape(key.encode()) + rb'[ \t]*=[ \t]*"?([\w-]{1,40})', data, re.I | re.M
    )
    named = match[1].decode("ascii", "replace") if match else "UTF-8"
    codec = ENCODINGS.get(named.lower(), "")
    if codec:
        try:
            return Decoded(data.decode(codec), named, named)
        except UnicodeDecodeError:
            pass
    return Decoded(data.decode(_FALLBACK, "replace"), named, "windows-1252")


_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
