"""Rules of a plan: what is decided for a machine, by its name, place, guest and networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from engine.choices import Choices

#: What of a machine a rule can look at.
MATCHES = ("name", "path", "guest", "network")
#: Words of a rule that are fields of Choices, with their types in TOML.
_CHOICES: dict[str, type[Any]] = {
    "snapshot": str,
    "format": str,
    "hal": str,
    "storage": str,
    "linux": str,
    "target": str,
    "without": list,
    "trusted": bool,
    "sha256": bool,
}
#: Words of a rule about where a machine lies and goes, and when.
_ROAD: dict[str, type[Any]] = {
    "output": str,
    "push": str,
    "configs": str,
    "limit": str,
    "overwrite": bool,
    "wave": int,
    "datastore": str,
    "link": str,
}
_TABLES: dict[str, type[Any]] = {"set": dict, "networks": dict}
RULE_KEYS = {**_CHOICES, **_ROAD, **_TABLES}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of the machines that match; of all, where nothing is asked for."""

    name: str  #: for messages
    match: dict[str, str]  #: of MATCHES, patterns in any case
    said: dict[str, Any]  #: of RULE_KEYS

    def fits(self, facts: Mapping[str, Iterable[str]]) -> bool:
        """Whether each pattern is one of what the machine has."""
        return all(
            any(fnmatchcase(value.casefold(), pattern.casefold()) for value in facts.get(key, ()))
            for key, pattern in self.match.items()
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """Everything that the rules say of one machine."""

    said: dict[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] = ()  #: names of those that matched

    @property
    def choices(self) -> Choices:
        """The choices of its conversion; ValueError or TypeError for words that are none."""
        own = {key: self.said[key] for key in _CHOICES if key in self.said}
        tables = {"settings": self.said.get("set", {}), "networks": self.said.get("networks", {})}
        return Choices.from_json({**own, **tables})


def decided(
    rules: Iterable[Rule], facts: Mapping[str, Iterable[str]], row: Mapping[str, Any]
) -> Decided:
    """What ``rules`` and the machine's ``row`` of the table say; the last word counts.

    Tables are laid over each other, key by key.
    """
    said: dict[str, Any] = {}
    matched = [rule for rule in rules if rule.fits(facts)]
    for each in (*(rule.said for rule in matched), row):
        for key, value in each.items():
            said[key] = {**said.get(key, {}), **value} if key in _TABLES else value
    return Decided(said, tuple(rule.name for rule in matched))
