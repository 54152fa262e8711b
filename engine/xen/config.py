"""A domain as the text that its Xen reads: the dialects, and which is whose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from engine.xen.domain import Domain
from engine.xen.libvirt_xml import libvirt
from engine.xen.target import Target, facts
from engine.xen.xl_config import xl, xm

Dialect = Literal["xl", "xm", "libvirt"]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)

_WRITERS: dict[Dialect, Callable[[Domain], str]] = {"xl": xl, "xm": xm, "libvirt": libvirt}


def written(domain: Domain, dialect: Dialect | None = None) -> str:
    """The configuration in ``dialect``, or in that of the domain's own Xen.

    Raises Refusal: E501 to E504, as the writers do.
    """
    return _WRITERS[dialect or dialect_of(domain.target)](domain)


def dialect_of(target: Target) -> Dialect:
    """What ``target`` reads. What XAPI imports is an XVA; beside it lies the text for xl."""
    return "xm" if facts(target).stack == "xm" else "xl"
