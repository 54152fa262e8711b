"""A domain as JSON, and back: what a manifest says of the guest besides its disks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from engine.xen.domain import Domain, Vbd, Vif, check

Made = TypeVar("Made", Domain, Vbd, Vif)


def as_json(domain: Domain) -> dict[str, Any]:
    """Plain dictionaries and lists."""
    return asdict(domain)


def from_json(found: Mapping[str, Any]) -> Domain:
    """The domain that ``found`` was made of; ValueError or TypeError where it is none."""
    domain = _made(
        Domain,
        {
            **found,
            "disks": tuple(_made(Vbd, each) for each in found["disks"]),
            "vifs": tuple(_made(Vif, each) for each in found["vifs"]),
            "comments": tuple(map(str, found["comments"])),
        },
    )
    if check(domain):
        raise ValueError("an impossible domain")
    return domain


def _made(kind: type[Made], found: Mapping[str, Any]) -> Made:
    """``kind`` made of ``found``, each value of the type that the field has."""
    types = get_type_hints(kind)
    for field in fields(kind):
        if field.name in found and not _fits(found[field.name], types[field.name]):
            raise ValueError(field.name)
    return kind(**found)


def _fits(value: object, wanted: Any) -> bool:
    if get_origin(wanted) is Literal:
        return value in get_args(wanted)
    return type(value) is (get_origin(wanted) or wanted)
