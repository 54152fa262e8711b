"""Every text of the window that is translated, read from the sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from engine.actions import ACTIONS
from engine.boot import stop_codes
from engine.catalogue import CATALOGUE
from engine.xen.compat_table import rows

ROOT = Path(__file__).resolve().parents[2]


class Text(NamedTuple):
    """A text as Qt looks it up."""

    context: str
    source: str


def texts() -> list[Text]:
    """Those of the window, the phrases of the engine and its findings; each once."""
    found = [text for path in sorted((ROOT / "gui").rglob("*.py")) for text in texts_of(path)]
    found += [text for path in sorted((ROOT / "engine").rglob("*.py")) for text in phrases(path)]
    found += [Text("phrases", row.reason) for row in rows()]
    found += [Text("phrases", text) for text in stop_codes.texts()]
    found += [Text("phrases", text) for both in CATALOGUE.values() for text in both]
    found += [Text("phrases", each.window) for each in ACTIONS.values()]
    return list(dict.fromkeys(found))


def texts_of(path: Path) -> Iterator[Text]:
    """Those of a module: ``self.tr(…)`` has the class as its context, ``_tr(…)`` the module."""
    for node in ast.parse(path.read_text("utf-8")).body:
        owner = node.name if isinstance(node, ast.ClassDef) else ""
        for call in _calls(node):
            match call.func:
                case ast.Name(id="_tr"):
                    yield Text(path.stem, _literal(call, path))
                case ast.Attribute(value=ast.Name(id="self"), attr="tr"):
                    yield Text(owner, _literal(call, path))


def phrases(path: Path) -> Iterator[Text]:
    """Those that are made by ``Phrase(…)``."""
    for call in _calls(ast.parse(path.read_text("utf-8"))):
        match call.func:
            case ast.Name(id="Phrase" | "said"):
                yield Text("phrases", _literal(call, path))


def _calls(node: ast.AST) -> list[ast.Call]:
    """In the order of the source."""
    found = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return sorted(found, key=lambda each: (each.lineno, each.col_offset))


def _literal(call: ast.Call, path: Path) -> str:
    """What is not written out cannot be translated."""
    match call.args:
        case [ast.Constant(value=str(text))]:
            return text
    raise ValueError(f"{path.name}:{call.lineno}: {ast.unparse(call)} is no literal text")
