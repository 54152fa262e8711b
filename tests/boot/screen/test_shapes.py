"""Lines of shapes on a flat ground: ink that hangs together, gaps that part it, and no ground."""

from __future__ import annotations

import random

import pytest

from engine.boot.screen import shapes
from engine.boot.screen.picture import Picture
from engine.boot.screen.shapes import Shape, lines

WIDTH, HEIGHT = 320, 200  # a gap of 8 pixels parts, and a leading of one
GROUND, INK = (0, 0, 160), (255, 255, 255)


def screen(*rows: str, left: int = 10, top: int = 10, ink: tuple[int, int, int] = INK) -> Picture:
    """A picture with points where rows have a ``#``."""
    pixels = bytearray(bytes(GROUND) * (WIDTH * HEIGHT))
    for y, row in enumerate(rows, top):
        for x, point in enumerate(row, left):
            if point == "#":
                pixels[3 * (y * WIDTH + x) : 3 * (y * WIDTH + x + 1)] = bytes(ink)
    return Picture(WIDTH, HEIGHT, bytes(pixels))


def places(picture: Picture) -> list[list[tuple[int, int, int, int]]]:
    return [[(each.left, each.top, each.width, each.height) for each in line]
            for line in lines(picture)]  # fmt: skip


def test_ink_that_touches_is_one_shape() -> None:
    [[found]] = list(lines(screen("##", "#.", ".#")))
    assert found == Shape(10, 10, 2, 3, frozenset({(0, 0), (1, 0), (0, 1), (1, 2)}))
    assert (found.right, found.bottom) == (12, 13)
    assert places(screen("#.#", "#.#", ".#.")) == [[(10, 10, 3, 3)]]  # at corners
    assert places(screen("#.#", "#.#")) == [[(10, 10, 1, 2), (12, 10, 1, 2)]]


def test_a_ring_is_one_and_what_is_in_it_another() -> None:
    ring = ("#####", "#...#", "#.#.#", "#...#", "#####")
    assert places(screen(*ring)) == [[(10, 10, 5, 5), (12, 12, 1, 1)]]


@pytest.mark.parametrize(("gap", "count"), [(8, 1), (7, 1), (9, 2)])
def test_gaps_part_what_stands_beside_each_other(gap: int, count: int) -> None:
    row = "#" + "." * (gap - 1) + "#"
    assert len(places(screen(row))) == count


@pytest.mark.parametrize(("leading", "count"), [(1, 2), (0, 1)])
def test_lines_are_parted_by_what_is_between_them(leading: int, count: int) -> None:
    assert len(places(screen("##", *[""] * leading, "##"))) == count


def test_lines_go_from_top_to_bottom_and_shapes_from_left_to_right() -> None:
    found = places(screen("#.#.#", "", "", "", "##", left=3, top=5))
    assert found == [[(3, 5, 1, 1), (5, 5, 1, 1), (7, 5, 1, 1)], [(3, 9, 2, 1)]]


@pytest.mark.parametrize(("blue", "is_ink"), [(160 - 97, True), (160 - 96, False)])
def test_ink_differs_enough_from_the_ground(blue: int, is_ink: bool) -> None:
    assert bool(places(screen("##", ink=(0, 0, blue)))) == is_ink


def test_pictures_without_a_ground_have_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(1).randbytes(3 * WIDTH * HEIGHT)
    assert places(Picture(WIDTH, HEIGHT, noise)) == []
    assert places(screen()) == []
    few = screen("#", "", "", "#", "", "", "#")
    assert len(places(few)) == 3
    monkeypatch.setattr(shapes, "_LINES", 2)
    assert len(places(few)) == 2
    monkeypatch.setattr(shapes, "_RUNS", 2)
    assert places(few) == []
