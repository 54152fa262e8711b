"""Keeps who may import whom: a disk travels one road, and nothing looks back."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What a part of the program may import of the program; everything may import itself.
_WORDS = {
    "engine.actions",
    "engine.catalogue",
    "engine.findings",
    "engine.phrase",
    "engine.sizes",
    "engine.image_formats",
    "engine.printable",
    "engine.host_paths",
    "engine.system_errors",
    "engine.packages",
    "engine.notes",
    "engine.temporary",
    "engine.platform",  # and what the computer does for us
}
_CHOICES = {"engine", "engine.choices"}
ALLOWED = {
    "engine.phrase": set(),
    "engine.sizes": set(),
    "engine.image_formats": set(),
    "engine.system_errors": {"engine.phrase"},
    "engine.printable": set(),
    "engine.platform": set(),
    "engine.packages": {"engine.phrase", "engine.platform"},
    "engine.host_paths": set(),
    "engine.notes": {"engine", "engine.platform"},
    "engine.temporary": {"engine", "engine.platform"},
    "engine.actions": {"engine.phrase"},
    "engine.catalogue": set(),
    "engine.findings": {"engine", "engine.actions", "engine.catalogue", "engine.host_paths",
                        "engine.phrase", "engine.system_errors"},
    "engine.choices": {"engine.image_formats", "engine.xen"},
    "engine.passwords": {"engine", "engine.findings", "engine.platform"},
    "engine.ssh": _WORDS | {"engine.passwords"},
    "engine.source": _WORDS | {"engine.passwords", "engine.ssh"},
    "engine.disk": _WORDS | {"engine.source"},
    "engine.xen": _WORDS | {"resources"},
    "engine.vmware": _WORDS | {"engine.disk", "engine.source"},
    "engine.guest": _WORDS | {"engine.disk", "resources"},
    "engine.boot": _WORDS | {"engine.xen"},
    "engine.deliver": _WORDS | {"engine.disk", "engine.passwords", "engine.ssh"},
    "engine.translate": _WORDS | {"engine.vmware", "engine.guest", "engine.xen"},
    "engine.report": _WORDS | _CHOICES | {"engine.disk", "engine.vmware", "engine.guest",
                               "engine.xen", "engine.translate", "engine.job"},
    "engine.job": _WORDS | _CHOICES | {"engine.disk", "engine.source", "engine.vmware",
                            "engine.guest", "engine.xen", "engine.translate", "engine.deliver",
                            "engine.boot", "engine.ssh"},
    "engine.cli": _WORDS | _CHOICES | {"engine.job", "engine.passwords", "engine.report",
                                       "engine.source", "engine.translate", "engine.vmware",
                                       "engine.xen"},
    "gui": _WORDS | _CHOICES | {"engine.job", "engine.passwords", "engine.report",
                                "engine.source", "engine.ssh", "engine.translate",
                                "engine.vmware", "engine.xen", "resources"},
    "gui.launch": {"engine.cli", "engine.platform", "gui"},
    "engine": set(),
    "resources": set(),
}  # fmt: skip

FILES = sorted(
    path for part in ("engine", "gui", "resources") for path in (ROOT / part).rglob("*.py")
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The longest key of ALLOWED that the module is in."""
    return max(
        (key for key in ALLOWED if module == key or module.startswith(key + ".")),
        key=len,
        default="",
    )


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: relative import"
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_imports_only_what_it_may(path: Path) -> None:
    own = part_of(module_name(path))
    assert own, f"{path} belongs to no part of the program"
    for name in imports(path):
        other = part_of(name)
        if other and other != own:
            assert other in ALLOWED[own], f"{module_name(path)} imports {name}"


@pytest.mark.parametrize(
    "path", [path for path in FILES if module_name(path).startswith("engine")], ids=module_name
)
def test_engine_knows_no_qt(path: Path) -> None:
    assert not {name for name in imports(path) if name.startswith(("PySide6", "qasync", "gui"))}


def needed(path: Path, modules: set[str]) -> set[str]:
    """Modules of the program that a module imports, also late or for types alone."""
    found = set()
    for name in imports(path):
        owner = name if name in modules else name.rpartition(".")[0]
        if owner in modules and owner != module_name(path):
            found.add(owner)
    return found


def test_no_module_needs_itself() -> None:
    """Circles between files, types included: what needs each other is one thing, or a third."""
    modules = {module_name(path) for path in FILES}
    graph = {module_name(path): needed(path, modules) for path in FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))
