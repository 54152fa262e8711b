"""Speed and time to go."""

from __future__ import annotations

import pytest

from gui.queue.rate import PATIENCE, Pace

MIB = 1 << 20


def steady(pace: Pace, start: float, seconds: int, first: int, per_second: int) -> None:
    for tick in range(seconds * 10 + 1):
        pace.update(start + tick / 10, first + per_second * tick // 10)


def test_a_steady_pace_is_found() -> None:
    pace = Pace()
    steady(pace, 100.0, 10, 0, 50 * MIB)
    assert pace.rate == pytest.approx(50 * MIB, rel=0.01)
    assert pace.seconds_left(1000 * MIB) == pytest.approx(10.0, rel=0.01)


def test_what_was_done_before_a_resume_is_no_speed() -> None:
    pace = Pace()
    steady(pace, 0.0, 5, 10_000 * MIB, 10 * MIB)
    assert pace.rate == pytest.approx(10 * MIB, rel=0.01)


def test_nothing_is_guessed_at_the_beginning() -> None:
    pace = Pace()
    assert pace.seconds_left(MIB) is None
    pace.update(0.0, 0)
    pace.update(PATIENCE / 2, MIB)
    assert pace.seconds_left(10 * MIB) is None


def test_a_hiccup_does_not_throw_it_off_but_a_change_is_followed() -> None:
    pace = Pace()
    steady(pace, 0.0, 20, 0, 100 * MIB)
    pace.update(20.5, 2000 * MIB)  # half a second of nothing
    assert pace.rate > 80 * MIB
    steady(pace, 20.5, 30, 2000 * MIB, 10 * MIB)
    assert pace.rate == pytest.approx(10 * MIB, rel=0.05)


def test_a_clock_that_stands_still_is_harmless() -> None:
    pace = Pace()
    pace.update(1.0, 0)
    pace.update(1.0, MIB)
    assert pace.rate == 0


def test_what_a_jump_leaves_out_is_no_speed() -> None:
    pace = Pace()
    steady(pace, 0.0, 5, 0, 10 * MIB)
    pace.jump(5.5, 10_000 * MIB)
    steady(pace, 5.5, 5, 10_000 * MIB, 10 * MIB)
    assert pace.rate == pytest.approx(10 * MIB, rel=0.05)


def test_standing_still_is_noticed() -> None:
    pace = Pace()
    assert pace.idle(5.0) == 0
    pace.update(0.0, 0)
    pace.update(1.0, MIB)
    pace.update(9.0, MIB)
    assert pace.idle(10.0) == 9.0
    pace.update(11.0, 2 * MIB)
    assert pace.idle(11.0) == 0
