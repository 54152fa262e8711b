"""Mutants of a source file: one expression or statement of it changed, as a mistake would."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
#: What is for readers and checkers, or says the same in other words, is left alone.
_SILENT = (ast.AnnAssign, ast.arg, ast.JoinedStr, ast.ImportFrom, ast.Import)


@dataclass(frozen=True)
class Mutant:
    """One change: the bytes from ``start`` to ``stop`` of a source become ``text``."""

    line: int
    what: str
    start: int
    stop: int
    text: str

    def of(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.stop :]


def mutants(source: bytes) -> list[Mutant]:
    """All mutants of a module's text, in the order of the places that they change."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node in _spoken(ast.parse(source)):
        for what, text in _changes(node):
            assert isinstance(node, ast.expr | ast.stmt)
            start = starts[node.lineno - 1] + node.col_offset
            stop = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            found.append(Mutant(node.lineno, what, start, stop, text))
    return sorted(found, key=lambda each: (each.start, each.what))


def _spoken(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it that say what is done: no types, texts and decorators."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("returns", "decorator_list", "bases", "annotation"):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AnnAssign) and each.value is not None:
                yield from _spoken(each.value)
            elif isinstance(each, ast.AST) and not isinstance(each, _SILENT):
                yield from _spoken(each)


def _changes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """What a node may become: in words, and as text."""
    match node:
        case ast.Compare(ops=[first, *_]) if type(first) in _COMPARED:
            other = copy.deepcopy(node)
            other.ops[0] = _COMPARED[type(first)]()
            yield _became(node, other)
        case ast.BoolOp(op=op, values=values):
            yield _became(node, ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(),
                                           values))  # fmt: skip
            for each in values:
                yield _became(node, each)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _COUNTED:
            yield _became(node, ast.BinOp(left, _COUNTED[type(op)](), right))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Return():
            yield from _left_out(node)
        case _:
            yield from _of_a_value(node)


def _of_a_value(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield _became(node, operand)
        case ast.Constant(value=bool(value)):
            yield _became(node, ast.Constant(not value))
        case ast.Constant(value=int(value)):
            yield _became(node, ast.Constant(value + 1))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield _became(node, ast.IfExp(test, orelse, body))


def _left_out(node: ast.stmt) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield f"{ast.unparse(node)} dropped", "pass"
        case ast.Continue():
            yield "continue became break", "break"
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield f"{ast.unparse(node)} became None", "return None"


def _became(node: ast.AST, other: ast.AST) -> tuple[str, str]:
    text = ast.unparse(other)
    return f"{ast.unparse(node)} became {text}", f"({text})"
