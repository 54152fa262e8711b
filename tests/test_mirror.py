"""Tests stand where the files stand that they test: a folder a room, a file for each file."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LARGE = 100  #: lines; a file of more has a test file of its name
#: Large files that only tests of others' names are about. It may get shorter, never longer.
WITHOUT = ROOT / "tests" / "without_own_test.txt"


def large_files() -> dict[str, Path]:
    """Files of engine and window with more than LARGE lines, and where the test of each belongs.

    Texts of the catalogue have no behaviour of their own: tests/test_findings.py is about all.
    """
    found = {}
    for part in ("engine", "gui"):
        for path in sorted((ROOT / part).rglob("*.py")):
            name = path.relative_to(ROOT)
            is_large = len(path.read_text("utf-8").splitlines()) > LARGE
            if is_large and path.name != "__init__.py" and "catalogue" not in name.parts:
                room = name.parent.relative_to("engine") if part == "engine" else name.parent
                found[name.as_posix()] = ROOT / "tests" / room / f"test_{path.name}"
    return found


def test_large_files_have_a_test_of_their_name() -> None:
    missing = {name for name, test in large_files().items() if not test.is_file()}
    assert sorted(missing - set(WITHOUT.read_text("utf-8").split())) == []


def test_the_list_of_those_without_is_true() -> None:
    """One that has got its test leaves the list, and so does one that is gone."""
    for name in WITHOUT.read_text("utf-8").split():
        path = Path(name)
        room = path.parent.relative_to("engine") if path.parts[0] == "engine" else path.parent
        assert (ROOT / name).is_file(), name
        assert not (ROOT / "tests" / room / f"test_{path.name}").is_file(), name


def test_folders_of_tests_are_those_of_the_source() -> None:
    """A folder with the name of a room has none in it but the room's; others are of the whole."""
    odd = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        folder = path.parent.relative_to(ROOT / "tests")
        room, *_ = (*folder.parts, "")
        source = ROOT / folder if room == "gui" else ROOT / "engine" / folder
        is_mirror = room == "gui" or (ROOT / "engine" / room).is_dir()
        if is_mirror and not source.is_dir():
            odd.append(str(folder))
    assert odd == []
