"""What the options of a command say: the choices of a conversion, and how a machine is read."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.choices import FILES, Choices, placed
from engine.findings import Finding, Refusal, finding
from engine.phrase import Phrase
from engine.xen.target import DEFAULT, Target

if TYPE_CHECKING:
    from engine.vmware.model import VirtualMachine


def settings(options: argparse.Namespace) -> dict[str, str]:
    """--set KEY=VALUE as a mapping; a key given twice counts the last time. Refuses E501."""
    found = dict(getattr(options, "set", None) or ())
    empty = [key for key, value in found.items() if not value and not key.startswith("cdrom")]
    if empty:
        reason = Phrase("there is no value")
        raise Refusal([finding("E501", key=key, value="", reason=reason) for key in empty])
    return found


def reading(options: argparse.Namespace) -> dict[str, Any]:
    """How a machine or disk is read: keywords for the functions that do. Refuses E501."""
    found = settings(options)
    return {
        "trusted": options.trusted,
        "redo": found.get("redo", ""),
        "placed": placed(found),
    }


def machine(path: Path, options: argparse.Namespace) -> VirtualMachine:
    """The machine at ``path``, read as the options say."""
    from engine.vmware import machine as machines

    said = reading(options)
    if getattr(options, "snapshot", ""):  # what is said is said of that state
        said["placed"] = {}
    return machines.read(path, **said)


def choices(options: argparse.Namespace) -> Choices:
    """The choices: every option that is called like a field. Refuses E416, E501."""
    given = {
        each.name: getattr(options, each.name)
        for each in fields(Choices)
        if hasattr(options, each.name)
    }
    table = given.pop("networks", None)
    given["without"] = tuple(given.get("without") or ())
    for name in FILES:
        given[name] = tuple(str(path.absolute()) for path in given.get(name) or ())
    # xm is that of Xen 3, unless another target is said.
    usual: Target = "xen-3.0.3" if getattr(options, "dialect", None) == "xm" else DEFAULT
    given["target"] = given.get("target") or usual
    return Choices(**given, settings=settings(options), networks=_table(table))


def _table(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    from engine.translate import networks

    return networks.read(path)


def unused(found: VirtualMachine, choices: Choices) -> tuple[Finding, ...]:
    """What was said and means nothing to the machine: W510 for places, W511 for networks."""
    from engine.source.paths import real
    from engine.translate.domain_of_machine import network_of

    read = {real(path) for path in _read(found)}
    notes = [
        finding("W510", name=name, path=path)
        for name, path in choices.placed.items()
        if real(path) not in read
    ]
    names = {network_of(nic) for nic in found.nics}
    table = {network.casefold() for network in choices.networks}
    if table and names and not table & {name.casefold() for name in names}:
        notes.append(finding("W511", known=", ".join(sorted(names))))
    return tuple(notes)


def _read(found: VirtualMachine) -> Iterator[Path]:
    """The files that the disks of a machine consist of."""
    for disk in found.disks:
        yield disk.path
        for layer in disk.layers:
            yield from layer.files
