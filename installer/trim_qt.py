"""Leaves of Qt what the window uses: ``python -m installer.trim_qt PACKAGES``.

What is kept follows from the sources and from the libraries: the modules that are imported, the
plugins named here, every library that one of them loads, and the languages that we speak.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Folders of plugins, and which are used of each; none named means all.
PLUGINS = {
    "iconengines": (),
    "imageformats": ("libqsvg.so",),
    "platforminputcontexts": (
        "libcomposeplatforminputcontextplugin.so",
        "libibusplatforminputcontextplugin.so",
    ),
    "platforms": ("libqxcb.so", "libqwayland.so", "libqoffscreen.so", "libqminimal.so"),
    "platformthemes": (),
    "wayland-decoration-client": (),
    "wayland-graphics-integration-client": ("libqt-plugin-wayland-egl.so",),
    "wayland-shell-integration": ("libxdg-shell.so",),
    "xcbglintegrations": (),
}


def trim(packages: Path) -> None:
    """Remove from ``packages``/PySide6 all that is not needed."""
    qt = packages / "PySide6"
    roots = [qt / f"{module}.abi3.so" for module in _modules()]
    for folder, names in PLUGINS.items():
        place = qt / "Qt/plugins" / folder
        roots += [place / name for name in names] or sorted(place.glob("*.so"))
    kept = _with_libraries(roots, qt)
    kept |= {*qt.glob("*.py"), *(qt / "support").rglob("*.py"), *_translations(qt)}
    for path in sorted(qt.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()


def _modules() -> set[str]:
    """The modules of PySide6 that the window imports."""
    imported = (
        node.module or ""
        for path in (ROOT / "gui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    )
    return {name.split(".")[1] for name in imported if name.startswith("PySide6.")}


def _translations(qt: Path) -> set[Path]:
    """Qt's own texts in the languages that ours are in."""
    ours = (ROOT / "resources" / "translations").glob("vmx2xen_*.qm")
    return {qt / "Qt/translations" / each.name.replace("vmx2xen", "qtbase") for each in ours}


def _with_libraries(roots: Iterable[Path], inside: Path) -> set[Path]:
    """These files, and what the loader would load with them from ``inside``."""
    files = list(roots)
    done = subprocess.run(["ldd", *files], capture_output=True, text=True, check=True)
    words = (word for line in done.stdout.splitlines() for word in line.split())
    loaded = {Path(os.path.normpath(word)) for word in words if word.startswith("/")}
    return {*files, *(path for path in loaded if path.is_relative_to(inside))}


if __name__ == "__main__":
    trim(Path(sys.argv[1]).resolve())
