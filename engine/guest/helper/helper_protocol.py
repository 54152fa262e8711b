"""Messages between the application and its helper process, over a pair of pipes.

A message is a head of plain data (JSON) and a body of bytes; the lengths of both come first, as two
little-endian u32. Nothing is executed or unpickled, and both lengths are bounded: the helper runs
libraries over images from strangers, so it is not trusted with more.
"""

from __future__ import annotations

import json
import os
import struct
from dataclasses import dataclass
from typing import NamedTuple

from engine import platform
from engine.findings import Refusal, finding, words
from engine.phrase import Phrase, unpacked

HEAD_LIMIT = 16 << 20
BODY_LIMIT = 256 << 20

_LENGTHS = struct.Struct("<II")

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


class Broken(Refusal):
    """E602: the other side is gone, silent, or does not keep to the protocol."""

    def __init__(self, reason: str) -> None:
        super().__init__(finding("E602", reason=reason))
        self.reason = reason


class Refused(Exception):  # noqa: N818
    """The helper cannot do what it is asked: a finding's code and fields, for the application."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = {name: words(value) for name, value in fields.items()}


class Message(NamedTuple):
    """A head and a body, with typed access to the head: it was written by the other side."""

    head: dict[str, Plain]
    body: bytes = b""

    def has(self, key: str) -> bool:
        return key in self.head

    def text(self, key: str) -> str:
        value = self.head.get(key)
        if not isinstance(value, str):
            raise Broken(Phrase("{key} is no text", key=key))
        return value

    def number(self, key: str) -> int:
        value = self.head.get(key)
        if not isinstance(value, int) or not 0 <= value < 1 << 63:
            raise Broken(Phrase("{key} is no number", key=key))
        return value

    def rows(self, key: str) -> list[Plain]:
        value = self.head.get(key)
        if not isinstance(value, list):
            raise Broken(Phrase("{key} is no list", key=key))
        return value

    def fields(self, key: str) -> dict[str, str]:
        value = self.head.get(key)
        if not isinstance(value, dict):
            raise Broken(Phrase("{key} holds no fields", key=key))
        try:
            return {name: unpacked(each) for name, each in value.items()}
        except ValueError as error:
            raise Broken(str(error)) from None


@dataclass(frozen=True, slots=True)
class Wire:
    """One end of the pair of pipes."""

    reading: int
    writing: int

    def send(self, head: dict[str, Plain], body: bytes = b"") -> None:
        """Send a message; raises Broken if nobody reads it."""
        text = json.dumps(head).encode()
        try:
            for part in (_LENGTHS.pack(len(text), len(body)) + text, body):
                view = memoryview(part)
                while view:
                    view = view[os.write(self.writing, view) :]
        except OSError:
            raise Broken(Phrase("it has ended")) from None

    def receive(self, silence: float | None = None) -> Message:
        """The next message; raises Broken at the end, or after ``silence`` seconds of nothing."""
        head_length, body_length = _LENGTHS.unpack(self._read(_LENGTHS.size, silence))
        if head_length > HEAD_LIMIT or body_length > BODY_LIMIT:
            raise Broken(Phrase("a message is too long"))
        text = self._read(head_length, silence)
        body = self._read(body_length, silence)
        try:
            head = json.loads(text)
        except (ValueError, RecursionError):
            raise Broken(Phrase("a message cannot be understood")) from None
        if not isinstance(head, dict):
            raise Broken(Phrase("a message cannot be understood"))
        return Message(head, body)

    def _read(self, length: int, silence: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            if silence is not None and not platform.readable(self.reading, silence):
                raise Broken(
                    Phrase("it gave no answer for {silence} seconds", silence=format(silence, "g"))
                )
            part = os.read(self.reading, min(length - len(parts), 1 << 20))
            if not part:
                raise Broken(Phrase("it has ended"))
            parts += part
        return bytes(parts)
