"""Dataclasses as data for JSON, and back: what the application and its helper processes exchange.

``unpacked`` trusts nothing: what comes from a helper may be made by the stranger it has read.
"""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any

from engine.phrase import Phrase
from engine.phrase import packed as packed_text
from engine.phrase import unpacked as unpacked_text


def packed(value: Any) -> Any:
    """Data for JSON made of dataclasses, tuples, dictionaries and plain values."""
    if is_dataclass(value):
        return {each.name: packed(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [packed(each) for each in value]
    if isinstance(value, dict):
        return {str(key): packed(each) for key, each in value.items()}
    return packed_text(value)


def unpacked(kind: Any, value: Any) -> Any:
    """The annotated type ``kind`` from the data that :func:`packed` made; raises ValueError."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _one_of(arguments, value)
    if origin is typing.Literal:
        return _checked(value, value in arguments)
    if origin is tuple:
        _checked(value, isinstance(value, list))
        kinds = arguments if arguments[-1] is not Ellipsis else (arguments[0],) * len(value)
        return tuple(unpacked(each, item) for each, item in zip(kinds, value, strict=True))
    if origin is dict:
        _checked(value, isinstance(value, dict))
        return {str(key): unpacked(arguments[1], item) for key, item in value.items()}
    if is_dataclass(kind):
        return _dataclass(kind, value)
    if kind is Phrase or (kind is str and isinstance(value, list)):
        value = unpacked_text(value)
    return _checked(value, isinstance(value, str) if kind is str else type(value) is kind)


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """One of several types: None, or the first that the data fits."""
    if value is None and types.NoneType in kinds:
        return None
    for kind in kinds:
        if kind is not types.NoneType:
            try:
                return unpacked(kind, value)
            except ValueError:
                continue
    return _checked(value, sound=False)


def _dataclass(kind: Any, value: Any) -> Any:
    hints = typing.get_type_hints(kind)
    _checked(value, isinstance(value, dict) and value.keys() == hints.keys())
    return kind(**{name: unpacked(hint, value[name]) for name, hint in hints.items()})


def _checked(value: Any, sound: bool) -> Any:
    if not sound:
        raise ValueError(Phrase("its answer cannot be understood"))
    return value
