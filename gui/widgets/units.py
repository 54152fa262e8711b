"""Numbers for people: sizes in binary units, rates, times."""

from __future__ import annotations

import math
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def size(count: float) -> str:
    """``count`` bytes as text: ``20 GiB``, ``3.1 GiB``, ``512 B``."""
    value, unit = float(count), 0
    while round(value, 1) >= 1024 and unit < len(_UNITS) - 1:
        value /= 1024
        unit += 1
    digits = 0 if unit == 0 or value >= 100 or round(value, 1).is_integer() else 1
    return f"{QLocale().toString(value, 'f', digits)} {_UNITS[unit]}"


def exact_size(count: int) -> str:
    """``count`` bytes in the largest unit in which it is a whole number: ``1280 GiB``."""
    unit = 0
    while count and count % 1024 == 0 and unit < len(_UNITS) - 1:
        count //= 1024
        unit += 1
    return f"{QLocale().toString(count)} {_UNITS[unit]}"


def place(offset: int, whole: int, step: int) -> str:
    """An offset into ``whole`` bytes, in GiB (a small disk: MiB), as fine as ``step`` bytes."""
    unit, name = (1 << 30, "GiB") if whole >= 1 << 30 else (1 << 20, "MiB")
    digits = min(max(math.ceil(math.log10(unit / max(step, 1))), 0), 9)
    return f"{QLocale().toString(offset / unit, 'f', digits)} {name}"


def rate(per_second: float) -> str:
    """Bytes per second as text."""
    return _tr("{size}/s").format(size=size(per_second))


def remaining(seconds: float) -> str:
    """A time to go, as rough as it is known: ``9 s``, ``2 min``, ``1 h 20 min``."""
    if seconds < 10:
        return _tr("a few seconds left")
    if seconds < 60:
        return _tr("about {seconds} s left").format(seconds=round(seconds / 5) * 5)
    minutes = round(seconds / 60)
    if minutes < 60:
        return _tr("about {minutes} min left").format(minutes=minutes)
    hours, minutes = divmod(round(seconds / 300) * 5, 60)
    return _tr("about {hours} h {minutes} min left").format(hours=hours, minutes=minutes)


def duration(seconds: float) -> str:
    """A time that something takes: ``3 s``, ``2 min``, ``1 h 20 min``."""
    if seconds < 90:
        return _tr("{seconds} s").format(seconds=max(round(seconds), 1))
    minutes = round(seconds / 60)
    if minutes < 90:
        return _tr("{minutes} min").format(minutes=minutes)
    hours, minutes = divmod(round(seconds / 300) * 5, 60)
    return _tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def date(moment: datetime | None) -> str:
    """A time stamp in the user's zone, the same in every language; empty if there is none."""
    if moment is None:
        return ""
    try:
        return f"{moment.astimezone():%Y-%m-%d %H:%M}"
    except (OverflowError, OSError, ValueError):  # dates come from untrusted files
        return ""


def clock(moment: datetime) -> str:
    """A time in the user's zone, with the day where that is not today's."""
    here = moment.astimezone()
    is_today = here.date() == datetime.now().astimezone().date()
    return f"{here:%H:%M}" if is_today else date(moment)


def _tr(text: str) -> str:
    return QCoreApplication.translate("units", text)
