"""What the PyInstaller specs for Windows and macOS have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

from installer.share import drawn

ROOT = Path(__file__).parents[1]


def analysis() -> dict[str, Any]:
    """The arguments of PyInstaller's Analysis: parts are imported only when they are needed."""
    resources = ROOT / "resources"
    kinds = (".svg", ".toml", ".sh", ".qm", ".html")
    data = [path for path in resources.rglob("*") if path.suffix in kinds]
    return {
        "scripts": [str(ROOT / "gui" / "launch.py")],
        "pathex": [str(ROOT)],
        "datas": [
            *((str(path), "resources") for path in data),
            (str(resources / "translations" / "*.qm"), "resources/translations"),
            (str(ROOT / "docs" / "guide" / "*.md"), "resources/docs/guide"),
            (str(ROOT / "docs" / "findings.md"), "resources/docs"),
            *collect_data_files("anyascii"),
        ],
        "hiddenimports": [
            *collect_submodules("engine"),
            *collect_submodules("dissect"),
            "_cffi_backend",
        ],
        "excludes": ["tkinter", "numpy.f2py", "numpy.testing"],
    }


def guest_libraries() -> list[tuple[str, str]]:
    """The DLLs that change guests, beside the program, as far as they were built."""
    return [(str(path), ".") for path in sorted((ROOT / "build" / "guest-libraries").glob("*.dll"))]


def icon(name: str, size: int) -> str:
    """The icon as a file of the kind that the end of ``name`` says."""
    path = ROOT / "build" / name
    path.parent.mkdir(exist_ok=True)
    if not drawn(size).save(str(path)):
        raise OSError(f"Qt cannot write {path}")
    return str(path)
