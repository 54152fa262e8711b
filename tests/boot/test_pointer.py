"""A pointer that follows is told from what changes by itself, however that keeps time."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from engine.boot.pointer import PointerTest
from engine.boot.screen.picture import Picture

HEIGHT = 48
LOOKS = 600  #: of the most that a guest is looked at
Screen = list[int]  #: the grey of each line


def picture(screen: Screen) -> Picture:
    return Picture(1, HEIGHT, b"".join(bytes([grey] * 3) for grey in screen))


def moves_until_it_answers(drawn: Callable[[int], Screen], looks: int = LOOKS) -> int | None:
    """How often the pointer was moved until it was said to be followed; None if it never was.

    ``drawn``: the screen after so many moves, drawn anew for each look.
    """
    test, moves = PointerTest(), 0
    for _ in range(looks):
        moves += test.step(picture(drawn(moves)))
        if test.answers:
            return moves
    return None


def with_pointer(screen: Screen, moves: int) -> Screen:
    """``screen`` with a pointer on it, once it was moved: in the one place or the other."""
    if not moves:
        return screen
    at = 10 if moves % 2 else 30
    return [250 if at <= y < at + 3 else grey for y, grey in enumerate(screen)]


def test_a_pointer_that_goes_to_and_fro_is_followed() -> None:
    assert moves_until_it_answers(lambda moves: with_pointer([9] * HEIGHT, moves)) == 4


def test_a_caret_that_blinks_beside_it_does_not_matter() -> None:
    looks = iter(range(LOOKS))

    def drawn(moves: int) -> Screen:
        screen = with_pointer([9] * HEIGHT, moves)
        screen[45] = 200 if next(looks) % 2 else 9
        return screen

    assert moves_until_it_answers(drawn) == 4


def test_a_picture_that_stands_still_is_none() -> None:
    assert moves_until_it_answers(lambda moves: [9] * HEIGHT) is None


def test_one_move_that_is_answered_is_not_enough() -> None:
    assert moves_until_it_answers(lambda moves: [9 + min(moves, 1)] * HEIGHT) is None


@pytest.mark.parametrize("lines_a_look", [0.2, 0.35, 0.5, 0.7])
def test_a_console_whose_lines_come_by_chance_is_none(lines_a_look: float) -> None:
    for seed in range(20):
        chance = random.Random(seed)
        screen: Screen = [1] * HEIGHT

        def drawn(moves: int, chance: random.Random = chance, screen: Screen = screen) -> Screen:
            if chance.random() < lines_a_look:
                screen[:] = [*screen[1:], chance.randrange(1, 250)]
            return screen

        assert moves_until_it_answers(drawn) is None, seed


def test_a_console_with_a_line_for_each_move_is_none() -> None:
    """The worst that chance can do: it scrolls whenever the pointer is moved, and only then."""

    def drawn(moves: int) -> Screen:
        return [(moves + y) % 251 + 1 for y in range(HEIGHT)]

    assert moves_until_it_answers(drawn) is None


@pytest.mark.parametrize("size", [(720, 400), (720, 350)])
def test_a_text_mode_has_no_pointer(size: tuple[int, int]) -> None:
    test = PointerTest()
    width, height = size
    for number in range(100):
        grey = bytes([1 + number % 200])
        assert not test.step(Picture(width, height, grey * (3 * width * height)))
    assert not test.answers
