"""The command ``hal``: shown, and what would be changed; nothing is written before it is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conditions.command import run, said
from fixtures import windows2003

from engine.cli.exit_codes import DONE, REFUSED, USAGE


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Windows 2003 with the HAL for several processors; not to be written to."""
    path = tmp_path_factory.mktemp("hal") / "guest.img"
    windows2003.build(path, size=32 << 20, hal="halmacpi")
    return path


@pytest.fixture(autouse=True)
def untouched(image: Path) -> Iterator[None]:
    """Whatever is shown, the image is as it was afterwards, and nothing lies beside it."""
    before = hashlib.sha256(image.read_bytes()).digest()
    yield
    assert hashlib.sha256(image.read_bytes()).digest() == before
    assert [each.name for each in image.parent.iterdir()] == [image.name]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--undo --set halacpi", "--undo goes alone"),
        ("--undo --trial halacpi", "--undo goes alone"),
        ("--undo --timeout 0", "--undo goes alone"),
        ("--refit --undo", "--refit goes alone"),
        ("--refit --set halacpi", "--refit goes alone"),
        ("--refit --dry-run", "--refit goes alone"),
        ("--first --set halacpi", "--first goes with --trial"),
        ("--conversion", "--conversion goes with --undo"),
        ("--timeout 10000", "not 0 to 9999 seconds"),
        ("--timeout -1", "--timeout"),
        ("--timeout ٣", "not 0 to 9999 seconds"),
    ],
)
def test_options_that_do_not_go_together(image: Path, words: str, says: str) -> None:
    found = said("hal", image, *words.split())
    assert found.code == USAGE
    assert says in found.err


def test_it_is_shown(image: Path) -> None:
    shown = said("hal", image)
    assert shown.code == DONE
    assert "HAL: halmacpi" in shown.out
    assert "Recommended: " in shown.out
    told = run("hal", image)
    assert (told.told["hal"], told.told["changes"]) == ("halmacpi", [])
    assert "halacpi" in [each["hal"] for each in told.told["choices"]]


def test_what_would_change_is_shown(image: Path) -> None:
    shown = said("hal", image, "--timeout", "7", "--dry-run")
    assert shown.code == DONE
    assert shown.out.endswith("Nothing was changed (--dry-run).\n")
    assert "boot.ini" in shown.out
    told = run("hal", image, "--timeout", "7", "--dry-run")
    assert told.code == DONE
    assert told.told["changes"]


def test_nothing_to_change_is_no_change(image: Path) -> None:
    shown = said("hal", image, "--set", "halmacpi", "--dry-run")
    assert shown.code == DONE
    assert "(--dry-run)" not in shown.out


def test_nothing_to_take_back(image: Path) -> None:
    shown = said("hal", image, "--undo", "--dry-run")
    assert (shown.code, "Would be taken back" in shown.out) == (DONE, False)
    told = run("hal", image, "--undo", "--dry-run")
    assert (told.code, told.told["there"], told.told["edits"]) == (DONE, False, [])


def test_images_that_are_not_there(tmp_path: Path) -> None:
    assert run("hal", tmp_path / "none.img").codes == ["E446"]
    found = run("hal", tmp_path)
    assert found.code == REFUSED
    assert len(found.codes) == 1


def test_names_that_are_none_are_refused(image: Path) -> None:
    for words in (("--set", "halxp"), ("--trial", "halxp"), ("--windows", "C")):
        assert run("hal", image, *words, "--dry-run").code == REFUSED
