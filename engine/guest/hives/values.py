"""Values of the registry: a type and bytes, with the texts and numbers they stand for."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from engine.guest.helper.helper_protocol import Broken, Message, Plain
from engine.phrase import Phrase


class Type(IntEnum):
    """The types of Windows' registry (winnt.h) that are written here."""

    SZ = 1
    EXPAND_SZ = 2
    BINARY = 3
    DWORD = 4
    MULTI_SZ = 7


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is stored; ``type`` may be one that :class:`Type` does not know."""

    type: int
    data: bytes

    @property
    def text(self) -> str:
        """What a SZ or EXPAND_SZ says, up to its first NUL."""
        return _decoded(self.data).partition("\0")[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """What a MULTI_SZ says."""
        return tuple(filter(None, _decoded(self.data).split("\0")))

    @property
    def number(self) -> int | None:
        """What a DWORD says; None if it is none."""
        return int.from_bytes(self.data, "little") if len(self.data) == 4 else None

    def __str__(self) -> str:
        """For the list of changes."""
        if self.type in (Type.SZ, Type.EXPAND_SZ):
            return f'"{self.text}"'
        if self.type == Type.MULTI_SZ:
            return ", ".join(f'"{text}"' for text in self.texts) or "(no texts)"
        if self.type == Type.DWORD and self.number is not None:
            return str(self.number)
        return f"hex({self.type:x}):{self.data.hex(',')}"


def sz(text: str) -> Value:
    return Value(Type.SZ, _terminated(text))


def expand_sz(text: str) -> Value:
    return Value(Type.EXPAND_SZ, _terminated(text))


def multi_sz(*texts: str) -> Value:
    return Value(Type.MULTI_SZ, b"".join(map(_terminated, texts)) + b"\0\0")


def dword(number: int) -> Value:
    return Value(Type.DWORD, struct.pack("<I", number))


def binary(data: bytes) -> Value:
    return Value(Type.BINARY, data)


def to_wire(values: Mapping[str, Value]) -> tuple[Plain, bytes]:
    """Values by name, for a message: rows for its head, and its body."""
    rows: list[Plain] = [[name, value.type, len(value.data)] for name, value in values.items()]
    return rows, b"".join(value.data for value in values.values())


def from_wire(message: Message) -> dict[str, Value]:
    """What :func:`to_wire` made, under the key ``values``; raises Broken."""
    values, at = {}, 0
    for row in message.rows("values"):
        match row:
            case [str(name), int(kind), int(length)] if 0 <= length <= len(message.body) - at:
                values[name] = Value(kind, message.body[at : at + length])
                at += length
            case _:
                raise Broken(Phrase("a value cannot be understood"))
    return values


def _terminated(text: str) -> bytes:
    return f"{text}\0".encode("utf-16-le", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data[: len(data) & ~1].decode("utf-16-le", "replace")
