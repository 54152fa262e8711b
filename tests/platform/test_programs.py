"""Programs are found where packages put them, also when PATH does not say so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.platform import programs


def installed(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_path_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (installed(tmp_path / each, "qemu-x") for each in ("a", "b"))
    monkeypatch.setattr(programs, "_others", lambda: [str(second.parent)])
    monkeypatch.setenv("PATH", str(first.parent))
    assert programs.program("qemu-x") == str(first)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.program("qemu-x") == str(second)
    assert programs.program("qemu-y") is None


@pytest.mark.parametrize(
    ("system", "folder"),
    [("darwin", "/opt/homebrew/bin"), ("win32", r"D:\Programs\qemu"), ("linux", None)],
)
def test_each_system_has_its_own(
    system: str, folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("PROGRAMFILES", r"D:\Programs")
    assert next(iter(programs._others()), None) == folder
