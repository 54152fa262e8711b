"""What the STOP codes of Windows mean, and what helps here: resources/stop_codes.toml."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from engine import actions
from engine.findings import Finding, finding
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class StopCode:
    """A STOP code. Name and meaning are empty for one that is not in the table."""

    code: int
    name: str
    meaning: Phrase
    help: Phrase

    def __str__(self) -> str:
        return f"0x{self.code:08X} {self.name}".rstrip()


def look_up(code: int) -> StopCode:
    """The STOP code with its meaning; of 64-bit Windows too, which writes 16 digits."""
    known = _table().get(code)
    if known is not None:
        return known
    return StopCode(
        code,
        "",
        Phrase("its meaning is not in this program's table"),
        Phrase("Look the code up in Microsoft's Bug Check Code Reference."),
    )


def stopped(code: str) -> Finding:
    """The finding E733 for a code, by its hexadecimal digits or by its name."""
    named = next((each for each in _table().values() if each.name == code), None)
    stop = named or look_up(int(code, 16))
    return finding("E733", stop=stop, meaning=stop.meaning, help=stop.help)


def names() -> list[str]:
    """The names of all that are in the table."""
    return [stop.name for stop in _table().values()]


def texts() -> list[str]:
    """What the table says to people: meanings and helps, as templates of phrases."""
    return [text.template for stop in _table().values() for text in (stop.meaning, stop.help)]


@functools.cache
def _table() -> dict[int, StopCode]:
    text = resources.files("resources").joinpath("stop_codes.toml").read_text("utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    helps = {name: actions.said(words, key="memory") for name, words in data["help"].items()}
    return {
        stop["code"]: StopCode(
            stop["code"], stop["name"], Phrase.of_data(stop["meaning"]), helps[stop["help"]]
        )
        for stop in data["stop"]
    }
