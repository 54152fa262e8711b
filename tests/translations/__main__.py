"""Brings the translations up to date with the sources: ``make translations``.

Qt's lupdate keeps what is translated and adds what is new as unfinished; lrelease makes of it what
the window loads. Both come with PySide6.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from translations.texts import ROOT, texts

FOLDER = ROOT / "resources" / "translations"


def update(ts: Path) -> None:
    """Bring a translation up to date. lupdate is given all texts in the one way that it knows."""
    lines = (f"QCoreApplication.translate({_quoted(c)}, {_quoted(text)})\n" for c, text in texts())
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts.py"
        source.write_text("".join(lines), "utf-8")
        _tool("lupdate", "-silent", "-no-obsolete", "-locations", "none", source, "-ts", ts)


def release(ts: Path) -> None:
    """Write the ``.qm`` beside a translation."""
    _tool("lrelease", "-silent", ts, "-qm", ts.with_suffix(".qm"))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _tool(name: str, *arguments: str | Path) -> None:
    program = Path(sys.executable).with_name(f"pyside6-{name}")
    subprocess.run([program, *arguments], check=True)


def main() -> None:
    for ts in sorted(FOLDER.glob("*.ts")):
        update(ts)
        release(ts)


if __name__ == "__main__":
    main()
