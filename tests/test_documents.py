"""The documents name what is there: files, folders and the pages they point to."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if path.is_file()
)
#: Where a name in a document may begin.
_ROOTS = ("", "engine", "docs")


def files_of_git() -> list[str]:
    """Files that git tracks, or would: relative, with slashes."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    named = re.findall(r"`((?:engine|gui|tests|resources|installer|docs|\w+)/[\w./-]+)`", text)
    kept = [name for name in named if re.search(r"\.(py|toml|md|sh|ts)$", name)]
    missing = [name for name in kept if not any((ROOT / root / name).exists() for root in _ROOTS)]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(
        r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)", document.read_text("utf-8")
    )
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_modules_of_the_map_are_there() -> None:
    """A file that docs/architecture.md names by its last name alone is in the engine."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = {Path(name).name for name in files_of_git()}
    named = set(re.findall(r"`([a-z_0-9]+\.py)`", text))
    assert named
    assert named - names == set()


def test_every_room_is_on_the_map() -> None:
    """Folders of the engine and the window with code in them are named in docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {
        Path(name).parent for name in files_of_git() if re.match(r"(engine|gui)/.+\.py$", name)
    }
    assert [str(room) for room in sorted(rooms) if room.name not in text] == []


def test_each_claim_of_security_names_its_tests() -> None:
    """Rows of the table in SECURITY.md: files of tests, one or more, that are there."""
    lines = (ROOT / "SECURITY.md").read_text("utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| ")][1:]
    assert rows
    for claim, *_, tests in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", tests)
        assert named, claim
        assert [name for name in named if not (ROOT / name).is_file()] == []
