"""What VMware Tools leave in a Windows, disabled; no file is removed.

A driver that is disabled must not be named as a filter of a class or a device any more: that would
not start either. Sources: see resources/vmware_windows.toml; Microsoft, "Device Filter Driver
Ordering" and "Specifying Driver Load Order".
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from engine.guest.hives.hive_reader import Hive as HiveReader
from engine.guest.hives.hive_reader import Key
from engine.guest.hives.registry import Hive
from engine.guest.hives.values import Value, dword, multi_sz, sz

_DISABLED = 4
_FILTERS = ("UpperFilters", "LowerFilters")
_ORDER = r"Control\NetworkProvider\Order"
_PROVIDERS = "ProviderOrder"
#: What is started at each log-on; the second is of 32-bit programs in a 64-bit Windows.
_RUN = tuple(rf"{place}Microsoft\Windows\CurrentVersion\Run" for place in ("", "Wow6432Node\\"))
#: Below it are devices by bus, kind and instance; classes and their adapters.
_PLACES = ((r"Enum", 3), (r"Control\Class", 1))


@dataclass(frozen=True, slots=True)
class Names:
    """What belongs to VMware Tools, in lower case."""

    services: frozenset[str]
    filters: frozenset[str]
    providers: frozenset[str]
    run: frozenset[str]


@functools.cache
def names() -> Names:
    """The table of resources/vmware_windows.toml."""
    text = resources.files("resources").joinpath("vmware_windows.toml").read_text("utf-8")
    data = tomllib.loads(text)
    kinds = ("services", "filters", "providers", "run")
    return Names(*(frozenset(map(str.lower, data[kind])) for kind in kinds))


def services(system: HiveReader, control_set: str) -> tuple[tuple[str, bool], ...]:
    """The services of VMware Tools, and whether they still start."""
    key = system.key(rf"{control_set}\Services")
    found = (each for each in key.subkeys if each.name.lower() in names().services) if key else ()
    return tuple((each.name, each.value("Start") != _DISABLED) for each in found)


def programs(software: HiveReader) -> tuple[str, ...]:
    """The programs of VMware Tools that start at log-on, by their names in lower case."""
    keys = (software.key(place) for place in _RUN)
    found = {name for key in keys if key for name in key.value_names}
    return tuple(sorted(found & names().run))


def filtered(system: HiveReader, control_set: str) -> Iterator[str]:
    """The keys of classes and devices that name a filter of VMware's."""
    for place, depth in _PLACES:
        path = rf"{control_set}\{place}"
        key = system.key(path)
        if key is not None:
            yield from _filtered(key, path, depth)


def disable(system: Hive, control_set: str) -> None:
    """Disable the services; take filters out of classes and devices, providers out of the order."""
    services = rf"{control_set}\Services"
    for name in system.keys(services):
        if name.lower() in names().services:
            key = rf"{services}\{name}"
            if system.get(key, "Start") is not None:
                system.set(key, "Start", dword(_DISABLED))
    for key in filtered(system.before, control_set):
        for name in _FILTERS:
            _take_out(system, key, name)
    order = system.get(rf"{control_set}\{_ORDER}", _PROVIDERS)
    if order is not None:
        kept = [each for each in order.text.split(",") if not _is_provider(each)]
        if kept != order.text.split(","):
            system.set(rf"{control_set}\{_ORDER}", _PROVIDERS, sz(",".join(kept)))


def disable_programs(software: Hive) -> None:
    """Have no program of VMware Tools started at log-on."""
    for key in _RUN:
        for name in software.values(key):
            if name.lower() in names().run:
                software.delete_value(key, name)


def _is_provider(name: str) -> bool:
    return name.strip().lower() in names().providers


def _filtered(key: Key, path: str, depth: int) -> Iterator[str]:
    found = (key.value(name) for name in _FILTERS)
    if any(isinstance(each, tuple) and _own(each) for each in found):
        yield path
    if depth:
        for each in key.subkeys:
            yield from _filtered(each, rf"{path}\{each.name}", depth - 1)


def _own(filters: tuple[str, ...]) -> bool:
    return any(each.lower() in names().filters for each in filters)


def _take_out(system: Hive, key: str, name: str) -> None:
    """Take VMware's filters out of a list; a list that is empty then goes."""
    value: Value | None = system.get(key, name)
    if value is None or not _own(value.texts):
        return
    kept = [each for each in value.texts if each.lower() not in names().filters]
    if kept:
        system.set(key, name, multi_sz(*kept))
    else:
        system.delete_value(key, name)
