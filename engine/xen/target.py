"""The Xens a configuration can be for, and what they differ in (resources/xen_targets.toml)."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, get_args

Target = Literal["xen", "xen-4.17", "xen-4.20", "xcp-ng-8.2", "xcp-ng-8.3", "xen-3.0.3"]
Stack = Literal["xl", "xapi", "xm"]

TARGETS: tuple[Target, ...] = get_args(Target)
DEFAULT: Target = "xen"  #: what runs on all of 4.17 to today


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one of them; the file of the facts says what each field means."""

    name: Target
    title: str
    stack: Stack
    no_acpi: bool
    pir_without_apic: bool
    formats: tuple[str, ...]
    models: tuple[str, ...]
    keeps_nvram: bool
    ovmf: bool
    vhd_limit: int  #: GiB
    nvme: bool
    unplugs_ahci: bool
    source: str

    def __str__(self) -> str:
        return self.title


def facts(target: Target) -> Facts:
    """Those of ``target``."""
    return _all()[target]


@functools.cache
def _all() -> dict[Target, Facts]:
    file = resources.files("resources").joinpath("xen_targets.toml")
    data = tomllib.loads(file.read_text("utf-8"))
    return {row["name"]: _facts(row, data["sources"]) for row in data["target"]}


def _facts(row: dict[str, Any], sources: dict[str, str]) -> Facts:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    names = fields.pop("sources")
    return Facts(**fields, source="; ".join(sources[name] for name in names))
