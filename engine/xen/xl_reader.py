"""A configuration for xl read back: its settings by key.

The grammar of xl (libxlu_cfg_y.y) is that of Python's assignments of numbers, strings and lists of
strings, so Python's own parser reads it; nothing of it is run.
"""

from __future__ import annotations

import ast

Value = int | str | list[str]

LIMIT = 1 << 20  #: bytes; what is larger is no configuration


def read(text: str) -> dict[str, Value]:
    """Key -> value; a key given twice has its last value. ValueError for what is not understood."""
    if len(text) > LIMIT:
        raise ValueError("it is too large")
    try:
        body = ast.parse(text).body
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError(str(error)) from None
    found: dict[str, Value] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=key)], value=value):
                found[key] = _value(value)
            case _:
                raise ValueError(f"line {node.lineno} is no setting")
    return found


def pairs(entry: str) -> dict[str, str]:
    """The ``key=value`` parts of an element of a list, such as that of a network card."""
    parts = [part.strip().partition("=") for part in entry.split(",")]
    return {key.strip(): value.strip() for key, _, value in parts if key.strip()}


def _value(node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=bool()):
            raise ValueError(f"line {node.lineno} has no value of xl")
        case ast.Constant(value=int(number)):
            return number
        case ast.Constant(value=str(text)):
            return text
        case ast.List(elts=elements):
            return [_text(each) for each in elements]
    raise ValueError(f"line {node.lineno} has no value of xl")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError(f"line {node.lineno} has no value of xl")
