"""Tests that measure are skipped with the reason where the computer stays busy."""

from __future__ import annotations

from collections.abc import Iterator

from quiet import Quiet, used


def quiet(*loads: float, patience: float = 60) -> Quiet:
    """One that measures these loads, the last of them for good, in a second each."""
    seconds: Iterator[int] = iter(range(10_000))
    left = list(loads)
    return Quiet(
        patience,
        lambda: left.pop(0) if len(left) > 1 else left[0],
        lambda: float(next(seconds)),
    )


def test_it_is_waited_for() -> None:
    assert quiet(2, 2, 1.7, 0.2).reason() == ""


def test_the_patience_is_that_of_all_tests_together() -> None:
    waiting = quiet(1.5, patience=60)
    assert waiting.reason() == "busy: 1.5 processors are in use, after 60 s still"
    assert waiting.reason() == "busy: 1.5 processors are in use, after 61 s still"


def test_a_processor_that_works_is_seen() -> None:
    assert 0 <= used() <= 1024
