"""Advisories brought along are held against the lock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from installer import advisories

LOCK = "jaraco-functools==4.6.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


def about(name: str = "jaraco.functools", ecosystem: str = "PyPI", **more: Any) -> dict[str, Any]:
    return {
        "id": "PYSEC-0",
        "summary": "bad",
        "affected": [{"package": {"name": name, "ecosystem": ecosystem}, **more}],
    }


def within(*events: dict[str, str]) -> dict[str, Any]:
    return about(ranges=[{"type": "ECOSYSTEM", "events": [*events]}])


@pytest.mark.parametrize(
    ("advisory", "affected"),
    [
        (about(versions=["4.5", "4.6.0"]), True),
        (about(versions=["4.5"]), False),
        (about("Jaraco_Functools", versions=["4.6.0"]), True),
        (about(ecosystem="npm", versions=["4.6.0"]), False),
        (about("functools", versions=["4.6.0"]), False),
        ({**about(versions=["4.6.0"]), "withdrawn": "2026-01-01T00:00:00Z"}, False),
        (within({"introduced": "0"}), True),
        (within({"introduced": "0"}, {"fixed": "4.6.0"}), False),
        (within({"fixed": "4.10"}, {"introduced": "4.6"}), True),
        (within({"introduced": "0"}, {"fixed": "4"}, {"introduced": "4.6"}), True),
        (within({"introduced": "0"}, {"last_affected": "4.6.0"}), True),
        (within({"introduced": "0"}, {"last_affected": "4.5"}), False),
        (within({"introduced": "4.7"}), False),
        (about(ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}]), False),
    ],
)
def test_what_is_affected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], advisory: dict[str, Any], affected: bool
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.json").write_text(json.dumps(advisory))
    lock = tmp_path / "lock"
    lock.write_text(LOCK)
    assert advisories.main(tmp_path, lock) == affected
    found = "jaraco-functools 4.6.0: PYSEC-0 bad" in capsys.readouterr().out
    assert found == affected


def test_nothing_to_look_into_is_no_clean_bill(tmp_path: Path) -> None:
    assert advisories.main(tmp_path) == 1
