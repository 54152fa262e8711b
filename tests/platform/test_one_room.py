"""Nothing but ``engine/platform`` names a system, or calls what only some of them have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for room in ("engine", "gui", "resources")
    for path in (ROOT / room).rglob("*.py")
    if not path.is_relative_to(ROOT / "engine" / "platform")
)

#: Modules that not every system has, or that reach below Python.
MODULES = {"fcntl", "ctypes", "resource", "select", "msvcrt", "winreg", "pwd", "grp", "termios"}
#: Of ``os`` and ``sys``: what is missing somewhere, does less, or is asked to tell systems apart.
NAMES = re.compile(
    r"O_[A-Z]+|SEEK_(DATA|HOLE)|posix_\w+|p(read|write)v?|f(data)?sync|sysconf|statvfs|uname|name|"
    r"sched_\w+|mkfifo|link|ftruncate|open|getuid|geteuid|platform"
)
PLACES = re.compile(r"/(proc|sys)/(self|dev/block)\S*|/dev/(kvm|fd)\S*")


def named(path: Path) -> Iterator[str]:
    """What of a system a file names, with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield f"{node.lineno}: {node.module}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in ("os", "sys") and NAMES.fullmatch(node.attr):
                yield f"{node.lineno}: {node.value.id}.{node.attr}"
        elif isinstance(node, ast.Constant) and PLACES.fullmatch(str(node.value)):
            yield f"{node.lineno}: {node.value!s}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_system_is_named(path: Path) -> None:
    assert list(named(path)) == []
