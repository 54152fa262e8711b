"""What was tried is kept with the images that it was tried with, and with no others."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from job.trial.seen import PICTURE, RUNNER, cell_of, failed, reached
from refusals import refused

from engine.job.result.conversion import Conversion
from engine.job.trial import results
from engine.job.trial.results import HERE, NAME, PICTURES, Results, Tried
from engine.job.trial.subject import Subject


def content(about: Subject) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((about.folder / NAME).read_text())
    return found


def test_a_result_is_kept_at_once_with_its_picture(about: Subject) -> None:
    cell = cell_of(about, acpi="1")
    kept = Results(about).keep(cell, HERE, reached())
    again = Results(about).get(cell)
    assert again == kept
    assert (kept.reached, kept.said, kept.seconds, kept.runner) == (True, "a login", 4.3, RUNNER)
    assert (kept.settings["acpi"], kept.derived) == ("1", cell.derived.kind)
    assert (about.folder / kept.screen).read_bytes() == PICTURE.png()
    assert content(about)["cells"][0]["screen"] == "text"
    assert not (about.folder / f"{NAME}.partial").exists()


def test_each_cell_has_its_result_here_and_on_each_server(about: Subject) -> None:
    found = Results(about)
    one, two = cell_of(about, acpi="1"), cell_of(about, acpi="0")
    found.keep(one, HERE, reached())
    found.keep(one, "root@xen", failed())
    found.keep_refused(two, HERE, "E750", "no room", "make room")
    found.keep(one, HERE, reached("a desktop"))
    kept = Results(about)
    assert [(each.where, each.outcome) for each in kept.all()] == [
        (HERE, "reached"),
        ("root@xen", "failed"),
        (HERE, "refused"),
    ]
    mine, there = kept.get(one), kept.get(one, "root@xen")
    assert mine is not None
    assert there is not None
    assert (mine.said, there.code, there.picture) == ("a desktop", "E740", "")
    assert kept.get(two, "root@xen") is None


def test_no_more_of_the_serial_port_is_kept_than_its_end(about: Subject) -> None:
    Results(about).keep(cell_of(about, acpi="1"), HERE, failed())
    assert content(about)["cells"][0]["serial"] == "s" * 8000


def test_a_picture_lies_in_its_folder_whatever_a_cell_or_server_is_called(about: Subject) -> None:
    kept = Results(about).keep(cell_of(about, acpi="1"), "../../root@xen:/etc", reached())
    assert "/" not in kept.picture
    assert (about.folder / PICTURES / kept.picture).is_file()
    foreign = replace(kept, picture="../../etc/passwd")
    assert foreign.screen == f"{PICTURES}/passwd"


def test_other_images_were_not_tried(about: Subject) -> None:
    """But where one of the cells was put into use."""
    found = Results(about)
    found.keep(cell_of(about, acpi="1"), HERE, reached())
    other = replace(about, digest="of others")
    assert list(Results(other).all()) == []
    found.adopt("of others")
    assert len(list(Results(other).all())) == 1
    assert list(Results(about).all()) == []


def test_without_results_there_is_nothing_to_adopt(about: Subject) -> None:
    Results(about).adopt("of others")
    assert not (about.folder / NAME).exists()


def test_a_conversion_has_those_of_its_images(little: Path, about: Subject) -> None:
    here = replace(about, folder=little)
    assert results.kept(Conversion.open(little)) == ()
    kept = Results(here).keep(cell_of(here, acpi="1"), HERE, reached())
    assert results.kept(Conversion.open(little)) == (kept,)
    (little / NAME).write_text("damaged")
    assert results.kept(Conversion.open(little)) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.update(version=2),
        lambda found: found.pop("digest"),
        lambda found: found.update(cells=7),
        lambda found: found["cells"].append({}),
        lambda found: found["cells"][0].update(settings=[]),
        lambda found: found["cells"][0].update(seconds="long"),
        lambda found: found["cells"][0].pop("code"),
    ],
)
def test_what_is_damaged_counts_as_nothing_tried(about: Subject, change: Any) -> None:
    Results(about).keep(cell_of(about, acpi="1"), HERE, reached())
    found = content(about)
    change(found)
    (about.folder / NAME).write_text(json.dumps(found))
    assert list(Results(about).all()) == []


def test_a_file_that_is_too_large_is_not_read(about: Subject) -> None:
    Results(about).keep(cell_of(about, acpi="1"), HERE, reached())
    text = (about.folder / NAME).read_text()
    with (about.folder / NAME).open("w") as file:
        file.write(text)
        file.truncate((64 << 20) + 1)
    assert list(Results(about).all()) == []


@pytest.mark.parametrize(
    ("derived", "outcome", "agrees"),
    [
        ("runs", "reached", True),
        ("fits", "reached", True),
        ("fails", "reached", False),
        ("fails", "failed", True),
        ("fits", "failed", False),
        ("unknown", "failed", None),
        ("fits", "unknown", None),
        ("fits", "refused", None),
    ],
)
def test_whether_trying_and_deriving_say_the_same(
    derived: str, outcome: str, agrees: bool | None
) -> None:
    tried = Tried("", "", {}, HERE, outcome, "E733", "", "", "x", 1, "", RUNNER, "", derived)
    assert tried.agrees is agrees
    assert tried.summary == ("x" if outcome == "reached" else "E733 (x)")
    assert tried.screen == ""


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o644], ids=oct)
def test_pictures_are_for_those_who_may_read_the_results(about: Subject, rights: int) -> None:
    (about.folder / "manifest.json").chmod(rights)
    about.folder.chmod(0o755)
    kept = Results(about).keep(cell_of(about, acpi="1"), HERE, reached())
    picture = about.folder / kept.screen
    made = (about.folder / NAME, picture, picture.parent)
    folder = rights | 0o700 | (rights & 0o044) >> 2
    assert [stat.S_IMODE(each.stat().st_mode) for each in made] == [rights, rights, folder]


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_picture_is_never_written_through_a_link(
    about: Subject, tmp_path: Path, is_folder: bool
) -> None:
    cell, elsewhere = cell_of(about, acpi="1"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    pictures = about.folder / PICTURES
    if is_folder:
        pictures.symlink_to(elsewhere)
    else:
        pictures.mkdir()
        name = Results(about).keep(cell, HERE, reached()).picture
        (pictures / name).unlink()
        (pictures / name).symlink_to(elsewhere / "new")
    assert refused(lambda: Results(about).keep(cell, HERE, reached())) == "E417"
    assert list(elsewhere.iterdir()) == []
