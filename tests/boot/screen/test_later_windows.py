"""Screens of Windows since 8, in a font that is not known: names of codes, statuses, a face."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures import drawn_windows

from engine.boot import stop_codes
from engine.boot.screen import later_windows, shapes
from engine.boot.screen.picture import parse
from engine.boot.screen.shapes import Shape


def read(*lines: str, face: bool = False, **options: Any) -> str:
    return later_windows.text(parse(drawn_windows.ppm(lines, face=face, **options)))


@pytest.mark.parametrize(
    "name",
    [
        "INACCESSIBLE_BOOT_DEVICE",
        "SYSTEM_THREAD_EXCEPTION_NOT_HANDLED",
        "IRQL_NOT_LESS_OR_EQUAL",
        "DRIVER_IRQL_NOT_LESS_OR_EQUAL",
        "CRITICAL_PROCESS_DIED",
    ],
)
def test_a_stop_code_is_told_by_its_name(name: str) -> None:
    lines = ["0 pc", "", f"Stop code: {name}"]
    assert read(*lines, face=True) == f":(\nStop code: {name}\n"


def test_no_two_names_of_stop_codes_have_the_same_form() -> None:
    """Else the letters of an unknown font could be either."""
    forms = [
        tuple("_" if letter == "_" else name.index(letter) for letter in name)
        for name in stop_codes.names()
    ]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize(
    "status", ["0xc000000e", "0xc000000f", "0xc0000225", "0xc0000428", "0xc0000098", "0xc000014c"]
)
def test_the_status_of_a_boot_that_failed(status: str) -> None:
    assert read("Error code: " + status, ground=drawn_windows.BLACK) == f"Error code: {status}\n"


def test_a_face_alone() -> None:
    assert read("Stop code: NOT_IN_THE_TABLE", face=True) == ":(\n"


@pytest.mark.parametrize("lines", [[], ["a b c"], ["0x1234567890"], ["SOME_OTHER_WORDS_OF_CODE"]])
def test_what_says_nothing_of_windows(lines: list[str]) -> None:
    assert read(*lines) == ""


def test_whatever_digits_a_status_has_it_is_read_or_not_said() -> None:
    """A digit that is none of the plain ones is a question mark."""
    status = "0xc0000225"
    [line] = list(shapes.lines(parse(drawn_windows.ppm([status], ground=drawn_windows.BLACK))))
    assert later_windows._read(line) == status
    odd = Shape(0, 0, 3, line[0].height, frozenset({(0, 0), (2, 5)}))
    assert later_windows._read([*line[:9], odd]).startswith("0xc000022")
    assert not later_windows._is_status([*line[:3], line[9], *line[4:]])
    assert not later_windows._is_status([line[0], line[0], *line[2:]])


@pytest.mark.parametrize("name", ["INACCESSIBLE_BOOT_DEVICE"])
def test_a_name_is_told_by_its_form_alone(name: str) -> None:
    assert read(f"Stop code: {name}") == f"Stop code: {name}\n"
    wrong = name.replace("ACC", "ACE")  # two that are the same are others
    assert read(f"Stop code: {wrong}") == ""
    alike = name.replace("B", "O")  # other letters are the same
    assert read(f"Stop code: {alike}") == ""
    moved = name.replace("BOOT_", "_BOOT")  # an underscore elsewhere
    assert read(f"Stop code: {moved}") == ""


def dot(left: int, top: int, size: int = 10) -> Shape:
    points = frozenset((x, y) for x in range(size) for y in range(size))
    return Shape(left, top, size, size, points)


def bracket(*, opens_left: bool = False) -> Shape:
    """A bow of 100 rows, its middle at the left, or at the right."""
    bow = {(abs(y - 50) * 30 // 50, y) for y in range(100)}
    points = {(30 - x, y) for x, y in bow} if opens_left else bow
    return Shape(100, 100, 31, 100, frozenset(points))


@pytest.mark.parametrize(
    ("found", "is_face"),
    [
        ([dot(70, 110), dot(70, 170), bracket()], True),
        ([dot(70, 110), dot(72, 170), bracket()], True),  # smoothed edges
        ([dot(70, 110), dot(73, 170), bracket()], False),
        ([dot(70, 110), dot(70, 130), bracket()], False),  # not apart
        ([dot(70, 110), bracket()], False),
        ([dot(70, 110), dot(70, 170, 14), bracket()], False),
        ([dot(140, 110), dot(140, 170), bracket()], False),  # behind it
        ([dot(70, 90), dot(70, 170), bracket()], False),  # above it
        ([dot(70, 110), dot(70, 195), bracket()], False),  # below it
        ([dot(70, 110), dot(70, 170), bracket(opens_left=True)], False),
    ],
)
def test_a_face_is_two_dots_before_a_bow(found: list[Shape], is_face: bool) -> None:
    assert later_windows._has_face(found, 50) == is_face
    assert not later_windows._has_face(found, 100)  # no larger than text
