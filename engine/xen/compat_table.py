"""The rows of resources/xen_compat.toml, which say what runs where, and who says so."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from engine.phrase import Phrase
from engine.xen.domain import Model, Vga

Kind = Literal["fits", "runs", "unknown", "fails"]
KINDS: tuple[Kind, ...] = ("fits", "runs", "unknown", "fails")  #: from the best to the worst

Conditions = Mapping[str, tuple[object, ...]]  #: an attribute, and the values it may have


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is known of some guests on some machines of some Xens."""

    guest: Conditions
    flags: Conditions
    target: Conditions
    verdict: Kind
    reason: Phrase
    source: str

    def speaks_of(self, guest: object, flags: object, target: object) -> bool:
        conditions = (guest, self.guest), (flags, self.flags), (target, self.target)
        return all(meets(thing, asked) for thing, asked in conditions)


@dataclass(frozen=True, slots=True)
class Devices:
    """What a guest knows without further drivers."""

    guest: Conditions
    nics: tuple[Model, ...]  #: the best first
    missing: tuple[Model, ...]  #: those it certainly has no driver for
    vga: Vga
    source: str


def meets(thing: object, conditions: Conditions) -> bool:
    """Whether every attribute of ``thing`` that is asked for has one of the values."""
    return all(getattr(thing, name) in values for name, values in conditions.items())


@functools.cache
def rows() -> tuple[Row, ...]:
    """All rows on flags, in their order."""
    data = _data()
    return tuple(
        Row(
            _conditions(row.get("guest", {})),
            _conditions(row.get("flags", {})),
            _conditions(row.get("target", {})),
            row["verdict"],
            Phrase.of_data(row["reason"]),
            _source(row, data["sources"]),
        )
        for row in data["row"]
    )


@functools.cache
def devices() -> tuple[Devices, ...]:
    """All rows on devices, in their order; the last speaks of every guest."""
    data = _data()
    return tuple(
        Devices(
            _conditions(row["guest"]),
            tuple(row["nics"]),
            tuple(row["missing"]),
            row["vga"],
            _source(row, data["sources"]),
        )
        for row in data["devices"]
    )


@dataclass(frozen=True, slots=True)
class Hal:
    """A HAL of 32-bit Windows 2000, XP and 2003, and the machine it was made for."""

    name: str
    computer: str
    acpi: bool
    apic: bool
    multiprocessor: bool
    may_become: tuple[str, ...]  #: what Device Manager offers instead of it

    @property
    def for_several(self) -> str:
        """The HAL for several processors that Windows lets take its place; empty if none does."""
        offered = (hals()[name] for name in self.may_become)
        alike = (each for each in offered if each.multiprocessor and each.acpi == self.acpi)
        return next((each.name for each in alike), "")


@functools.cache
def hals() -> dict[str, Hal]:
    """Every HAL by its name."""
    fields = ("name", "computer", "acpi", "apic", "multiprocessor")
    return {
        row["name"]: Hal(
            **{field: row[field] for field in fields}, may_become=tuple(row["may_become"])
        )
        for row in _read("hals.toml")["hal"]
    }


@functools.cache
def _data() -> dict[str, Any]:
    return _read("xen_compat.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("resources").joinpath(name).read_text("utf-8"))


def _conditions(written: Mapping[str, object]) -> Conditions:
    return {
        name: tuple(value) if isinstance(value, list) else (value,)
        for name, value in written.items()
    }


def _source(row: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    return "; ".join(sources[name] for name in row["sources"])
