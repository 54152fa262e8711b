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


def find(text: str, *, still: bool) -> Sign | None:
    """The first sign of the table that is in ``text``.

    ``still``: nothing happens any more, so that also those count which a start may get over.
    """
    for code, pattern, waits in _table():
        if (still or not waits) and (found := pattern.search(text)):
            fields = {name: value.strip(". ") for name, value in found.groupdict("").items()}
            return Sign(code, " ".join(found[0].split()), fields)
    return None


@functools.cache
def _table() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Code, pattern and whether it has to wait, of each."""
    text = resources.files("resources").joinpath("boot_signs.toml").read_text("utf-8")
    return tuple(
        (sign.get("code", ""), re.compile(sign["pattern"]), sign.get("still", False))
        for sign in tomllib.loads(text)["sign"]
    )
