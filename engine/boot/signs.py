"""What guests say while they start, and what it means: resources/boot_signs.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that was said. ``code`` is that of the finding; empty if the guest has started."""

    code: str
    said: str
    fields: Mapping[str, str]


def find(text: str) -> Sign | None:
    """The first sign of the table that is in ``text``."""
    for code, pattern in _table():
        if found := pattern.search(text):
            fields = {name: value.strip(". ") for name, value in found.groupdict("").items()}
            return Sign(code, " ".join(found[0].split()), fields)
    return None


@functools.cache
def _table() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = resources.files("resources").joinpath("boot_signs.toml").read_text("utf-8")
    return tuple(
        (sign.get("code", ""), re.compile(sign["pattern"])) for sign in tomllib.loads(text)["sign"]
    )
