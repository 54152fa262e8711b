"""Numbers for people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from gui.widgets import units


@pytest.fixture(autouse=True)
def english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (512, "512 B"),
        (1023, "1,023 B"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (20 << 30, "20 GiB"),
        (int(3.14 * (1 << 30)), "3.1 GiB"),
        ((1 << 30) - 1, "1 GiB"),
        (700 * (1 << 20) + 300_000, "700 MiB"),
        (62 << 40, "62 TiB"),
        (1 << 70, "1,024 EiB"),
    ],
)
def test_sizes_are_binary_and_short(count: int, text: str) -> None:
    assert units.size(count) == text


def test_a_rate_is_a_size_each_second() -> None:
    assert units.rate(250 << 20) == "250 MiB/s"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3, "a few seconds left"),
        (23, "about 25 s left"),
        (100, "about 2 min left"),
        (3600 * 2 + 610, "about 2 h 10 min left"),
    ],
)
def test_times_are_as_rough_as_they_are_known(seconds: float, text: str) -> None:
    assert units.remaining(seconds) == text


def test_dates() -> None:
    moment = datetime(2010, 5, 4, 3, 2, tzinfo=UTC)
    assert units.date(moment) == f"{moment.astimezone():%Y-%m-%d %H:%M}"
    assert units.date(None) == ""
    assert units.date(datetime.max) in ("", "9999-12-31 23:59")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.1, "1 s"), (89, "89 s"), (90, "2 min"), (3600, "60 min"), (8100, "2 h 15 min")],
)
def test_times_that_things_take(seconds: float, text: str) -> None:
    assert units.duration(seconds) == text
