"""Writes docs/findings.md, the page of all codes: ``make findings``."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from engine.actions import ACTIONS
from engine.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "findings.md"

_HEAD = """# Findings

What vmx2xen says when something stands in the way, or should be known. A code that begins with E
keeps the work from being done (exit code 3), one that begins with W is a warning.
`vmx2xen explain CODE` says the same. What is filled in is written in capitals here.

This page is made from the catalogue by `make findings`.
"""
#: The first digit of a code, and what those codes are about.
_GROUPS = {
    "1": "The machine, and its files",
    "2": "Disks and the files they are made of",
    "3": "Chains of snapshots",
    "4": "The work and its results",
    "5": "What Xen is told, and the command line",
    "6": "The guest",
    "7": "The server, and test boots",
    "8": "The guest, continued: Windows finished",
    "9": "The system of this computer",
}


def page() -> str:
    """Text of the page, in Markdown."""
    where = raised()
    parts = [_HEAD]
    for digit, title in _GROUPS.items():
        codes = sorted(code for code in CATALOGUE if code[1] == digit)
        parts.append(f"\n## {title}\n")
        parts += [_entry(code, where[code]) for code in codes]
    return "\n".join(parts)


def raised() -> dict[str, list[str]]:
    """Files of the program that name each code, apart from the catalogue."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "engine").rglob("*.py")):
        if path.parent.name == "catalogue":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        texts = (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant))
        for code in {text for text in texts if isinstance(text, str)} & CATALOGUE.keys():
            found[code].append(path.relative_to(ROOT).as_posix())
    return found


def _entry(code: str, files: list[str]) -> str:
    message, remedy = CATALOGUE[code]
    for name, action in ACTIONS.items():
        remedy = remedy.replace(f"{{{name}}}", action.option)
    lines = [
        f'### <a id="{code.lower()}"></a>{code}',
        "",
        _plain(message),
        "",
        f"*What helps:* {_plain(remedy)}",
    ]
    if files:
        lines += ["", "*Raised in:* " + ", ".join(f"`{file}`" for file in files)]
    return "\n".join([*lines, ""])


def _plain(text: str) -> str:
    """A text of the catalogue in Markdown, its fields in capitals."""
    text = re.sub(r"\{(\w+)\}", lambda each: each[1].upper(), text)
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
